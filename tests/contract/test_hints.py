"""The hints of the public surface resolve, for FastAPI, cattrs and whoever else reads them at run time."""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Iterator
from typing import Any

import pytest

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


def has_any(hint: Any) -> bool:
    if isinstance(hint, list | tuple):
        return any(map(has_any, hint))
    return hint is Any or any(map(has_any, typing.get_args(hint)))


#: What Python or a reader of hints calls, not a caller.
CALLED = ("__init__", "__call__", "__iter__", "__enter__", "__exit__", "__bool__")


def members(name: str, public: Any) -> Iterator[tuple[str, Any]]:
    """A public class or function, and what callers find on it."""
    yield name, public
    for base in public.__mro__ if inspect.isclass(public) else ():
        for member, value in vars(base).items() if base.__module__.startswith("opendata_rules") else ():
            function = getattr(value, "fget", None) or getattr(value, "func", None)
            function = function or getattr(value, "__func__", value)
            # Python itself gives a protocol what makes an instance.
            mine = function.__module__.startswith("opendata_rules") if inspect.isfunction(function) else False
            if mine and (member in CALLED or not member.startswith("_")):
                yield f"{name}.{member}", function


@pytest.mark.parametrize("name", odr.__all__)
def test_no_public_hint_is_any_and_nothing_public_lacks_one(name: str) -> None:
    public = getattr(odr, name)
    assert not has_any(public)
    if not (inspect.isclass(public) or inspect.isfunction(public)):
        return
    for member, found in members(name, public):
        hints = typing.get_type_hints(found)
        told = {key: hint for key, hint in hints.items() if not (inspect.isclass(found) and key.startswith("_"))}
        assert not [key for key, hint in told.items() if has_any(hint)], member
        if inspect.isfunction(found):
            given = inspect.signature(found).parameters.values()
            assert not [one for one in given if one.annotation is one.empty and one.name not in ("self", "cls")], member
            assert "return" in hints, member
