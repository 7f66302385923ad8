"""Refusals on pages whose code expects none: deleting, publishing in the last step, actions on many datasets.

And the words of the scripts of Chinese pages, without which CKAN starts none of them.
"""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit
from ckan.views.api import i18n_js_translations
from flask import Blueprint
from werkzeug.wrappers import Response

from .telling import Refused

blueprint = Blueprint("opendata_rules", __name__)


@blueprint.route("/api/i18n/zh_Hans-CN")
def words_of_scripts() -> Any:
    """What scripts ask for by the tag of the language of their page; CKAN 2.12 knows it by another name only."""
    return i18n_js_translations("zh_Hans_CN")


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
