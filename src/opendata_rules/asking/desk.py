"""Where a question is put: whose rules answer it, how long that may take, what is kept of it.

A door that is mounted on another one (the tools on the service) is handed a desk with each request, and so knows
neither tokens nor ledgers; a door that stands alone brings a desk of its own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

from .questions import Body, Kind, Reply, Rules

T = TypeVar("T")

#: Where a desk stands in the state of an ASGI scope.
DESK = "opendata_rules.desk"
#: The entry points of doors that are mounted; each gives a :class:`Mounted`, or nothing where it needs what is missing.
MOUNTS = "opendata_rules.mounts"


class Kept(NamedTuple):
    """The entry of an answer in a ledger.

    Attributes:
        number: of the entry.
        digest: of its receipt.
    """

    number: int
    digest: str


class Desk(Protocol):
    """What answers one request."""

    @property
    def rules(self) -> Rules:
        """The rules that answer, the same to the end of the request."""

    @property
    def most(self) -> int:
        """How many questions may be put at once."""

    async def answer(self, kind: Kind, place: str, about: str, body: Body) -> tuple[Reply, Kept | None]:
        """The answer to a question, and its entry where a ledger is kept.

        Raises:
            Error: whatever :func:`..questions.answered` raises, and what a desk refuses: it took too long.
        """

    async def aside(self, work: Callable[[], T]) -> T:
        """What work in a thread comes to.

        Raises:
            Error: it took too long.
        """


@dataclass(frozen=True, slots=True)
class Mounted:
    """A door to be mounted on a service.

    Attributes:
        path: its address.
        app: ASGI application, for requests that were let in and whose body was read; a desk is in their state.
    """

    path: str
    app: Callable[[Any, Any, Any], Awaitable[None]]
