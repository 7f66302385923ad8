"""Ways round the gate: those that a trial found, and those found here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import OPEN, PASSAGE, PERSONAL, Client, public_extras

Setting = Callable[[str, Any], None]
SECRET_ITEM = "《泰安市公共数据开放办法（试行）》第十二条第（二）项"


@pytest.fixture
def wrong(admin: Client, organization: str, named: str, setting: Setting) -> dict[str, Any]:
    """A private dataset that must not be published as it is declared."""
    facts = OPEN | PERSONAL
    return admin.done("package_create", name=f"{named}-wrong", private=True, owner_org=organization, **facts)


def test_another_plugin_changes_raw_data(admin: Client, organization: str, named: str, doing: set[str]) -> None:
    doing.add("raw")
    errors = admin.refused("package_create", name=named, owner_org=organization, **OPEN)
    assert SECRET_ITEM in errors["opening_attribute"][0]


def test_a_schema_has_last_validators_of_its_own(
    admin: Client, organization: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import meddler
    from ckanext.scheming import validation
    from ckanext.scheming.plugins import SchemingDatasetsPlugin

    original = validation.validators_from_string

    def found(text: str, *arguments: Any) -> Any:
        return [meddler.is_secret] if text == "is_secret" else original(text, *arguments)

    monkeypatch.setattr(validation, "validators_from_string", found)
    schema = SchemingDatasetsPlugin.instance._expanded_schemas["dataset"]
    monkeypatch.setitem(schema, "after_validators", "is_secret")
    errors = admin.refused("package_create", name=named, owner_org=organization, **OPEN)
    assert SECRET_ITEM in errors["opening_attribute"][0]


def test_another_plugin_changes_what_was_saved(
    admin: Client, organization: str, published: dict[str, Any], named: str, doing: set[str], inside: Any
) -> None:
    doing.add("edit")
    errors = admin.refused("package_create", name=f"{named}-2", owner_org=organization, **OPEN)
    assert SECRET_ITEM in errors["opening_attribute"][0]
    assert admin("package_show", id=f"{named}-2").status == 404, "everything was rolled back"
    assert admin.refused("package_patch", id=named, title="改")["state_secret"]
    assert admin.done("package_show", id=named)["title"] == "停车场"
    assert len(admin.done("opendata_rules_decision_list", id=named)) == 1


def test_bulk_actions_are_all_or_nothing(
    admin: Client, organization: str, named: str, wrong: dict[str, Any], setting: Setting
) -> None:
    fine = admin.done("package_create", name=named, private=True, owner_org=organization, **OPEN)
    both = {"datasets": [fine["id"], wrong["id"]], "org_id": fine["owner_org"]}
    assert PASSAGE in admin.refused("bulk_update_public", **both)["opening_attribute"][0]
    assert [admin.done("package_show", id=one)["private"] for one in both["datasets"]] == [True, True]
    second = admin.done("package_create", **(OPEN | PERSONAL), name=f"{named}-w2", private=True, owner_org=organization)
    three = {**both, "datasets": [*both["datasets"], second["id"]]}
    assert sorted(admin.refused("bulk_update_public", **three)) == sorted([wrong["name"], second["name"]])
    admin.done("bulk_update_public", **{**both, "datasets": [fine["id"]]})
    shown = admin.done("package_show", id=fine["id"])
    assert (shown["private"], public_extras(shown)["opendata_rules_attribute"]) == (False, "open")


@pytest.mark.parametrize("action", ["bulk_update_private", "bulk_update_delete"])
def test_bulk_withdrawals_ask_the_duties_on_delisting(admin: Client, named: str, setting: Setting, action: str) -> None:
    admin.done("organization_create", name=f"o-{named}", extras=[{"key": "opendata_rules_place", "value": "济宁"}])
    setting("mode", "warn")
    made = [admin.done("package_create", name=f"{named}-{n}", owner_org=f"o-{named}", **OPEN) for n in (1, 2)]
    setting("mode", "block")
    told = {"datasets": [one["id"] for one in made], "org_id": made[0]["owner_org"]}
    errors = admin.refused(action, **told)
    assert len(errors) == 2
    assert "下架，《济宁市公共数据开放工作细则》第十四条" in str(errors)
    states = [admin.done("package_show", id=one["id"]) for one in made]
    assert [(one["state"], one["private"]) for one in states] == [("active", False)] * 2
    for single in ("package_delete", "dataset_purge"):
        assert "下架" in str(admin.refused(single, id=made[0]["id"]))
    assert "下架" in str(admin.refused("package_patch", id=made[0]["id"], private=True))
    assert "下架" in str(admin.refused("package_patch", id=made[0]["id"], state="deleted"))
    setting("removal", "off")
    admin.done(action, **told)


#: Facts with which 济宁 lets a dataset be withdrawn on the day of the tests.
DELISTED = {
    "delisting_actor": "provider",
    "adjustment_reason": "policy_adjustment",
    "post_verification_measure": "none",
    "delisting_applied": "true",
    "catalogue_level": "city",
    "approving_authorities": "city_department",
    "notice_working_days": "10",
    "notice_from": "2026-02-16",
    "notice_to": "2026-03-06",
    "users_who_applied": "0",
    "users_notified": "true",
    "quality_problem_verified": "false",
    "finally_unfit": "false",
}


def test_a_withdrawal_is_of_today_and_rests_on_nothing_said_twice(admin: Client, named: str, setting: Setting) -> None:
    place = [{"key": "opendata_rules_place", "value": "济宁"}]
    admin.done("organization_create", name=f"o-{named}", extras=place)
    setting("mode", "warn")
    made = admin.done("package_create", name=named, type="plain", owner_org=f"o-{named}")
    setting("mode", "block")

    def hiding(**facts: str) -> list[dict[str, str]]:
        return [{"key": key, "value": value} for key, value in (DELISTED | facts).items()]

    to_come = {"notice_from": "2026-03-02", "notice_to": "2026-03-20", "delisted_on": "2026-03-30"}
    assert "下架" in str(admin.refused("package_patch", id=named, private=True, extras=hiding(**to_come)))
    twice = hiding(已提交下架申请="否")
    assert "下架" in str(admin.refused("package_patch", id=named, private=True, extras=twice))
    for value in ("[" * 20_000, '["a", {"b": 1}, 2]', "[1"):
        assert admin.refused("package_patch", id=named, private=True, extras=hiding(approving_authorities=value))
    assert admin.refused("package_patch", id=named, private=True, extras=hiding(notice_working_days="1" * 5_000))
    admin.done("package_patch", id=made["id"], private=True, extras=hiding(delisted_on="2020-01-01"))


def test_moves_to_another_organization(admin: Client, organization: str, named: str, inside: Any) -> None:
    facts = OPEN | PERSONAL | {"opening_attribute": "conditional"}
    admin.done("package_create", name=named, owner_org=organization, **facts)
    admin.done("organization_create", name=f"o-{named}", extras=[{"key": "opendata_rules_place", "value": "济宁"}])
    errors = admin.refused("package_owner_org_update", id=named, organization_id=f"o-{named}")
    assert errors
    assert "泰安" not in str(errors)
    assert admin.done("package_show", id=named)["organization"]["name"] == "taian-police"
    assert admin.refused("package_patch", id=named, owner_org=f"o-{named}")
    admin.done("organization_create", name=f"t-{named}")
    admin.done("package_owner_org_update", id=named, organization_id=f"t-{named}")
    package = inside.Package.get(named)
    assert inside.Group.get(package.owner_org).name == f"t-{named}"
    assert package.extras["opendata_rules_citation"] == PASSAGE
    errors = admin("package_owner_org_update", id="no-such-dataset", organization_id=f"t-{named}")
    assert errors.status in (403, 404)


def test_an_organization_that_goes_leaves_its_datasets_under_the_law_of_the_portal(
    admin: Client, named: str, setting: Setting
) -> None:
    admin.done("organization_create", name=f"o-{named}", extras=[{"key": "opendata_rules_place", "value": "青岛"}])
    setting("mode", "off")
    for number in (1, 2):
        facts = OPEN | PERSONAL
        admin.done("package_create", name=f"{named}-{number}", owner_org=f"o-{named}", **facts)
    setting("mode", "block")
    for action in ("organization_delete", "organization_purge", "group_purge"):
        errors = admin.refused(action, id=f"o-{named}")
        assert sorted(errors) == [f"{named}-1", f"{named}-2"]
    shown = [admin.done("package_show", id=f"{named}-{number}") for number in (1, 2)]
    assert {one["organization"]["name"] for one in shown} == {f"o-{named}"}


def test_resources_of_what_is_not_open(admin: Client, organization: str, named: str, setting: Setting) -> None:
    link = {"url": "https://example.org/apply", "name": "申请", "format": "HTML"}
    closed = OPEN | {"state_secret": "true", "opening_attribute": "closed"}
    admin.done("package_create", name=named, owner_org=organization, **closed)
    told = "不予开放的数据集不能有数据资源"
    assert admin.refused("resource_create", package_id=named, **link) == {"opening_attribute": [told]}
    assert told in str(admin.refused("package_revise", match={"name": named}, update={"resources": [link]}))
    assert told in str(admin.refused("package_patch", id=named, resources=[link]))
    assert admin.done("package_show", id=named)["resources"] == []
    conditional = OPEN | PERSONAL | {"opening_attribute": "conditional"}
    other = admin.done("package_create", name=f"{named}-2", owner_org=organization, **conditional)
    added = admin.done("resource_create", package_id=other["id"], **link)
    upload = {**link, "url_type": "upload", "url": "data.csv"}
    assert "只能是链接" in admin.refused("resource_create", package_id=other["id"], **upload)["opening_attribute"][0]
    assert "只能是链接" in str(admin.refused("resource_update", id=added["id"], **upload))
    assert "只能是链接" in str(admin.refused("resource_patch", id=added["id"], datastore_active=True))
    setting("resources_of_conditional", "any")
    admin.done("resource_patch", id=added["id"], datastore_active=True)
    setting("resources_of_conditional", "links")
    assert admin.done("resource_patch", id=added["id"], description="错字")["description"] == "错字"
    admin.done("resource_delete", id=added["id"])
    assert admin.done("package_show", id=other["id"])["resources"] == []


def test_a_file_is_not_uploaded_where_it_is_refused(admin: Client, organization: str, named: str, running: Any) -> None:
    conditional = OPEN | PERSONAL | {"opening_attribute": "conditional"}
    made = admin.done("package_create", name=named, owner_org=organization, **conditional)
    storage = running.ini.parent / "storage"
    before = sorted(storage.rglob("*"))
    got = admin.session.post(
        f"{admin.address}/api/3/action/resource_create",
        data={"package_id": made["id"], "name": "数据", "url": "", "url_type": "upload"},
        files={"upload": ("data.csv", b"a,b\n1,2\n")},
        headers={"Authorization": admin.token},
        timeout=60,
    )
    assert got.status_code == 409
    assert "只能是链接" in str(got.json())
    assert [one for one in sorted(storage.rglob("*")) if one.is_file() and one not in before] == []


def test_resource_delete_is_refused_with_its_reasons(
    admin: Client, organization: str, published: dict[str, Any], doing: set[str]
) -> None:
    one = admin.done("resource_create", package_id=published["id"], url="https://example.org/a.csv")
    doing.add("edit")
    errors = admin.refused("resource_delete", id=one["id"])
    assert SECRET_ITEM in errors["opening_attribute"][0], "CKAN itself fails here with a KeyError"


def test_what_code_of_another_plugin_writes_past_all_actions(published: dict[str, Any], inside: Any) -> None:
    from ckan.plugins.toolkit import ValidationError

    package = inside.Package.get(published["id"])
    package.extras["state_secret"] = "true"
    with pytest.raises(ValidationError) as refused:
        inside.Session.commit()
    assert SECRET_ITEM in str(refused.value)
    inside.Session.rollback()
    package = inside.Package.get(published["id"])
    assert package.extras["state_secret"] == "false"
    package.title = "改了标题"
    inside.Session.commit()


def test_a_new_dataset_past_all_actions(organization: str, named: str, inside: Any) -> None:
    from ckan.plugins.toolkit import ValidationError

    owner = inside.Group.get(organization).id
    inside.Session.add(
        inside.Package(name=named, state="active", private=False, owner_org=owner, extras=OPEN | PERSONAL)
    )
    with pytest.raises(ValidationError, match="第十三条第（六）项"):
        inside.Session.commit()


def test_the_gate_is_where_ckan_validates() -> None:
    """What the extension wraps is looked up where it is called; a CKAN that calls it otherwise is to be told of."""
    from ckan.lib import plugins as lib_plugins
    from ckan.logic.action import create, update

    assert getattr(lib_plugins.plugin_validate, "opendata_rules", False)
    for action in (create.package_create, update.package_update):
        names = action.__code__.co_names
        assert "plugin_validate" in names
        assert "lib_plugins" in names


def test_rows_put_into_the_datastore(admin: Client, organization: str, named: str, inside: Any) -> None:
    """The store itself is another database; asked is what stands before it."""
    from ckanext.opendata_rules import actions
    from ckanext.opendata_rules.telling import Refused

    facts = OPEN | PERSONAL | {"opening_attribute": "conditional"}
    closed = admin.done("package_create", name=named, owner_org=organization, **facts)
    link = admin.done("resource_create", package_id=closed["id"], url="https://example.org/apply")
    free = admin.done("package_create", name=f"{named}-2", owner_org=organization, **OPEN)
    table = admin.done("resource_create", package_id=free["id"], url="https://example.org/a.csv")

    def stored(context: Any, data: Any) -> str:
        return str(data["resource_id"])

    assert actions.datastore_create(stored, {"user": "admin"}, {"resource_id": table["id"]}) == table["id"]
    with pytest.raises(Refused, match="只能是链接"):
        actions.datastore_create(stored, {"user": "admin"}, {"resource_id": link["id"]})
