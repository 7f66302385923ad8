"""The fields of a dataset form for ckanext-scheming: one for each fact that the law of a place asks about."""

from __future__ import annotations

from typing import Any

import yaml

import opendata_rules as odr

from .settings import ATTRIBUTE_LABEL, TOPICS, Settings


def schema(law: odr.Law, settings: Settings) -> str:
    """A schema file for ckanext-scheming, with the fields of CKAN and those of the law."""
    days = (settings.change_day_fact, settings.removal_day_fact)
    facts = {fact.id: fact for topic in TOPICS for fact in law.facts(topic) if fact.id not in days}
    choices = [{"value": str(one), "label": one.term("opening")} for one in odr.Attribute]
    declared = _select(settings.attribute_field, ATTRIBUTE_LABEL, choices)
    told = {
        "scheming_version": 2,
        "dataset_type": "dataset",
        "about": f"{law.place.name} {law.law_id}",
        "dataset_fields": [
            {"field_name": "title", "label": "数据集名称", "preset": "title"},
            {"field_name": "name", "label": "网址", "preset": "dataset_slug"},
            {"field_name": "notes", "label": "摘要", "form_snippet": "markdown.html"},
            {"field_name": "owner_org", "label": "提供单位", "preset": "dataset_organization"},
            declared,
            # Asked in the form, and not shown on the page of the dataset.
            *({**_field(fact), "display_snippet": None} for fact in facts.values()),
        ],
        "resource_fields": [
            {"field_name": "url", "label": "数据文件或者链接", "preset": "resource_url_upload"},
            {"field_name": "name", "label": "名称"},
            {"field_name": "format", "label": "格式", "preset": "resource_format_autocomplete"},
        ],
    }
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120)


def _field(fact: odr.Fact) -> dict[str, Any]:
    if fact.type is odr.FactType.BOOL:
        words = [{"value": "true", "label": "是"}, {"value": "false", "label": "否"}]
        return _select(fact.id, fact.label, words) | {"help_text": fact.question}
    choices = [{"value": name, "label": term} for name, term in fact.values]
    if fact.type is odr.FactType.ENUM:
        return _select(fact.id, fact.label, choices) | {"help_text": fact.question}
    plain: dict[str, Any] = {"field_name": fact.id, "label": fact.label, "help_text": fact.question}
    if fact.type is odr.FactType.LIST:
        return plain | {
            "preset": "multiple_checkbox",
            "choices": choices,
            "validators": "ignore_missing scheming_multiple_choice",
        }
    if fact.type is odr.FactType.DATE:
        return plain | {"preset": "date"}
    return plain


def _select(name: str, label: str, choices: list[dict[str, str]]) -> dict[str, Any]:
    """A choice that may be left out, since what nobody knows is not said."""
    return {
        "field_name": name,
        "label": label,
        "preset": "select",
        "form_include_blank_choice": True,
        "choices": choices,
    }
