"""A visit: who looks at a page, in which language, by which law; and the page that comes back."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ...asking.questions import day
from ...errors import Error
from ...law import Law
from ...version import __version__
from ..access.gate import Caller
from ..access.tokens import Scope
from ..bodies import body_of, media_of
from ..editions import Edition
from ..errors import TooLarge
from ..parts import Parts
from . import assets, clock
from .naming import named_in
from .showing import rendered

Query = Mapping[str, object] | Iterable[tuple[str, object]]
#: Media type of forms.
FORM = "application/x-www-form-urlencoded"
#: Most fields of a form or an address.
_FIELDS = 4000
#: How the language is kept, and for how long.
LANGUAGE, _YEAR = "odr_language", 31_536_000


@dataclass(frozen=True, slots=True)
class Room:
    """A part of the workbench, as the head of every page lists it.

    Attributes:
        path: its first page.
        chinese: its name.
        english: its name.
        scope: what a visitor must be allowed to see anything in it.
        asks: the question that brings people here, in both languages.
    """

    path: str
    chinese: str
    english: str
    scope: Scope
    asks: tuple[str, str]


ROOMS = (
    Room("/judge", "判定", "Classify", Scope.ASK, ("这个数据集能不能开放？", "May this dataset be opened?")),
    Room("/catalogues", "目录", "Catalogue", Scope.ASK, ("这份目录有没有问题？", "Is this catalogue in order?")),
    Room("/rules", "规则", "Rules", Scope.ASK, ("法条怎样写成规则？", "How does an article become a rule?")),
    Room("/compare", "比较", "Compare", Scope.ASK, ("两地的规定差在哪里？", "Where do two places differ?")),
    Room("/cases", "案件", "Cases", Scope.MONITOR, ("哪些事快到期了？", "What is due soon?")),
    Room("/audit", "审计", "Audit", Scope.AUDIT, ("当时为什么这样判？", "Why was that decided?")),
)


@dataclass(frozen=True, slots=True)
class Page:
    """An address of the workbench.

    Attributes:
        method: the HTTP method.
        path: the address, with its parameters in braces.
        scope: what a visitor must be allowed; ``None`` for anyone.
        handle: gives the response.
    """

    method: str
    path: str
    scope: Scope | None
    handle: Callable[[Visit], Awaitable[Response]]


@dataclass(slots=True)
class Visit:
    """A request for a page, at work.

    Attributes:
        parts: of the service.
        request: as it came.
        caller: who asks.
        path: the address as the table of pages has it.
        english: whether the page is in English.
        query: what stands behind the question mark; of a name that stands there twice, the last.
    """

    parts: Parts
    request: Request
    caller: Caller
    path: str = "/"
    english: bool = False
    query: Mapping[str, str] = field(default_factory=dict)
    _nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    _remember: bool = False

    def __post_init__(self) -> None:
        self.query = dict(self.request.query_params.multi_items()[:_FIELDS])
        told = self.query.get("lang", "")
        self._remember = told in ("zh", "en")
        self.english = (told if self._remember else self.request.cookies.get(LANGUAGE, "zh")) == "en"

    # -- what is asked ----------------------------------------------------------------------------------------------

    def of_path(self, name: str) -> str:
        """A parameter of the address."""
        found: str = self.request.path_params[name]
        return found

    def all(self, name: str) -> list[str]:
        """Every value of a name behind the question mark."""
        return self.request.query_params.getlist(name)

    async def form(self) -> Form:
        """The fields of a form that was sent.

        Raises:
            BadMedia: it was sent as something else.
            TooLarge: there is more of it than may be sent.
        """
        media_of(self.request, FORM)
        body = await body_of(self.request, self.caller.body, self.caller.seconds)
        if body.count(b"&") >= _FIELDS:
            raise TooLarge(
                f"一次最多发送 {_FIELDS} 项，请分几次。", english=f"At most {_FIELDS} fields are taken at once."
            )
        return Form(tuple(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)))

    def edition(self) -> Edition:
        """The rules that answer: those of ``?law=``, or those in force here. The response names them."""
        found = self.parts.editions.of(self.query.get("law") or None)
        self.caller.law = found.digest
        return found

    @property
    def on(self) -> dt.date:
        """The date of the law: the one that the address says, or today in Beijing.

        Raises:
            BadArgument: it is none.
        """
        told = self.query.get("on") or ""
        return day(told, "on") if told else clock.today()

    def flag(self, name: str) -> bool:
        """Whether a box of a form is ticked, or its name stands behind the question mark."""
        return self.query.get(name, "") in ("on", "true", "1")

    def law(self, place: str | None = None) -> Law:
        """The law of a place on the date that the address says.

        Args:
            place: by default the one of the address.

        Raises:
            UnknownJurisdiction: there is no such place.
            BadArgument: the date is none.
        """
        named = self.query.get("place", "") if place is None else place
        return self.edition().law(named, self.on, self.flag("drafts"), self.flag("strict"))

    def may(self, scope: Scope | None) -> bool:
        """Whether the visitor has a scope."""
        return scope is None or self.caller.scopes is None or scope in self.caller.scopes

    # -- what comes back --------------------------------------------------------------------------------------------

    def t(self, chinese: str, english: str) -> str:
        """A text in the language of the page."""
        return self.named(english) if self.english else chinese

    def named(self, text: str) -> str:
        """A text of the library; one in English with names in the place of ids, as far as rules are loaded."""
        edition = self.parts.editions.current
        return named_in(edition)(text) if self.english and edition is not None and type(text) is str else text

    def url(self, path: str, query: Query = (), **more: object) -> str:
        """The address of a page, wherever a platform mounted the service.

        Args:
            path: as the table of pages has it, filled.
            query: what stands behind the question mark; what is ``None``, ``False`` or empty is left out.
            more: further such, by name.
        """
        pairs = [*(query.items() if isinstance(query, Mapping) else query), *more.items()]
        given = [(name, value) for name, value in pairs if value is not None and value is not False and value != ""]
        told = [(name, "on" if value is True else str(value)) for name, value in given]
        root: str = self.request.scope.get("root_path", "")
        return f"{root}{path}{'?' + urlencode(told) if told else ''}"

    def carried(self) -> dict[str, str]:
        """What goes from one room to the next: place, date, drafts, strictness, and the law where it was named."""
        return {name: self.query[name] for name in ("place", "on", "drafts", "strict", "law") if self.query.get(name)}

    def page(self, template: str, /, *, status: int = 200, **values: Any) -> Response:
        """A page.

        Args:
            template: its path below the package of the workbench.
            status: the HTTP status.
            values: what it shows, beside what every page knows: ``visit``, ``t``, ``url``, ``asset``, ``nonce``,
                ``rooms``, ``today``, ``moment``.

        Raises:
            MissingExtra: ``Jinja2`` is not installed.
        """
        known: dict[str, Any] = {
            "visit": self,
            "t": self.t,
            "url": self.url,
            "asset": self._asset,
            "nonce": self._nonce,
            "rooms": [room for room in ROOMS if self.may(room.scope)],
            "today": clock.today().isoformat(),
            "moment": clock.moment,
            "version": __version__,
        }
        response = Response(rendered(template, {**known, **values}), status, media_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = self._policy()
        self._keep_language(response)
        return response

    def refused(self, error: Error, status: int) -> Response:
        """The page that tells an error."""
        return self.page("templates/problem.html.j2", status=status, error=error, title=self.t("没有办成", "Not done"))

    def waiting(self, status: int = 503) -> Response:
        """The page that is shown until the rules are loaded; it opens what was asked for by itself."""
        watcher = self.parts.watcher
        response = self.page(
            "templates/loading.html.j2",
            status=status,
            title=self.t("正在读入规则", "The rules are being loaded"),
            kept_out=None if watcher is None else watcher.kept_out,
        )
        response.headers["Retry-After"] = "3"
        return response

    @property
    def too_early(self) -> bool:
        """Whether no rules have been loaded yet."""
        return self.parts.editions.current is None

    def to(self, path: str, query: Query = (), **more: object) -> Response:
        """Send the browser on to a page, after something was written."""
        return RedirectResponse(self.url(path, query, **more), 303)

    def switched(self) -> str:
        """The address of this page in the other language."""
        pairs = [pair for pair in self.request.query_params.multi_items() if pair[0] != "lang"]
        path = self.request.scope["path"].removeprefix(self.request.scope.get("root_path", ""))
        shown = path if self.request.method in ("GET", "HEAD") else "/"
        return self.url(shown, [*pairs, ("lang", "zh" if self.english else "en")])

    def _asset(self, name: str) -> str:
        return self.url(f"/assets/{name}", v=assets.version(name))

    def _policy(self) -> str:
        return (
            "default-src 'none'; script-src 'self'; "
            f"style-src 'self' 'nonce-{self._nonce}'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )

    def _keep_language(self, response: Response) -> None:
        if self._remember:
            root = self.request.scope.get("root_path", "") or "/"
            told = "en" if self.english else "zh"
            response.set_cookie(LANGUAGE, told, max_age=_YEAR, path=root, httponly=True, samesite="lax")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, as they were sent."""

    pairs: tuple[tuple[str, str], ...]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    def get(self, name: str, default: str = "") -> str:
        """The value of a field, the last of those that were sent; without what surrounds it."""
        return next((value.strip() for known, value in reversed(self.pairs) if known == name), default)

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value for known, value in self.pairs if known == name]
