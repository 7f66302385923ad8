"""The reviewed table of this package."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml

from ..catalogue.tables import table


@functools.cache
def terms() -> Mapping[str, Any]:
    """Words of other vocabularies for what reports say (``terms.yaml``)."""
    text = resources.files(__package__).joinpath("terms.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@functools.cache
def prefixes() -> Mapping[str, str]:
    """Namespaces of what is written by their prefixes: those by which catalogues are read too, and further ones."""
    read, own = table("linked"), terms()
    return {prefix: read["prefixes"].get(prefix) or own["prefixes"][prefix] for prefix in sorted(own["written"])}


def address(name: str) -> str:
    """The address of a term that is named with its prefix, ``dct:title``."""
    prefix, _, local = name.partition(":")
    return prefixes()[prefix] + local
