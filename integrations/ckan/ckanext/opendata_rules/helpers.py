"""What templates ask."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit

import opendata_rules as odr

from .judging import Problem
from .settings import ATTRIBUTE, CITATION
from .telling import text


def standing(package: dict[str, Any]) -> dict[str, Any]:
    """How a dataset stands: for everyone what was found, for those who may edit it also what stands against it now."""
    extras = {one["key"]: one["value"] for one in package.get("extras", [])}
    found: dict[str, Any] = {"attribute": "", "citation": extras.get(CITATION, ""), "problems": []}
    if extras.get(ATTRIBUTE):
        found["attribute"] = odr.Attribute(extras[ATTRIBUTE]).term("opening")
    if toolkit.h.check_access("package_update", {"id": package["id"]}):
        told = toolkit.get_action("opendata_rules_check")({}, {"id": package["id"]})
        problems = [Problem(one["field"], one["text"], one["english"]) for one in told["problems"]]
        found["problems"] = list(dict.fromkeys(map(text, problems)))
    return found
