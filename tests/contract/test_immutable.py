"""Nothing that a caller can reach by public names can be changed.

The walk goes from a library, a law, and an answer of every kind through everything public: attributes, properties, what
methods without arguments return, and the items of containers. At each object it *tries*: it assigns to and deletes
every attribute, public or not, adds one, assigns items, and empties containers. Nothing may succeed, unless the
container is a fresh one that nobody else holds.

Outside its reach, and said so in ``docs/developers.md``: what stands behind an underscore (caches, locks, stores);
objects of the standard library (a ``Path`` is one); and ``object.__setattr__`` or changes of classes, by which Python
lets anybody change anything. Exceptions can be changed, but each is a new one. A ``Monitor`` and an ``Interview`` have
state, that is what they are for: it changes by their methods, not by assignment.
"""

from __future__ import annotations

import copy
import datetime as dt
import enum
import pickle
import threading
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.working_days import Calendar

from ..laws import law, library
from .test_values import EXAMPLES

ON = dt.date(2026, 3, 10)
OURS = "opendata_rules"
#: Values that Python itself keeps from changing.
PLAIN = (str, bytes, int, float, bool, type(None), dt.date, dt.timedelta)
#: Code, and errors to be raised, which are made anew each time.
CODE = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, Exception)
MUTABLE = (dict, list, set, bytearray)
#: Methods that ask a question of their own, or come from containers.
NOT_ASKED = {"write", "explain", "ingest", "close", "back"}


def test_the_walk_notices_what_can_be_changed() -> None:
    class Open:
        __module__ = OURS

        def __init__(self) -> None:
            self.held = [1]
            self.by_name = {"a": 1}

    assert len(list(changes(Open(), "open"))) >= 5


@pytest.mark.one_interpreter
def test_nothing_of_a_library_can_be_changed() -> None:
    # Of its own, so that what succeeds spoils no other test.
    assert list(walk(odr.load(), "library")) == []


@pytest.mark.parametrize("place", ["taian", "jining", "shandong"])
def test_nothing_of_a_law_can_be_changed(place: str) -> None:
    for drafts in (False, True):
        asked = odr.load().law(place, on=ON, drafts=drafts)
        assert list(walk(asked, "law")) == []


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.__name__)
def test_nothing_of_an_answer_can_be_changed(kind: type) -> None:
    for example in EXAMPLES[kind]()[:4]:
        assert list(walk(example, kind.__name__)) == []


def test_nothing_of_a_diagnostic_or_an_error_is_shared(tmp_path: Any) -> None:
    (found, *_) = odr.lint(tmp_path / "missing.yaml")
    assert list(walk(found, "diagnostic")) == []
    errors = []
    for _ in range(2):
        with pytest.raises(odr.UnknownJurisdiction) as caught:
            library().law("泰按", on=ON)
        errors.append(caught.value)
    assert errors[0] is not errors[1]
    assert list(walk(errors[0].nearest, "nearest")) == []


def test_an_interview_and_a_monitor_change_by_their_methods_alone() -> None:
    interview = odr.Interview(law("taian"))
    interview.answer(None)
    assert list(walk(interview, "interview")) == []
    assert len(interview.answers) == 1
    pytest.importorskip("durable")
    monitor = odr.monitor(law("jining"))
    assert list(changes(monitor, "monitor")) == []


def test_a_copy_of_what_cannot_be_changed_is_itself() -> None:
    asked = law("taian")
    for one in (library(), library().calendar, asked.vocabulary, asked.procedures):
        assert copy.copy(one) is one
        assert copy.deepcopy(one) is one
    assert copy.copy(asked) == copy.deepcopy(asked) == asked


def test_a_library_travels_as_where_its_packs_are(tmp_path: Any) -> None:
    for one in (odr.load(), odr.load(library().root)):
        arrived = pickle.loads(pickle.dumps(one))
        assert arrived.root == one.root
        assert arrived.law("taian", on=ON) == one.law("taian", on=ON)


def test_the_calendar_cannot_be_changed() -> None:
    assert list(walk(odr.calendar(), "calendar")) == []
    assert isinstance(odr.calendar(), Calendar)


def test_threads_see_the_same_law_whatever_one_of_them_tries() -> None:
    shared = odr.load()
    seen: list[tuple[Any, ...]] = []

    def ask() -> None:
        for _ in range(200):
            found = shared.law("泰安", on=ON)
            seen.append((found.on, found.strict, found.drafts, found.classify({"国家秘密": True}).receipt["on"]))

    def tamper() -> None:
        found = shared.law("泰安", on=ON)
        for _ in range(200):
            for name, value in (("on", dt.date(2000, 1, 1)), ("strict", "x"), ("drafts", True), ("chain", None)):
                with pytest.raises(AttributeError):
                    setattr(found, name, value)
                with pytest.raises(AttributeError):
                    setattr(shared, name, value)
            with pytest.raises(TypeError):
                shared.jurisdictions["taian"] = None  # type: ignore[index]
            found.classify({"国家秘密": True}).receipt.clear()

    threads = [threading.Thread(target=run) for run in (ask, ask, tamper)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) == {(ON, False, False, "2026-03-10")}


# -- the walk ---------------------------------------------------------------------------------------------------------


def walk(root: object, name: str) -> Iterator[str]:
    """Where something reachable can be changed, and how."""
    seen: dict[int, object] = {}
    pending = [(root, name)]
    while pending:
        found, path = pending.pop()
        if id(found) in seen or (isinstance(found, PLAIN) and not isinstance(found, enum.Enum)):
            continue
        # Kept, so that no other object takes its number.
        seen[id(found)] = found
        yield from changes(found, path)
        pending += parts(found, path)


def is_ours(found: object) -> bool:
    return type(found).__module__.partition(".")[0] == OURS


def parts(found: object, path: str) -> Iterator[tuple[object, str]]:
    """What can be reached from an object by one step."""
    if isinstance(found, Mapping):
        for key, value in found.items():
            yield key, f"{path} key"
            yield value, f"{path}[{key!r}]"
    elif isinstance(found, tuple | list | frozenset | set):
        for index, value in enumerate(found):
            # Thousands of days or facts are made alike.
            if index < 40:
                yield value, f"{path}[{index}]"
    if is_ours(found):
        for name in public(found):
            for value in attribute(found, name):
                yield from held(value, f"{path}.{name}")


def held(value: object, path: str) -> Iterator[tuple[object, str]]:
    """A value, or what a container holds: whether that is fresh itself is seen elsewhere (:func:`stale`)."""
    if not isinstance(value, MUTABLE) or is_ours(value):
        yield value, path
        return
    for item in value.values() if isinstance(value, dict) else value:
        yield from held(item, f"{path}[…]")


def public(found: object) -> list[str]:
    return [name for name in dir(type(found)) if name[:1] != "_" and name not in NOT_ASKED]


def attribute(found: object, name: str) -> Iterator[object]:
    """The value of an attribute, or what a method gives that takes no argument; nothing where it is refused."""
    try:
        value = getattr(found, name)
        if isinstance(value, types.MethodType):
            value = value()
        if not isinstance(value, CODE):
            yield value
    except (odr.Error, TypeError, NotImplementedError, AttributeError):
        return


def changes(found: object, path: str) -> Iterator[str]:
    """Every change of one object that succeeds."""
    if isinstance(found, MUTABLE) and not is_ours(found):
        yield f"{path}: a {type(found).__name__} that is not fresh"
        return
    for how, change in (*container_changes(found), *(attribute_changes(found) if is_ours(found) else ())):
        try:
            change()
        except (AttributeError, TypeError, NotImplementedError):
            continue
        yield f"{path} ({type(found).__name__}): {how}"
    if is_ours(found):
        yield from stale(found, path)


def container_changes(found: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    if isinstance(found, Mapping):
        key = next(iter(found), "x")
        yield "item", lambda: found.__setitem__(key, None)
        yield "|=", lambda: found.__ior__({key: None})
        for method in ("clear", "popitem", "pop", "update", "setdefault"):
            arguments = {"pop": (key,), "update": ({key: None},), "setdefault": ("new", 1)}.get(method, ())
            yield method, lambda method=method, arguments=arguments: getattr(found, method)(*arguments)
        yield "del", lambda: found.__delitem__(key)
    elif isinstance(found, tuple | frozenset):
        for method in ("append", "extend", "add", "clear", "remove"):
            yield method, lambda method=method: getattr(found, method)(())
        yield "item", lambda: found.__setitem__(0, None)


def attribute_changes(found: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    names = {"something_new", "__class__", "__dict__"}
    for kind in type(found).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        names |= {slots} if isinstance(slots, str) else set(slots)
        names |= {name for name, value in kind.__dict__.items() if isinstance(value, property)}
    if not isinstance(found, enum.Enum):
        names |= set(getattr(found, "__dict__", ()))
        if getattr(found, "__dict__", None):
            yield "vars()", lambda: vars(found).__setitem__(next(iter(vars(found))), None)
    names -= {"__weakref__"}
    for name in sorted(names):
        value = dict(found) if name == "__dict__" and isinstance(found, dict) else object
        yield f"set {name}", lambda name=name, value=value: setattr(found, name, value)
        yield f"delete {name}", lambda name=name: delattr(found, name)


def stale(found: Any, path: str) -> Iterator[str]:
    """Attributes whose containers are not fresh: they hold what was done to those given before."""
    for name in public(found):
        for first in attribute(found, name):
            if not isinstance(first, MUTABLE) or is_ours(first):
                continue
            before = copy.deepcopy(first)
            empty(first)
            for again in attribute(found, name):
                if again != before:
                    yield f"{path}.{name}: what is done to it stays"


def empty(container: Any) -> None:
    """Empty a container and all within it."""
    for item in list(container.values() if isinstance(container, dict) else container):
        if isinstance(item, MUTABLE) and not is_ours(item):
            empty(item)
    container.clear()
