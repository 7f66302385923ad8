"""One call of a tool: where it is answered, and the user behind it, where the protocol reaches as far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ..asking.desk import Desk
from ..values import Json


@dataclass(frozen=True, slots=True)
class Said:
    """What a user did with a form.

    Attributes:
        action: sent it, refused to, or closed it.
        content: its fields, where it was sent.
    """

    action: Literal["accept", "decline", "cancel"]
    content: Mapping[str, Any] | None = None


class User(Protocol):
    """The user, as far as the client lets them be asked."""

    @property
    def reachable(self) -> bool:
        """Whether they can be asked."""

    @property
    def titled(self) -> bool:
        """Whether forms are those of 2025-11-25 and later."""

    async def ask(self, name: str, message: str, form: Mapping[str, Json]) -> Said:
        """Ask them.

        Args:
            name: of the form, the same in a later request that brings what they said.
            message: what they read above it.
            form: its schema.

        Raises:
            ToBeAsked: the client asks them, and calls again with what they said.
        """


class ToBeAsked(Exception):
    """The client is to ask the user, and to call again with what they said.

    Attributes:
        name: of the form.
        message: what the user reads above it.
        form: its schema.
    """

    def __init__(self, name: str, message: str, form: Mapping[str, Json]) -> None:
        super().__init__(name)
        self.name, self.message, self.form = name, message, form


@dataclass(frozen=True, slots=True)
class Visit:
    """A call of a tool.

    Attributes:
        desk: where it is answered.
        user: behind it.
    """

    desk: Desk
    user: User
