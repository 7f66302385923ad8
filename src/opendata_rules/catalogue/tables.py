"""The reviewed tables of this package."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """A reviewed table (``changes``, ``characters``, ``columns``, ``sensitive``, ``shapes``, ``values``)."""
    text = resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded
