"""The plugin: where CKAN calls this extension."""

from __future__ import annotations

from typing import Any

import click
from ckan import model
from ckan import plugins as p
from ckan.plugins import toolkit
from flask import Blueprint

from . import actions, gate, helpers, pages, settings
from .commands import opendata_rules


@toolkit.blanket.config_declarations
class OpendataRulesPlugin(p.SingletonPlugin):
    """Publication by the law. Name it last in ``ckan.plugins``, so that nothing changes what it has judged."""

    p.implements(p.IActions)
    p.implements(p.IBlueprint)
    p.implements(p.IClick)
    p.implements(p.IConfigurable)
    p.implements(p.IConfigurer)
    p.implements(p.IDomainObjectModification)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IPluginObserver, inherit=True)
    p.implements(p.ITemplateHelpers)

    def update_config(self, config: Any) -> None:
        """Templates of this extension."""
        toolkit.add_template_directory(config, "templates")

    def configure(self, config: Any) -> None:
        """Look at the settings, and put the gate where data is validated."""
        settings.check()
        gate.install()

    def after_unload(self, service: Any) -> None:
        """Take the gate away."""
        if service is self:
            gate.uninstall()

    def get_actions(self) -> dict[str, Any]:
        """Chained actions and our own."""
        chained = list(actions.CHAINED)
        if "datastore" in toolkit.aslist(toolkit.config.get("ckan.plugins")):
            chained.append(actions.datastore_create)
        return {one.__name__: one for one in (*chained, *actions.OWN)}

    def get_blueprint(self) -> Blueprint:
        """Where a page finds a refusal that its own code does not expect."""
        return pages.blueprint

    def get_commands(self) -> list[click.Command]:
        """``ckan opendata-rules``."""
        return [opendata_rules]

    def get_helpers(self) -> dict[str, Any]:
        """For templates."""
        return {"opendata_rules_standing": helpers.standing}

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """The last look, where it is written before a commit what anyone finds."""
        gate.about_to_index(pkg_dict["id"])
        return pkg_dict

    def after_dataset_create(self, context: Any, pkg_dict: Any) -> None:
        """The backstop, in the transaction of the save."""
        gate.saved(context, pkg_dict["id"], new=True)

    def after_dataset_update(self, context: Any, pkg_dict: Any) -> None:
        """The backstop, in the transaction of the save."""
        gate.saved(context, pkg_dict["id"])

    def notify(self, entity: Any, operation: Any) -> None:
        """The last look before a commit."""
        if isinstance(entity, model.Package) and operation != model.DomainObjectOperation.deleted:
            gate.about_to_commit(entity, operation == model.DomainObjectOperation.new)
