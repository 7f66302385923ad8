"""Refusals on pages whose code expects none: deleting, publishing in the last step, actions on many datasets."""

from __future__ import annotations

from ckan.plugins import toolkit
from flask import Blueprint
from werkzeug.wrappers import Response

from .telling import Refused

blueprint = Blueprint("opendata_rules", __name__)


@blueprint.app_errorhandler(Refused)
def told(error: Refused) -> Response:
    """Back to where the user came from, with the reasons; CKAN would show an error 500."""
    for label, text in error.error_summary.items():
        toolkit.h.flash_error(f"{label}：{text}")
    arguments = toolkit.request.view_args or {}
    name = arguments.get("id")
    kind = arguments.get("package_type")
    if name and kind:
        return toolkit.redirect_to(f"{kind}.edit", id=name)
    if name and toolkit.request.blueprint == "organization":
        return toolkit.redirect_to("organization.bulk_process", id=name)
    return toolkit.redirect_to("home.index")
