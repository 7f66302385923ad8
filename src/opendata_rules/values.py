"""What every answer is beside its fields: unchangeable, with a plain JSON form, and a JSON Schema of that form.

The schemas are the files of ``schemas/``, made from tables in rooms above; here they are only read, as data. pydantic
and what is built on it (FastAPI) find both in :class:`Value`. It is imported only where it is already at work.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from enum import StrEnum
from importlib import resources
from types import MappingProxyType
from typing import Any, ClassVar, NoReturn, TypeVar

#: Folder of the schema files, in the package.
SCHEMAS = "schemas"
_SUFFIX = ".json"
_LOCAL = "#/$defs/"
#: The key under which an answer names its class. No field of an answer has that name, nor has a fact.
TYPE = "@type"

#: Plain JSON, as ``json.loads`` gives it. A module whose hints name it imports it, so that they resolve at run time.
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

K = TypeVar("K")
S = TypeVar("S")
V = TypeVar("V")


def _refuse(kind: type) -> NoReturn:
    raise AttributeError(f"{kind.__name__} 不能修改。 (it is immutable)")


class Immutable:
    """What nobody changes once it is made: it takes no assignment and no deletion.

    As a frozen dataclass is, for classes that have more to do; their slots are filled by :func:`fill`.
    """

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        _refuse(type(self))

    def __delattr__(self, name: str) -> NoReturn:
        _refuse(type(self))


class Shared(Immutable):
    """What nobody changes and everybody uses: a copy of it is itself."""

    __slots__ = ()

    def __copy__(self: S) -> S:
        return self

    def __deepcopy__(self: S, memo: object) -> S:
        return self


def held_beside(*names: str) -> Any:
    """What a tuple that holds something beside its items shows as its ``__dict__``.

    It has no slots for that, and what it has instead could be written to; so what is shown is a view.

    Args:
        names: what is held beside the items.
    """
    return property(lambda made: MappingProxyType({name: getattr(made, name) for name in names}))


def fill(made: object, **slots: object) -> None:
    """Fill slots of something immutable: while it is made, or with what it works out later and then keeps."""
    for name, value in slots.items():
        object.__setattr__(made, name, value)


class FrozenDict(dict[K, V]):
    """A dict that nobody changes; unlike a ``MappingProxyType`` it pickles, copies and is plain JSON."""

    __slots__ = ()

    def _refuse(self, *given: object, **named: object) -> NoReturn:
        raise TypeError(f"{type(self).__name__} 不能修改；请用 dict(…) 另作一份。 (it is immutable; copy it first)")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


def frozen(value: object) -> Any:
    """The same that nobody changes: dicts as :class:`FrozenDict`, lists as tuples, all the way down."""
    if isinstance(value, Mapping):
        return FrozenDict((key, frozen(item)) for key, item in value.items())
    return tuple(map(frozen, value)) if isinstance(value, list | tuple) else value


class Term(StrEnum):
    """One of a closed set of words. Members take no attributes, whatever Python allows."""

    def __setattr__(self, name: str, value: object) -> None:
        # What Python sets last while it makes a member.
        if "_sort_order_" in self.__dict__:
            _refuse(type(self))
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> NoReturn:
        _refuse(type(self))


@functools.cache
def schema_names() -> tuple[str, ...]:
    """Names of all schemas, in alphabetical order."""
    files = (entry.name for entry in resources.files(__package__).joinpath(SCHEMAS).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in files if name.endswith(_SUFFIX)))


def schema(name: str) -> dict[str, Any]:
    """The schema of that name, as a new dict.

    Raises:
        FileNotFoundError: there is none.
    """
    file = resources.files(__package__).joinpath(SCHEMAS, name + _SUFFIX)
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def schema_name(kind: type) -> str:
    """The name of the schema of a class: its own name in small letters, unless it names another."""
    for base in kind.__mro__:
        name = base.__dict__.get("_schema") or re.sub(r"(?<!^)(?=[A-Z])", "_", base.__name__).lower()
        if name in schema_names():
            return name
    raise TypeError(f"{kind.__name__} 没有 JSON Schema。 (it has no JSON Schema)")


class Value:
    """What has a plain JSON form. As the type of a pydantic field it takes instances and dumps that form."""

    __slots__ = ()

    #: name of the schema, where it is not the name of the class
    _schema: ClassVar[str] = ""

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        raise NotImplementedError

    def _tag(self) -> dict[str, Json]:
        """What answers that stand by themselves begin with: which schema they follow, and their class."""
        kind: type = type(self)
        return dict(_tag(kind))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return core_schema_of(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Any:
        return json_schema_of(cls, handler)


@functools.cache
def _tag(kind: Any) -> tuple[tuple[str, str], ...]:
    found = _read(schema_name(kind))
    return (("$schema", str(found["$id"])), (TYPE, str(found["title"])))


# -- for pydantic -----------------------------------------------------------------------------------------------------


def core_schema_of(kind: type) -> Any:
    """How pydantic checks and dumps a class that has ``to_dict``."""
    from pydantic_core import core_schema

    def instance(value: Any) -> Any:
        if not isinstance(value, kind):
            raise ValueError(
                f"应当是 {kind.__name__} 的实例，得到的是 {type(value).__name__}；"
                "由凭据重新得出结果，用 library.replay。"
                " (an instance is taken; an answer is computed again from its receipt, not read back from JSON)"
            )
        return value

    name = schema_name(kind)
    # A class that somebody derives from ours has the same form, but is another type.
    own = kind.__module__.startswith(f"{__package__}.")
    return core_schema.no_info_plain_validator_function(
        instance,
        ref=_core_ref(name if own else str(id(kind)), _read(name)["title"]),
        serialization=core_schema.plain_serializer_function_ser_schema(_plain),
    )


def _plain(value: Any) -> Any:
    return value.to_dict()


def json_schema_of(kind: type, handler: Any) -> Any:
    """The JSON Schema of a class as pydantic takes it: its parts stand among the definitions of the whole document."""
    name = schema_name(kind)
    body = {key: value for key, value in _read(name).items() if key not in ("$schema", "$id", "$defs")}
    return _placed(body, name, handler)


_read = functools.cache(schema)


def _core_ref(name: str, title: str) -> str:
    # pydantic names a definition by what stands between the last dot and the colon.
    return f"{__package__}.{title}:{name}"


def _placed(node: Any, owner: str, handler: Any) -> Any:
    """A piece of the schema of that name, with its references leading to definitions of the whole document."""
    if isinstance(node, list):
        return [_placed(item, owner, handler) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" not in node:
        return {key: _placed(value, owner, handler) for key, value in node.items()}
    placed = _referred(owner, node["$ref"].removeprefix(_LOCAL), handler)
    return {**placed, **{key: value for key, value in node.items() if key != "$ref"}}


def _referred(owner: str, name: str, handler: Any) -> Any:
    """A reference to a part, which pydantic puts among its definitions."""
    from pydantic_core import core_schema

    # Only what stands within another type is made a definition.
    return handler(core_schema.list_schema(_part(owner, name)))["items"]


@functools.cache
def _part(owner: str, name: str) -> Any:
    """A part that a schema refers to, as pydantic knows types: the same definition wherever it occurs."""
    from pydantic_core import core_schema

    body = _read(owner)["$defs"][name]

    def place(core: Any, handler: Any) -> Any:
        return _placed(body, owner, handler)

    # The one way to hand a JSON Schema to a type that is no class; the name of the key is pydantic's own.
    return core_schema.any_schema(ref=_core_ref(name, body["title"]), metadata={"pydantic_js_functions": [place]})
