"""What other code writes past the actions of CKAN is judged before a commit, and before anyone can search for it."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import OPEN, PERSONAL, Client, public_extras

DEMANDING = {"high_security_processing_requirement": "true", "opening_attribute": "conditional"}
SECRET_ITEM = "第十二条第（二）项"


def refused(inside: Any) -> str:
    """Commit what has to be refused; the errors."""
    from ckan.plugins.toolkit import ValidationError

    with pytest.raises(ValidationError) as error:
        inside.Session.commit()
    inside.Session.rollback()
    return str(error.value)


def claims(inside: Any, name: str) -> dict[str, str]:
    """The public extras as they are stored."""
    inside.Session.remove()
    return {key: value for key, value in inside.Package.get(name).extras.items() if key.startswith("opendata_rules_")}


def act(action: str, **data: Any) -> Any:
    """Call an action in this session, as a harvester does."""
    from ckan.plugins import toolkit

    return toolkit.get_action(action)({"user": "admin", "ignore_auth": True}, data)


@pytest.mark.parametrize("hidden", [{"private": True}, {"state": "draft"}], ids=["private", "draft"])
@pytest.mark.parametrize("same_session", [True, False])
def test_what_was_hidden_is_made_public(
    organization: str, named: str, inside: Any, hidden: dict[str, Any], same_session: bool
) -> None:
    act("package_create", name=named, owner_org=organization, **(OPEN | PERSONAL | hidden))
    if not same_session:
        inside.Session.remove()
    package = inside.Package.get(named)
    package.private, package.state = False, "active"
    assert "第十三条第（六）项" in refused(inside)


def test_what_was_judged_and_rolled_back_was_not_let_pass(
    admin: Client, organization: str, published: dict[str, Any], named: str, inside: Any
) -> None:
    from ckan.plugins import toolkit

    toolkit.get_action("package_patch")(
        {"user": "admin", "ignore_auth": True, "defer_commit": True}, {"id": named, "assessed_low_risk": "true"}
    )
    inside.Session.rollback()
    package = inside.Package.get(named)
    package.extras["assessed_low_risk"] = "true"
    inside.Session.commit()
    assert len(admin.done("opendata_rules_decision_list", id=named)) == 2


def test_a_dataset_from_before_is_compared_with_what_is_committed(
    admin: Client, organization: str, named: str, inside: Any, setting: Any
) -> None:
    setting("mode", "off")
    admin.done("package_create", name=named, owner_org=organization, **OPEN)
    admin.done("package_create", name=f"{named}-2", owner_org=organization, **(OPEN | PERSONAL))
    setting("mode", "block")
    package = inside.Package.get(named)
    package.extras["state_secret"] = "true"
    assert SECRET_ITEM in refused(inside)
    package = inside.Package.get(named)
    package.extras.update(DEMANDING)
    assert "第十五条第一款" in refused(inside), "it was public, and open"
    package = inside.Package.get(f"{named}-2")
    package.title = "改了标题"
    inside.Session.commit()


def test_what_is_refused_last_is_not_found_by_anyone(
    admin: Client, running: Any, organization: str, published: dict[str, Any], named: str, doing: set[str]
) -> None:
    """CKAN writes its search index before it commits; what comes after our hooks must not stay in it."""
    anyone = Client(running.address, "")
    doing.add("edit")
    admin.refused("package_create", name=f"{named}-2", title="不该有", owner_org=organization, **OPEN)
    assert anyone.done("package_search", fq=f"name:{named}-2")["count"] == 0
    admin.refused("package_patch", id=named, title="不该改")
    [found] = anyone.done("package_search", fq=f"name:{named}")["results"]
    assert (found["title"], found["state_secret"]) == ("停车场", "false")


def test_the_public_claims_are_those_of_the_gate(
    admin: Client, published: dict[str, Any], named: str, inside: Any
) -> None:
    package = inside.Package.get(named)
    package.extras["opendata_rules_citation"] = "别的"
    package.extras["opendata_rules_attribute"] = "nonsense"
    inside.Session.commit()
    assert claims(inside, named) == public_extras(published)
    package = inside.Package.get(named)
    package.extras["assessed_low_risk"] = "true"
    package.extras["opendata_rules_citation"] = "别的"
    inside.Session.commit()
    assert "第十四条第（十）项；" in claims(inside, named)["opendata_rules_citation"]
    package = inside.Package.get(named)
    package.private = True
    inside.Session.commit()
    assert claims(inside, named) == {}
    act("package_patch", id=named, private=False, assessed_low_risk="")
    package = inside.Package.get(named)
    package.extras["opendata_rules_citation "] = "别的"
    inside.Session.commit()
    assert claims(inside, named) == public_extras(published)
