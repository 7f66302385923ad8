"""Errors as problem details (RFC 9457), with the code, the fact, near names, and both languages."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..asking.questions import told
from ..catalogue.errors import NotACatalogue
from ..errors import (
    BadPack,
    BadStore,
    Error,
    LedgerBroken,
    MissingExtra,
    ReceiptMismatch,
    UnknownCase,
    UnknownJurisdiction,
    UnknownProcedure,
    UnknownTopic,
)
from ..values import Json
from .errors import BadMethod, Failed, NotHere, Refusal

MEDIA = "application/problem+json"
_TYPE = "urn:opendata-rules:problem:"
#: Arguments that stand in an address: what is not there is not found.
_IN_ADDRESSES = ("place", "topic", "step", "procedure", "case")


def status_of(error: Error) -> int:
    """The status of an error of the library or of the service."""
    if isinstance(error, Refusal):
        return error.status
    if isinstance(error, UnknownJurisdiction | UnknownCase):
        return 404
    if isinstance(error, UnknownTopic | UnknownProcedure):
        return 404 if error.argument in _IN_ADDRESSES else 422
    if isinstance(error, ReceiptMismatch):
        return 422 if error.argument == "receipt" else 409
    if isinstance(error, BadPack | BadStore):
        return 503
    if isinstance(error, LedgerBroken):
        return 409
    return 501 if isinstance(error, MissingExtra) else 422


def problem(error: Error, request: str, *, status: int | None = None) -> dict[str, Json]:
    """Problem details of an error.

    Args:
        error: what went wrong.
        request: id of the request.
        status: the status, where it is not that of the error.
    """
    status = status_of(error) if status is None else status
    told_of: Mapping[str, Json] = error.to_dict()
    return {
        "type": f"{_TYPE}{error.code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "instance": f"urn:opendata-rules:request:{request}",
        **told_of,
    }


def as_error(error: Exception) -> Error:
    """The error of this family that an exception is told as."""
    if isinstance(error, NotACatalogue):
        # A service takes no profile.
        return error.without_profile()
    if isinstance(error, Error):
        return error
    if isinstance(error, HTTPException):
        if error.status_code == 405:
            allowed = (error.headers or {}).get("Allow", "")
            return BadMethod(
                f"这个地址只接受 {allowed}。",
                english=f"This address takes {allowed} only.",
                headers=[("Allow", allowed)],
            )
        if error.status_code == 404:
            return NotHere(
                "没有这个地址；/openapi.json 列出有哪些。", english="There is no such address; see /openapi.json."
            )
    return Failed(
        "服务内部出错，不是您的请求有误；日志里有这个请求编号的详情。",
        english="Something went wrong inside the service; the log has it under the id of the request.",
    )


def problem_of(error: Exception, request: str) -> Response:
    """The response that tells an error."""
    known = as_error(error)
    body = problem(known, request)
    headers = dict(known.headers) if isinstance(known, Refusal) else {}
    status = body["status"]
    assert isinstance(status, int)
    return Response(told(body), status, headers, media_type=MEDIA)
