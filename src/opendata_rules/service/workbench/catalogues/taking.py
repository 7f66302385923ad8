"""What may be taken away: reports as the library writes them, the catalogue with remarks, what others read."""

from __future__ import annotations

from pathlib import PurePath

from starlette.responses import FileResponse, Response

from ...access.tokens import Scope
from ...uploads.exports import form_of, written
from ..visit import Page, Visit
from .keeping import ROOM, in_thread, law_now, of_visit

#: What the report on paper may load: its own styles, and nothing else.
_PAPER = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


async def _file(visit: Visit) -> Response:
    """A file to keep."""
    upload = await of_visit(visit)
    edition = visit.edition()
    name = visit.of_path("form")
    form = form_of(name)

    def work() -> FileResponse:
        path = written(upload, law_now(upload, edition), edition.digest, name)
        about = upload.about
        shown = f"{PurePath(about.name).stem}-{form.chinese}{form.suffix or about.suffix}"
        return FileResponse(path, media_type=form.media, filename=shown)

    return await in_thread(visit, work, long=True)


async def _paper(visit: Visit) -> Response:
    """The report as it is on paper."""
    upload = await of_visit(visit)
    edition = visit.edition()

    def work() -> FileResponse:
        path = written(upload, law_now(upload, edition), edition.digest, "page")
        return FileResponse(path, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _PAPER})

    return await in_thread(visit, work, long=True)


PAGES = (
    Page("GET", f"{ROOM}/{{catalogue}}/report", Scope.ASK, _paper),
    Page("GET", f"{ROOM}/{{catalogue}}/files/{{form}}", Scope.ASK, _file),
)
