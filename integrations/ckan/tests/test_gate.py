"""What may be published, and what is said where it may not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import OPEN, PASSAGE, PERSONAL, Client, public_extras

Setting = Callable[[str, Any], None]
#: Where an organization names its place.
PLACE = "opendata_rules_place"


def test_only_public_names_of_the_library_are_used() -> None:
    import ckanext.opendata_rules as extension

    used = [path.read_text("utf-8") for path in Path(extension.__file__).parent.rglob("*.py")]
    assert any("import opendata_rules as odr" in text for text in used)
    assert not [text for text in used if "from opendata_rules" in text or "import opendata_rules." in text]


def test_what_may_be_open_is_published_and_says_on_what_it_rests(published: dict[str, Any]) -> None:
    assert public_extras(published) == {
        "opendata_rules_attribute": "open",
        "opendata_rules_citation": "《泰安市公共数据开放办法（试行）》第十四条第（十一）项",
    }


def test_personal_data_declared_open_is_refused_with_the_article_and_the_facts(
    admin: Client, organization: str, named: str
) -> None:
    errors = admin.refused("package_create", name=named, owner_org=organization, **(OPEN | PERSONAL))
    [told] = errors["opening_attribute"]
    assert told.startswith(f"{PASSAGE}：")
    assert "涉及个人隐私：是" in told
    assert "第三方意见：同意" in told
    assert PASSAGE in errors["personal_privacy"][0]
    assert admin("package_show", id=named).status == 404


def test_the_same_in_english(admin: Client, running: Any, organization: str, named: str) -> None:
    client = Client(f"{running.address}/en", admin.token)
    errors = client.refused("package_create", name=named, owner_org=organization, **(OPEN | PERSONAL))
    assert errors["opening_attribute"][0].startswith("taian-open-data-measures-2025 13 item 6: ") or (
        "taian-open-data-measures-2025 13(六)" in errors["opening_attribute"][0]
    )


def test_it_is_conditional_under_the_same_facts(admin: Client, organization: str, named: str) -> None:
    facts = OPEN | PERSONAL | {"opening_attribute": "conditional"}
    made = admin.done("package_create", name=named, owner_org=organization, **facts)
    assert public_extras(made)["opendata_rules_citation"] == PASSAGE


def test_nobody_else_says_what_was_found(admin: Client, organization: str, named: str) -> None:
    claim = [
        {"key": "opendata_rules_attribute", "value": "closed"},
        {"key": "opendata_rules_citation", "value": "别的"},
    ]
    made = admin.done("package_create", name=named, owner_org=organization, extras=claim, **OPEN)
    assert public_extras(made)["opendata_rules_attribute"] == "open"
    assert "第十四条" in public_extras(made)["opendata_rules_citation"]


def test_unknown_facts_are_asked_at_their_fields(
    admin: Client, organization: str, named: str, setting: Setting
) -> None:
    facts = {name: value for name, value in OPEN.items() if name != "state_secret"}
    errors = admin.refused("package_create", name=named, owner_org=organization, **facts)
    assert errors == {"state_secret": ["请填写：该数据是否依法确定为国家秘密？"]}
    setting("unknown", "warn")
    made = admin.done("package_create", name=named, owner_org=organization, **facts)
    assert public_extras(made) == {}, "what cannot be told claims nothing"
    [row] = admin.done("opendata_rules_decision_list", id=named)
    assert (row["outcome"], row["problems"]) == ("warned", [["state_secret", errors["state_secret"][0]]])
    setting("unlisted", "false")
    setting("unknown", "block")
    told = admin.done("opendata_rules_check", id=named)
    assert (told["attribute"], told["problems"]) == ("open", [])


def test_what_is_not_declared_is_asked_for(admin: Client, organization: str, named: str) -> None:
    facts = {name: value for name, value in OPEN.items() if name != "opening_attribute"}
    errors = admin.refused("package_create", name=named, owner_org=organization, **facts)
    assert list(errors) == ["opening_attribute"]
    assert "没有填写开放属性" in errors["opening_attribute"][0]


@pytest.mark.parametrize("mode", ["warn", "off"])
def test_modes_that_let_pass(admin: Client, organization: str, named: str, setting: Setting, mode: str) -> None:
    setting("mode", mode)
    made = admin.done("package_create", name=named, owner_org=organization, **(OPEN | PERSONAL))
    assert public_extras(made) == {}
    rows = admin.done("opendata_rules_decision_list", id=named)
    assert [row["outcome"] for row in rows] == (["warned"] if mode == "warn" else [])


def test_what_nobody_sees_is_judged_when_it_is_published(
    admin: Client, organization: str, named: str, setting: Setting
) -> None:
    secret = {"owner_org": organization, **OPEN, "state_secret": "true"}
    admin.done("package_create", name=named, state="draft", **secret)
    admin.done("package_create", name=f"{named}-private", private=True, **secret)
    assert "第十二条第（二）项" in admin.refused("package_patch", id=named, state="active")["opening_attribute"][0]
    assert admin.refused("package_patch", id=f"{named}-private", private=False)["state_secret"]
    assert admin.done("package_show", id=named)["state"] == "draft"
    setting("drafts", "all")
    assert admin.refused("package_create", name=f"{named}-3", state="draft", **secret)
    assert admin.refused("package_create", name=f"{named}-4", private=True, **secret)


def test_datasets_from_before(admin: Client, organization: str, named: str, setting: Setting) -> None:
    setting("mode", "off")
    admin.done("package_create", name=named, owner_org=organization, **(OPEN | PERSONAL))
    setting("mode", "block")
    assert admin.done("package_patch", id=named, title="错字改过")["title"] == "错字改过"
    assert admin.done("opendata_rules_decision_list", id=named) == [], "a warning is no pass"
    setting("existing", "block")
    assert PASSAGE in admin.refused("package_patch", id=named, title="再改")["opening_attribute"][0]
    setting("existing", "warn")
    errors = admin.refused("package_patch", id=named, trade_secret="true")
    assert PASSAGE in errors["opening_attribute"][0], "what the verdict rests on was touched"


def test_the_place_of_an_organization(admin: Client, editor: Client, organization: str, named: str) -> None:
    admin.done("organization_create", name=f"o-{named}", extras=[{"key": PLACE, "value": "济宁"}])
    errors = admin.refused("package_create", name=named, owner_org=f"o-{named}", **(OPEN | PERSONAL))
    assert any("济宁" in text for texts in errors.values() for text in texts) or "taian" not in str(errors)
    assert "泰安" not in str(errors)
    wrong = [{"key": PLACE, "value": "无此地"}]
    assert PLACE in admin.refused("organization_patch", id=f"o-{named}", extras=wrong)
    # An organization does not choose its law: not by adding, not by leaving out.
    editor.done("organization_patch", id=organization, extras=[{"key": PLACE, "value": "济宁"}])
    assert admin.done("organization_show", id=organization)["extras"] == []
    admin.done("organization_patch", id=organization, extras=[{"key": PLACE, "value": "泰安"}])
    editor.done("organization_patch", id=organization, extras=[])
    assert [one["value"] for one in admin.done("organization_show", id=organization)["extras"]] == ["泰安"]
    admin.done("organization_patch", id=organization, extras=[])


@pytest.mark.parametrize("stored", [None, "泰安"])
@pytest.mark.parametrize("action", ["organization_patch", "group_patch"])
def test_a_field_beside_the_extra_is_no_way_to_choose_a_law(
    admin: Client, editor: Client, organization: str, stored: str | None, action: str
) -> None:
    def place() -> list[str]:
        return [one["value"] for one in admin.done("organization_show", id=organization)["extras"]]

    identity = admin.done("organization_show", id=organization)["id"]
    kept = [] if stored is None else [stored]
    admin.done("organization_patch", id=organization, extras=[{"key": PLACE, "value": one} for one in kept])
    for extras in ([{"key": PLACE, "value": "济宁"}], []):
        editor(action, id=identity, **{PLACE: "济宁"}, extras=extras)
        assert place() == kept
    assert editor("organization_patch", id=organization, extras=["济宁"]).status == 400
    admin.done("organization_patch", id=organization, extras=[])


def test_facts_in_extras_by_label_and_id(admin: Client, organization: str, named: str) -> None:
    extras = [
        {"key": {"personal_privacy": "涉及个人隐私"}.get(name, name), "value": value} for name, value in OPEN.items()
    ]
    made = admin.done("package_create", name=named, type="plain", owner_org=organization, extras=extras)
    assert public_extras(made)["opendata_rules_attribute"] == "open"
    said = [*extras, {"key": "personal_privacy", "value": "是"}]
    errors = admin.refused("package_create", name=f"{named}-2", type="plain", owner_org=organization, extras=said)
    assert "不一致" in str(errors)
    assert "涉及个人隐私" in str(errors)
    same = [*extras, {"key": "personal_privacy", "value": "否"}]
    admin.done("package_create", name=f"{named}-3", type="plain", owner_org=organization, extras=same)
    unknown = [*extras, {"key": "personal_privacy", "value": "未知"}]
    errors = admin.refused("package_create", name=f"{named}-3u", type="plain", owner_org=organization, extras=unknown)
    assert "不一致" in str(errors), "not known is not no"
    wrong = [*extras, {"key": "third_party_response", "value": "也许"}]
    errors = admin.refused("package_create", name=f"{named}-4", type="plain", owner_org=organization, extras=wrong)
    assert list(errors) == ["third_party_response"]


def test_facts_by_a_mapping_file(
    admin: Client, organization: str, named: str, setting: Setting, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "含个人信息: {fact: 涉及个人隐私, values: {有: true, 无: false}}\nversion: third_party_response\n", "utf-8"
    )
    setting("mapping", str(mapping))
    facts = {name: value for name, value in OPEN.items() if name != "personal_privacy"}
    errors = admin.refused(
        "package_create",
        **{"name": named, "owner_org": organization, "version": "同意", **facts},
        extras=[{"key": "含个人信息", "value": "有"}],
    )
    assert "涉及个人隐私：是" in errors["opening_attribute"][0]
    admin.done(
        "package_create", name=named, owner_org=organization, **facts, extras=[{"key": "含个人信息", "value": "无"}]
    )
    setting("mapping", str(tmp_path / "none.yaml"))
    assert admin("package_patch", id=named, title="x").status == 500, "a mapping that cannot be read lets nothing pass"


def test_facts_that_contradict_each_other_open_nothing(admin: Client, organization: str, named: str) -> None:
    facts = OPEN | {"statute_bars_any_form": "true"}
    errors = admin.refused("package_create", name=named, owner_org=organization, **facts)
    assert errors


@pytest.mark.parametrize(
    "key", ["涉及个人隐私：", " 涉及 个人隐私", "Personal_Privacy", "personal\u200b_privacy", "涉及个⼈隐私"]
)
def test_a_fact_is_not_passed_over_because_of_how_its_name_is_written(
    admin: Client, organization: str, named: str, setting: Setting, key: str
) -> None:
    setting("unlisted", "false")
    extras = [{"key": "开放属性：", "value": "无条件开放"}, {"key": key, "value": "是"}]
    facts = {"name": named, "type": "plain", "owner_org": organization}
    errors = admin.refused("package_create", **facts, extras=[*extras, {"key": "第三方意见", "value": "同意"}])
    assert PASSAGE in str(errors)
    errors = admin.refused("package_create", **facts, extras=[*extras, {"key": "涉及个人隐私", "value": "否"}])
    assert "不一致" in str(errors)


def test_what_is_said_to_be_unknown_is_not_read_as_no(
    admin: Client, organization: str, named: str, setting: Setting
) -> None:
    setting("unlisted", "false")
    declared = [{"key": "开放属性", "value": "无条件开放"}]
    facts = {"name": named, "type": "plain", "owner_org": organization}
    said = [{"key": "涉及个人隐私", "value": "不清楚"}]
    assert "请填写" in str(admin.refused("package_create", **facts, extras=declared + said))
    admin.done("package_create", **facts, extras=declared)


def test_groups_are_no_way_to_choose_a_law(admin: Client, editor: Client, organization: str, named: str) -> None:
    """The actions on groups take the id of an organization too."""
    place = [{"key": PLACE, "value": "济宁"}]
    identity = admin.done("organization_show", id=organization)["id"]
    editor("group_update", id=identity, name=organization, title="泰安市公安局", extras=place)
    assert admin.done("organization_show", id=organization)["extras"] == []
    made = admin.done("group_create", name=f"g-{named}")
    admin.done("group_member_create", id=made["id"], username="editor", role="admin")
    editor.done("group_patch", id=made["id"], extras=place)
    assert admin.done("group_show", id=made["id"])["extras"] == []
    wrong = [{"key": PLACE, "value": "无此地"}]
    assert PLACE in admin.refused("group_patch", id=made["id"], extras=wrong)
