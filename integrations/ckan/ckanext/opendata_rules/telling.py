"""Problems as the errors of a form: each at its field, under the label shown there, in the language of the page."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from ckan.plugins import plugin_loaded, toolkit

import opendata_rules as odr

from .judging import Judgement, Problem
from .settings import ATTRIBUTE_LABEL, Settings, names_of
from .subjects import Subject

log = logging.getLogger(__name__)


class Refused(toolkit.ValidationError):
    """The law does not allow it, or it cannot be told yet."""


def text(problem: Problem) -> str:
    """A problem in the language of the page; Chinese outside one whose language is known to be another."""
    try:
        chinese = toolkit.h.lang().startswith("zh")
    except (RuntimeError, AttributeError):
        chinese = str(toolkit.config.get("ckan.locale_default", "")).startswith("zh")
    return problem.chinese if chinese else problem.english


def refused(judgement: Judgement, kind: str, settings: Settings) -> Refused:
    """The error that tells why a dataset of a type cannot be saved."""
    return refusal(judgement.problems, judgement.subject, kind, settings)


def refusal(problems: Iterable[Problem], subject: Subject, kind: str, settings: Settings) -> Refused:
    """The error that tells problems."""
    form = _form(kind)
    told: dict[str, list[str]] = {}
    for one in problems:
        field = subject.fields.get(one.field, one.field) or settings.attribute_field
        # What stands on no field of the form is told where it leads: at the declared attribute.
        if form and field not in form:
            field = settings.attribute_field
        told.setdefault(field, []).append(text(one))
    labels = {field: form.get(field) or _label(field, subject, settings) for field in told}
    # Forms show only the first error of a field.
    joined = {field: "；".join(dict.fromkeys(texts)) for field, texts in told.items()}
    summary = {labels[field]: one for field, one in joined.items()}
    named = labels if _resource_form() or not form else {field: field for field in told}
    log.info("refused: %s", "；".join(dict.fromkeys(joined.values())))
    return Refused({named[field]: [one] for field, one in joined.items()}, summary)


def warn(judgement: Judgement, name: str) -> None:
    """Tell the user of a page, and the log, what should not have been saved."""
    told = "；".join(dict.fromkeys(text(one) for one in judgement.problems))
    log.warning("saved all the same: %s: %s", name, told)
    if _page():
        toolkit.h.flash_notice(told)


def _form(kind: str) -> dict[str, str]:
    """The fields of the form of a type of datasets, and their labels, where ckanext-scheming makes the form."""
    if not plugin_loaded("scheming_datasets"):
        return {}
    schema: Any = toolkit.get_action("scheming_dataset_schema_show")
    try:
        fields = schema({"ignore_auth": True}, {"type": kind or "dataset"})["dataset_fields"]
    except toolkit.ObjectNotFound:
        return {}
    return {one["field_name"]: _words(one.get("label", one["field_name"])) for one in fields}


def _words(label: str | dict[str, str]) -> str:
    return label if isinstance(label, str) else str(toolkit.h.scheming_language_text(label))


def _label(field: str, subject: Subject, settings: Settings) -> str:
    if field == settings.attribute_field:
        return ATTRIBUTE_LABEL
    if field in subject.fields.values():
        return field
    try:
        names = names_of(settings.law(subject.place))
    except odr.Error:
        return field
    return names[field].label if field in names else field


def _resource_form() -> bool:
    """Whether the page is a form of a resource: there fields of the dataset have no labels."""
    return _page() and str(toolkit.request.blueprint or "").endswith("resource")


def _page() -> bool:
    """Whether somebody waits for a page, and not a program for an answer of the API."""
    try:
        return bool(toolkit.request) and toolkit.request.blueprint not in (None, "api")
    except RuntimeError:
        return False


def new_dataset_form() -> bool:
    """Whether this is the first step of the form that publishes in its second."""
    return _page() and bool(toolkit.request.form.get("_ckan_phase"))
