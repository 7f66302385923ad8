"""Changes of the attribute: they need what the law asks, and a consent counts for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conftest import CONSENT, OPEN, PERSONAL, Client, public_extras

Setting = Callable[[str, Any], None]
DEMANDING = {"high_security_processing_requirement": "true", "opening_attribute": "conditional"}
ARTICLE = "《泰安市公共数据开放办法（试行）》第十五条第一款"
USED = "一次同意只作用于一次变更"


def rows(admin: Client, name: str) -> list[tuple[str, str | None, str]]:
    """Event, attribute before and after of each record."""
    found = admin.done("opendata_rules_decision_list", id=name)
    return [(row["event"], row["before"], row["attribute"]) for row in found]


def test_an_approved_tightening_passes_once_and_not_twice(admin: Client, published: dict[str, Any], named: str) -> None:
    errors = admin.refused("package_patch", id=named, **DEMANDING)
    assert ARTICLE in str(errors)
    assert "approval_status" in errors
    assert admin.done("package_show", id=named)["opening_attribute"] == "open"
    changed = admin.done("package_patch", id=named, **DEMANDING, **CONSENT)
    assert public_extras(changed)["opendata_rules_attribute"] == "conditional"
    # Back to open: no consent is asked for that, as the demands are gone.
    admin.done("package_patch", id=named, high_security_processing_requirement="false", opening_attribute="open")
    errors = admin.refused("package_patch", id=named, **DEMANDING)
    assert USED in errors["approved_on"][0]
    admin.done("package_patch", id=named, **DEMANDING, approved_on="2026-03-09")
    assert rows(admin, named) == [
        ("published", None, "open"),
        ("changed", "open", "conditional"),
        ("changed", "conditional", "open"),
        ("changed", "open", "conditional"),
    ]


def test_a_consent_that_came_after_the_change_is_none(admin: Client, published: dict[str, Any], named: str) -> None:
    errors = admin.refused("package_patch", id=named, **DEMANDING, **(CONSENT | {"approved_on": "2026-03-11"}))
    assert errors


def test_an_edit_after_a_change_is_no_second_change(admin: Client, published: dict[str, Any], named: str) -> None:
    admin.done("package_patch", id=named, **DEMANDING, **CONSENT)
    admin.done("package_patch", id=named, title="停车场（新）")
    admin.done("package_patch", id=named, severe_infrastructure_load="true")
    assert [event for event, _, _ in rows(admin, named)] == ["published", "changed", "published"]


def test_purged_and_made_again_it_is_still_changed(admin: Client, organization: str, named: str) -> None:
    for number, remove in enumerate(("dataset_purge", "package_delete")):
        name = f"{named}-{number}"
        first = admin.done("package_create", name=name, owner_org=organization, **OPEN)
        admin.done(remove, id=first["id"])
        if remove == "package_delete":
            # A deleted dataset keeps its name in CKAN; purged it is free again.
            admin.done("dataset_purge", id=first["id"])
        errors = admin.refused("package_create", name=name, owner_org=organization, **(OPEN | DEMANDING))
        assert ARTICLE in str(errors)
        draft = admin.done("package_create", name=name, state="draft", owner_org=organization, **(OPEN | DEMANDING))
        assert ARTICLE in str(admin.refused("package_patch", id=name, state="active"))
        admin.done("package_patch", id=draft["id"], state="active", **CONSENT)
        assert rows(admin, name) == [("changed", "open", "conditional")]
        admin.done("dataset_purge", id=draft["id"])
        admin.done("package_create", name=name, owner_org=organization, **(OPEN | DEMANDING))


def test_a_used_consent_stays_used_when_the_dataset_is_made_again(
    admin: Client, published: dict[str, Any], organization: str, named: str
) -> None:
    admin.done("package_patch", id=named, **DEMANDING, **CONSENT)
    admin.done("package_patch", id=named, high_security_processing_requirement="false", opening_attribute="open")
    admin.done("dataset_purge", id=published["id"])
    errors = admin.refused("package_create", name=named, owner_org=organization, **(OPEN | DEMANDING | CONSENT))
    assert USED in str(errors)


def test_hidden_and_shown_again_it_is_still_changed(admin: Client, published: dict[str, Any], named: str) -> None:
    admin.done("package_patch", id=named, private=True)
    admin.done("package_patch", id=named, **DEMANDING)
    assert ARTICLE in str(admin.refused("package_patch", id=named, private=False))
    assert [event for event, _, _ in rows(admin, named)] == ["published", "withdrawn"]


def test_a_change_of_a_dataset_from_before(admin: Client, organization: str, named: str, setting: Setting) -> None:
    setting("mode", "off")
    admin.done("package_create", name=named, owner_org=organization, **OPEN)
    setting("mode", "block")
    assert ARTICLE in str(admin.refused("package_patch", id=named, **DEMANDING))
    admin.done("package_patch", id=named, **DEMANDING, **CONSENT)
    assert rows(admin, named) == [("changed", "open", "conditional")]


def test_personal_data_cannot_be_loosened_by_a_consent_to_the_change(
    admin: Client, organization: str, named: str
) -> None:
    facts = OPEN | PERSONAL | {"opening_attribute": "conditional"}
    admin.done("package_create", name=named, owner_org=organization, **facts)
    errors = admin.refused("package_patch", id=named, opening_attribute="open", **CONSENT)
    assert "第十三条第（六）项" in errors["opening_attribute"][0]


def test_what_was_judged_ahead_was_not_published(
    admin: Client, organization: str, named: str, setting: Setting
) -> None:
    setting("drafts", "all")
    admin.done("package_create", name=named, state="draft", owner_org=organization, **OPEN)
    admin.done("package_patch", id=named, private=True)
    assert rows(admin, named) == []
    admin.done("package_patch", id=named, state="active", private=False, **DEMANDING)
    assert rows(admin, named) == [("published", None, "conditional")]


def test_a_name_that_was_made_free_by_hiding_is_still_changed(
    admin: Client, published: dict[str, Any], organization: str, named: str
) -> None:
    other = OPEN | DEMANDING | {"name": named, "owner_org": organization}
    admin.done("package_patch", id=named, name=f"{named}-old")
    shown = admin.done("package_create", **other)
    assert rows(admin, shown["id"]) == [("published", None, "conditional")], "the first one is still there to see"
    admin.done("dataset_purge", id=shown["id"])
    admin.done("package_patch", id=published["id"], name=named)
    admin.done("package_patch", id=published["id"], name=f"{named}-old", private=True)
    admin.done("package_create", **(other | {"name": f"{named}-2"}))
    assert ARTICLE in str(admin.refused("package_create", **other))


def test_a_draft_that_takes_the_name_as_it_is_published_is_still_changed(
    admin: Client, organization: str, named: str
) -> None:
    admin.done("package_create", name=named, owner_org=organization, **OPEN)
    admin.done("dataset_purge", id=named)
    for number, hidden in enumerate(({"state": "draft"}, {"private": True})):
        name = f"{named}-{number}"
        admin.done("package_create", name=name, owner_org=organization, **(OPEN | DEMANDING), **hidden)
        shown = {"id": name, "name": named, "state": "active", "private": False}
        assert ARTICLE in str(admin.refused("package_patch", **shown))
    admin.done("package_patch", **shown, **CONSENT)
    assert rows(admin, named) == [("changed", "open", "conditional")]
