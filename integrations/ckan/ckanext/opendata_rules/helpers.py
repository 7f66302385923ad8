"""What templates ask."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit

from .judging import Problem, attribute_of
from .settings import ATTRIBUTE, CITATION
from .telling import text


def standing(package: dict[str, Any]) -> dict[str, Any]:
    """How a dataset stands: for everyone what was found, for those who may edit it also what stands against it now."""
    extras = {one["key"]: one["value"] for one in package.get("extras", [])}
    found: dict[str, Any] = {"attribute": "", "citation": extras.get(CITATION, ""), "problems": []}
    attribute = attribute_of(extras.get(ATTRIBUTE, ""))
    if attribute is not None:
        found["attribute"] = attribute.term("opening")
    if toolkit.h.check_access("package_update", {"id": package["id"]}):
        told = toolkit.get_action("opendata_rules_check")({}, {"id": package["id"]})
        problems = [Problem(one["field"], one["text"], one["english"]) for one in told["problems"]]
        found["problems"] = list(dict.fromkeys(map(text, problems)))
    return found
