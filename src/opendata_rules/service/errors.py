"""What only a service refuses: requests, not facts. Each class has the status that its responses have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from ..errors import Error


class Refusal(Error):
    """Base of what the service itself refuses.

    Attributes:
        status: the HTTP status.
        headers: header fields that go with it.
    """

    code = "bad_request"
    status: ClassVar[int] = 400

    def __init__(
        self,
        message: str,
        *,
        english: str,
        argument: str | None = None,
        nearest: Iterable[str] = (),
        headers: Iterable[tuple[str, str]] = (),
    ) -> None:
        super().__init__(message, english=english, argument=argument, nearest=nearest)
        self.headers: tuple[tuple[str, str], ...] = tuple(headers)


class BadJson(Refusal):
    """The body is no JSON, or JSON that two readers may read differently (RFC 7493)."""

    code = "bad_json"


class NotSignedIn(Refusal):
    """There is no token, or it is none of those known."""

    code = "not_signed_in"
    status = 401


class NotAllowed(Refusal):
    """The token has not the scope, or a host name is not one of the service's."""

    code = "not_allowed"
    status = 403


class NotHere(Refusal):
    """There is no such address, law, job or feed."""

    code = "not_here"
    status = 404


class BadMethod(Refusal):
    """The address does not take that method."""

    code = "bad_method"
    status = 405


class Conflict(Refusal):
    """Something else was asked under that key, or is still being done."""

    code = "conflict"
    status = 409


class TooLarge(Refusal):
    """The body, or a line of it, is larger than the token may send."""

    code = "too_large"
    status = 413


class BadMedia(Refusal):
    """The body is of another media type than the address takes."""

    code = "bad_media"
    status = 415


class TooMany(Refusal):
    """The token asked more often than it may."""

    code = "too_many"
    status = 429


class Failed(Refusal):
    """Something went wrong that nobody expected; the log has it under the request's id."""

    code = "internal_error"
    status = 500


class Unavailable(Refusal):
    """No rules are loaded, nothing is kept here, or the service is stopping."""

    code = "unavailable"
    status = 503


class TooSlow(Refusal):
    """The answer took longer than the token may ask for, or the body took too long to come."""

    code = "too_slow"
    status = 504


class BadSettings(Error):
    """The settings of the service contradict each other or name what is not there."""

    code = "bad_settings"
