"""What all models of files have in common: Chinese keys, closed, frozen; and the types of single values."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, ClassVar

from pydantic import AliasGenerator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from ..vocabulary.keywords import chinese

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


#: A condition as written: one operator or one fact per mapping; checked against the vocabulary later.
RawCondition = dict[str, Any]


_YES_NO = {"是": True, "否": False}


def _yes_no(value: object) -> object:
    # Nothing else is a yes or a no here; pydantic alone would take "true", "on" and "1" as well.
    return _YES_NO.get(value, "?") if isinstance(value, str) else value


YesNo = Annotated[bool, BeforeValidator(_yes_no)]


def _iso_date(value: object) -> object:
    # Pydantic alone would read "1735660800" as a moment in time.
    return value if not isinstance(value, str) or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else "?"


Date = Annotated[dt.date, BeforeValidator(_iso_date)]


class Model(BaseModel):
    """Base of all pack models: frozen, closed, written with Chinese keywords.

    Attributes:
        parts: the parts of the files it belongs to, the closest first, where a keyword means something else elsewhere.
    """

    parts: ClassVar[tuple[str, ...]] = ()

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        # Most runs read a few kinds of file; the checks of the others would be made for nothing.
        defer_build=True,
        strict=False,
        validate_by_name=False,
        validate_by_alias=True,
        alias_generator=AliasGenerator(alias=chinese),
    )
