"""Records: written with the save, never changed, never public."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import DAY, OPEN, PERSONAL, Client

import opendata_rules as odr


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE opendata_rules_decision SET outcome = 'passed'",
        "DELETE FROM opendata_rules_decision",
        "TRUNCATE opendata_rules_decision",
    ],
)
def test_no_row_is_changed_or_removed(published: dict[str, Any], inside: Any, statement: str) -> None:
    import sqlalchemy as sa

    with pytest.raises(sa.exc.DBAPIError, match="neither changed nor removed"):
        inside.Session.execute(sa.text(statement))
    inside.Session.rollback()


def test_a_receipt_gives_the_same_answer_again(admin: Client, published: dict[str, Any]) -> None:
    [row] = admin.done("opendata_rules_decision_list", id=published["id"])
    [receipt] = row["receipts"]
    answer = odr.load().replay(receipt)
    assert isinstance(answer, odr.Decision)
    assert (answer.attribute, str(answer.on), answer.place) == (odr.Attribute.OPEN, DAY, "taian")
    assert row["user"] == "admin"
    assert row["law_on"] == DAY


def test_receipts_are_for_those_who_may_edit(
    admin: Client, editor: Client, published: dict[str, Any], running: Any, named: str
) -> None:
    anyone = Client(running.address, "")
    admin.done("user_create", name=f"u-{named}", email=f"{named}@example.org", password="opendata-rules")
    token = admin.done("api_token_create", user=f"u-{named}", name="tests")["token"]
    for client in (anyone, Client(running.address, token)):
        for action in ("opendata_rules_decision_list", "opendata_rules_check"):
            assert client(action, id=published["id"]).status == 403
        assert client("opendata_rules_decision_list", id="no-such-dataset").status == 403
    assert editor.done("opendata_rules_decision_list", id=named)[0]["receipts"]
    assert "receipt" not in str(anyone.done("package_show", id=named))
    assert "receipt" not in str(anyone.done("package_search", fq=f"name:{named}"))
    page = anyone.session.get(f"{running.address}/dataset/{named}", timeout=60).text
    assert "无条件开放" in page
    assert "第十四条第（十一）项" in page
    assert "receipt" not in page


def test_a_save_that_fails_later_leaves_no_record(
    admin: Client, published: dict[str, Any], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ckan import logic

    def broken(both: Any, defer_commit: bool = False) -> None:
        raise RuntimeError("the search index is down")

    monkeypatch.setattr(logic, "index_update_package_dicts", broken)
    assert admin("package_patch", id=named, assessed_low_risk="true").status == 500
    monkeypatch.undo()
    assert len(admin.done("opendata_rules_decision_list", id=named)) == 1


def test_what_is_now_against_it_is_told_to_editors(admin: Client, organization: str, named: str, setting: Any) -> None:
    setting("mode", "off")
    admin.done("package_create", name=named, owner_org=organization, **(OPEN | PERSONAL))
    setting("mode", "block")
    told = admin.done("opendata_rules_check", id=named)
    assert [one["rule"] for one in told["objections"]] == ["taian-13-6"]
    assert told["objections"][0]["facts"]["personal_privacy"] is True
    assert told["citation"] == ""
    assert told["declared"] == "open"
