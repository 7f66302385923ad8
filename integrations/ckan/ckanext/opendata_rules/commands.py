"""``ckan opendata-rules``: for those who run the portal."""

from __future__ import annotations

import json
import sys

import click
from ckan import model
from ckan.plugins import toolkit

import opendata_rules as odr

from . import auditing, forms
from .settings import PLACE, current


@click.group("opendata-rules", short_help="Publication by the law of public data opening.")
def opendata_rules() -> None:
    """Publication by the law of public data opening."""


@opendata_rules.command()
@click.option("--organization", help="Look only at the datasets of this organization (name or id).")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each finding.")
def audit(organization: str | None, as_json: bool) -> None:
    """Judge all public datasets anew, as they are stored.

    Exit status: 1 something found, 4 facts are missing and no more, 0 nothing, 2 misuse.
    """
    settings = current()
    group = model.Group.get(organization) if organization else None
    if organization and group is None:
        raise click.UsageError(f"no such organization: {organization}")
    try:
        count, findings = auditing.audit(settings, group.id if group is not None else None)
    except odr.Error as error:
        raise click.UsageError(str(error)) from error
    for one in findings:
        if as_json:
            click.echo(json.dumps(one.to_dict(), ensure_ascii=False))
            continue
        click.echo(f"{one.name}  {', '.join(one.kinds)}")
        for problem in dict.fromkeys(problem.chinese for problem in one.problems):
            click.echo(f"    {problem}")
    click.echo(f"{count} public datasets, {len(findings)} with findings", err=True)
    sys.exit(auditing.status_of(findings))


@opendata_rules.command()
@click.argument("name")
def schema(name: str) -> None:
    """Write the form of a place (id or Chinese name) for ckanext-scheming to standard output."""
    settings = current()
    try:
        click.echo(forms.schema(settings.law(name), settings), nl=False)
    except odr.Error as error:
        raise click.UsageError(str(error)) from error


@opendata_rules.command()
@click.argument("organization")
@click.argument("name")
def place(organization: str, name: str) -> None:
    """Say that the law of a place (id or Chinese name) applies to an organization."""
    site = toolkit.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    try:
        toolkit.get_action("organization_patch")(
            {"user": site, "ignore_auth": True}, {"id": organization, "extras": _extras(organization, name)}
        )
    except (toolkit.ValidationError, toolkit.ObjectNotFound) as error:
        raise click.UsageError(str(error)) from error


def _extras(organization: str, name: str) -> list[dict[str, str]]:
    group = model.Group.get(organization)
    others = {key: value for key, value in (group.extras if group is not None else {}).items() if key != PLACE}
    return [{"key": key, "value": value} for key, value in {**others, PLACE: name}.items()]
