"""Two saves of one dataset at the same time: each is judged by what the other one left."""

from __future__ import annotations

import threading
import time
from typing import Any

from conftest import CONSENT, OPEN, PERSONAL, Answer, Client

DEMANDING = {"high_security_processing_requirement": "true", "opening_attribute": "conditional"}


def waits(model: Any) -> bool:
    """Whether a transaction waits for another one."""
    import sqlalchemy as sa

    with model.meta.engine.connect() as connection:
        return bool(connection.execute(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar())


def both(model: Any, first: Any, second: Any) -> tuple[Answer, Answer]:
    """The second save starts while the first has been judged and not yet committed; what each was answered."""
    import meddler

    answers: dict[str, Answer] = {}
    meddler.REACHED.clear()
    meddler.GO_ON.clear()
    one = threading.Thread(target=lambda: answers.update(first=first()))
    two = threading.Thread(target=lambda: answers.update(second=second()))
    meddler.DOING.add("pause")
    try:
        one.start()
        assert meddler.REACHED.wait(60)
        meddler.DOING.discard("pause")
        two.start()
        until = time.monotonic() + 60
        while not waits(model) and two.is_alive() and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        meddler.GO_ON.set()
    one.join(60)
    two.join(60)
    return answers["first"], answers["second"]


def test_one_publishes_what_the_other_makes_wrong(admin: Client, organization: str, named: str, inside: Any) -> None:
    whole = admin.done("package_create", name=named, private=True, owner_org=organization, **OPEN)
    other = Client(admin.address, admin.token)
    first, second = both(
        inside,
        lambda: admin("package_update", **(whole | {"private": False})),
        lambda: other("package_update", **(whole | PERSONAL)),
    )
    assert first.status == 200, first.error
    package = inside.Package.get(named)
    assert package.private or package.extras["personal_privacy"] == "false", second.status


def test_one_consent_is_used_by_one_of_two(admin: Client, published: dict[str, Any], named: str, inside: Any) -> None:
    other = Client(admin.address, admin.token)
    closed = {"state_secret": "true", "opening_attribute": "closed"}
    first, second = both(
        inside,
        lambda: admin("package_update", **(published | DEMANDING | CONSENT)),
        lambda: other("package_update", **(published | closed | CONSENT)),
    )
    assert (first.status, second.status) == (200, 409), second.error
    rows = admin.done("opendata_rules_decision_list", id=named)
    assert [row["attribute"] for row in rows] == ["open", "conditional"]


def test_one_moves_what_the_other_makes_wrong_there(
    admin: Client, published: dict[str, Any], named: str, inside: Any
) -> None:
    place = [{"key": "opendata_rules_place", "value": "济宁"}]
    admin.done("organization_create", name=f"o-{named}", extras=place)
    facts = PERSONAL | CONSENT | {"opening_attribute": "conditional"}
    alone = admin.done("package_create", **(published | facts | {"name": f"{named}-2", "id": None}))
    assert admin("package_owner_org_update", id=alone["id"], organization_id=f"o-{named}").status == 409
    other = Client(admin.address, admin.token)
    first, second = both(
        inside,
        lambda: admin("package_update", **(published | facts)),
        lambda: other("package_owner_org_update", id=named, organization_id=f"o-{named}"),
    )
    assert (first.status, second.status) == (200, 409), (first.error, second.error)
