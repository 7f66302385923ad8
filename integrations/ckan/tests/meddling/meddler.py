"""A plugin that does what other plugins do behind the back of one another; what of it, a test says in ``DOING``."""

from __future__ import annotations

import threading
from typing import Any

from ckan import plugins as p
from ckan.lib.plugins import DefaultDatasetForm
from ckan.plugins import toolkit

#: ``raw``: changes what is to be saved before it is validated; ``edit``: changes what was saved, in the transaction;
#: ``pause``: waits in the transaction until told to go on;
#: ``after_validators``: takes the place of the last validators of a schema, as schemas of ckanext-scheming may.
DOING: set[str] = set()
#: A save waits, and may go on.
REACHED, GO_ON = threading.Event(), threading.Event()

SECRET = {"state_secret": "true"}


def is_secret(key: Any, data: Any, errors: Any, context: Any) -> None:
    """A last validator that makes the data a state secret."""
    for one in [one for one, value in data.items() if one[0] == "extras" and value == "state_secret"]:
        data[(*one[:-1], "value")] = "true"


@toolkit.chained_action
def package_create(next_action: Any, context: Any, data_dict: Any) -> Any:
    """Changes raw data."""
    return next_action(context, {**data_dict, **SECRET} if "raw" in DOING else data_dict)


class Meddler(p.SingletonPlugin, DefaultDatasetForm):
    """Named after ours, so that it comes later where order counts; and a type with the form of CKAN itself."""

    p.implements(p.IActions)
    p.implements(p.IDatasetForm, inherit=True)
    p.implements(p.IPackageController, inherit=True)

    def get_actions(self) -> dict[str, Any]:
        """One chained action."""
        return {"package_create": package_create}

    def package_types(self) -> list[str]:
        """The type with the plain form."""
        return ["plain"]

    def is_fallback(self) -> bool:
        """No."""
        return False

    def create(self, entity: Any) -> None:
        """After the save of a new dataset."""
        if "edit" in DOING:
            entity.extras["state_secret"] = "true"
        if "pause" in DOING:
            REACHED.set()
            GO_ON.wait(60)

    edit = create
