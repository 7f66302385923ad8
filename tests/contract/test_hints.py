"""The hints of the public surface resolve, for FastAPI, cattrs and whoever else reads them at run time."""

from __future__ import annotations

import functools
import inspect
import typing
from typing import Any

import opendata_rules as odr
from opendata_rules.norms.order import LegalOrder
from opendata_rules.norms.provisions import Extension


class Walk:
    """Everything that public hints lead to, and what cannot be resolved on the way."""

    def __init__(self) -> None:
        self.seen: dict[Any, str] = {}
        self.unresolved: list[str] = []

    def visit(self, found: Any, name: str) -> None:
        if found in self.seen:
            return
        self.seen[found] = name
        try:
            hints = typing.get_type_hints(found)
        except Exception as error:
            self.unresolved.append(f"{name}: {error!r}")
            hints = {}
        for hint in hints.values():
            self.follow(hint)
        if inspect.isclass(found):
            for member, value in vars(found).items():
                if member == "__init__" or not member.startswith("_"):
                    self.member(value, f"{name}.{member}")

    def member(self, value: Any, name: str) -> None:
        function = getattr(value, "fget", None) or getattr(value, "func", None) or getattr(value, "__func__", value)
        if inspect.isfunction(function):
            self.visit(function, name)

    def follow(self, hint: Any) -> None:
        if inspect.isclass(hint) and hint.__module__.startswith("opendata_rules"):
            self.visit(hint, f"{hint.__module__}.{hint.__qualname__}")
        for part in typing.get_args(hint):
            for one in part if isinstance(part, list) else [part]:
                self.follow(one)


@functools.cache
def walk() -> Walk:
    found = Walk()
    for name in odr.__all__:
        public = getattr(odr, name)
        if inspect.isclass(public) or inspect.isfunction(public):
            found.visit(public, name)
    return found


def test_every_hint_of_every_public_name_resolves_and_of_all_that_they_lead_to() -> None:
    assert walk().unresolved == []
    # The walk goes somewhere: through methods, properties, fields and what containers hold.
    seen = walk().seen.keys()
    assert {odr.Schedule, LegalOrder, Extension, odr.Law.classify, odr.Calendar.add_many} <= seen
    assert {odr.Decision.__dict__["grounds"].fget, odr.CaseStatus.__init__} <= seen
