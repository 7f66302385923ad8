"""``ckan opendata-rules``: what went round the gate is found, and the commands say what they did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from ckanext.opendata_rules.commands import opendata_rules
from click.testing import CliRunner, Result
from conftest import OPEN, PASSAGE, PERSONAL, Client
from trial.portal import Portal

Setting = Callable[[str, Any], None]


@pytest.fixture
def own(admin: Client, named: str) -> str:
    """An organization without datasets."""
    admin.done("organization_create", name=f"o-{named}", title="泰安市交通运输局")
    return f"o-{named}"


def found(inside: Any, organization: str) -> dict[str, tuple[str, ...]]:
    """What the audit finds in an organization: the kinds, by the name of the dataset."""
    from ckanext.opendata_rules import auditing
    from ckanext.opendata_rules.settings import current

    _, findings = auditing.audit(current(), inside.Group.get(organization).id)
    return {one.name: one.kinds for one in findings}


def by_hand(inside: Any, name: str, key: str, value: str) -> None:
    """Change an extra in the database itself, where no code sees it."""
    import sqlalchemy as sa

    added = "jsonb_build_object(CAST(:key AS text), CAST(:value AS text))"
    statement = f"UPDATE package SET extras = extras || {added} WHERE name = :name"
    inside.Session.execute(sa.text(statement), {"key": key, "value": value, "name": name})
    inside.Session.commit()


def test_what_went_round_the_gate(admin: Client, own: str, named: str, inside: Any, setting: Setting) -> None:
    for kind in ("fine", "secret", "low", "closed"):
        admin.done("package_create", name=f"{named}-{kind}", owner_org=own, **OPEN)
    assert found(inside, own) == {}
    by_hand(inside, f"{named}-secret", "state_secret", "true")
    by_hand(inside, f"{named}-low", "assessed_low_risk", "true")
    by_hand(inside, f"{named}-closed", "opening_attribute", "closed")
    setting("mode", "off")
    admin.done("package_create", name=f"{named}-before", owner_org=own, **OPEN)
    unknown = {name: value for name, value in OPEN.items() if name != "state_secret"}
    admin.done("package_create", name=f"{named}-unknown", owner_org=own, **unknown)
    admin.done("package_create", name=f"{named}-draft", state="draft", owner_org=own, **(OPEN | PERSONAL))
    assert found(inside, own) == {
        f"{named}-secret": ("refused", "altered"),
        f"{named}-low": ("altered",),
        f"{named}-closed": ("refused", "changed"),
        f"{named}-before": ("unrecorded",),
        f"{named}-unknown": ("unsettled", "unrecorded"),
    }


def invoke(*arguments: str) -> Result:
    """A command of ours, in this process."""
    return CliRunner().invoke(opendata_rules, arguments)


def test_the_command(admin: Client, own: str, named: str, running: Portal, inside: Any, setting: Setting) -> None:
    admin.done("package_create", name=named, owner_org=own, **OPEN)
    fine = invoke("audit", "--organization", own)
    assert (fine.exit_code, fine.stdout) == (0, ""), fine.output
    assert "1 public datasets, 0 with findings" in fine.stderr
    setting("mode", "off")
    admin.done("package_create", name=f"{named}-2", owner_org=own, **(OPEN | PERSONAL))
    # As it is run every night: a process of its own, with the configuration of the portal.
    command = [str(Path(sys.executable).parent / "ckan"), "-c", str(running.ini), "opendata-rules", "audit"]
    told = subprocess.run(
        [*command, "--organization", own, "--json"], capture_output=True, text=True, timeout=120, env=os.environ
    )
    assert told.returncode == 1, told.stderr
    [line] = map(json.loads, told.stdout.splitlines())
    assert (line["name"], line["kinds"]) == (f"{named}-2", ["refused", "unrecorded"])
    assert PASSAGE in line["problems"][0]["text"]
    plain = invoke("audit", "--organization", own).stdout
    assert plain.startswith(f"{named}-2  refused, unrecorded\n    {PASSAGE}：")
    assert invoke("audit", "--organization", "no-such-one").exit_code == 2


def test_a_place_that_is_none(admin: Client, own: str, named: str, inside: Any) -> None:
    admin.done("package_create", name=named, owner_org=own, **OPEN)
    group = inside.Group.get(own)
    group.extras = {"opendata_rules_place": "无此地"}
    inside.Session.commit()
    told = invoke("audit", "--organization", own)
    assert (told.exit_code, "无此地" in told.output) == (2, True)
    group.extras = {}
    inside.Session.commit()


def test_facts_that_are_missing_have_a_status_of_their_own(
    admin: Client, own: str, named: str, inside: Any, setting: Setting
) -> None:
    setting("unknown", "warn")
    unknown = {name: value for name, value in OPEN.items() if name != "state_secret"}
    admin.done("package_create", name=named, owner_org=own, **unknown)
    assert found(inside, own) == {named: ("unsettled",)}
    assert invoke("audit", "--organization", own).exit_code == 4


def test_the_place_of_an_organization_and_its_form(admin: Client, own: str, inside: Any) -> None:
    assert invoke("place", own, "无此地").exit_code == 2
    assert invoke("place", own, "济宁").exit_code == 0
    [extra] = admin.done("organization_show", id=own)["extras"]
    assert (extra["key"], extra["value"]) == ("opendata_rules_place", "济宁")
    form = yaml.safe_load(invoke("schema", "济宁").stdout)
    names = [one["field_name"] for one in form["dataset_fields"]]
    assert {"opening_attribute", "reason_stated", "approved_on", "notice_to"} <= set(names)
    assert not {"changed_on", "delisted_on"} & set(names), "those are the day of the save"
    assert invoke("schema", "无此地").exit_code == 2


def test_the_form_that_is_shipped_is_the_one_that_the_command_writes(inside: Any) -> None:
    import ckanext.opendata_rules as extension

    shipped = Path(extension.__file__).parent / "schemas/dataset.yaml"
    assert invoke("schema", "taian").stdout == shipped.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("place", "", "opendata_rules.place is not set"),
        ("place", "无此地", "无此地"),
        ("on", "2026-02-30", "opendata_rules.on is no date"),
        ("mapping", "/no/such/file.yaml", "opendata_rules.mapping"),
    ],
)
def test_a_portal_with_wrong_settings_does_not_start(
    running: Portal, setting: Setting, name: str, value: str, told: str
) -> None:
    from ckan.exceptions import CkanConfigurationException
    from ckan.plugins import get_plugin

    setting(name, value)
    with pytest.raises(CkanConfigurationException, match=told):
        get_plugin("opendata_rules").configure({})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a", "no mapping"),
        ("a: {b: c}", "neither"),
        ("a: {fact: x, other: 1}", "neither"),
        ("a: 没有这一项", "no fact"),
    ],
)
def test_a_mapping_file_with_errors(running: Portal, setting: Setting, tmp_path: Path, text: str, told: str) -> None:
    from ckan.exceptions import CkanConfigurationException
    from ckan.plugins import get_plugin

    file = tmp_path / "mapping.yaml"
    file.write_text(text, "utf-8")
    setting("mapping", str(file))
    with pytest.raises(CkanConfigurationException, match=told):
        get_plugin("opendata_rules").configure({})
