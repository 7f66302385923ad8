"""Packs that other distributions add, by the entry point group ``opendata_rules.packs``.

An entry point names a path, or a function without arguments that returns one: an absolute path of a folder with
``rules/`` and ``jurisdictions/`` of its own. What is added stands beside the shipped packs and may build on them (a
county under a shipped city); it replaces nothing. One that cannot be loaded takes no other down, whatever it raises: it
is reported by ``library.lint()`` and where a place is not found. Only Ctrl-C passes.
"""

from __future__ import annotations

import contextvars
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, distributions, entry_points
from pathlib import Path

from ..diagnostics.diagnostic import Diagnostic, diagnostic
from ..quoting import quoted
from ..reading.document import refusal
from ..reading.folders import PLACES, RULES

GROUP = "opendata_rules.packs"

#: Whether an entry point is being loaded: one that opens the library itself does not load all of them again.
_LOADING: contextvars.ContextVar[bool] = contextvars.ContextVar("opendata_rules_loading_packs", default=False)


@dataclass(frozen=True, slots=True)
class Added:
    """What one entry point adds.

    Attributes:
        name: name of the entry point.
        root: the folder; ``None`` where it could not be loaded.
        problem: why not, in Chinese, fit to be shown.
    """

    name: str
    root: Path | None
    problem: str = ""


def added() -> Iterator[Added]:
    """What the installed distributions add, by name."""
    if _LOADING.get():
        return
    points, unread = _points()
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        yield _added_by(point)
    for name, problem in unread:
        yield Added(name, None, problem)


def _points() -> tuple[Iterable[EntryPoint], list[tuple[str, str]]]:
    """The entry points, and the distributions whose list of them cannot be read, with the reason."""
    try:
        return entry_points(group=GROUP), []
    except Exception:  # one list that is broken would take all others down
        found: dict[EntryPoint, None] = {}
        unread = []
        for distribution in distributions():
            try:
                found |= dict.fromkeys(point for point in distribution.entry_points if point.group == GROUP)
            except Exception as error:
                unread.append((_name_of(distribution), f"它的入口清单读不了（{_told(error)}）"))
        return found, unread


def _name_of(distribution: object) -> str:
    try:
        return str(distribution.metadata["Name"])  # type: ignore[attr-defined]
    except Exception:
        return "?"


def _added_by(point: EntryPoint) -> Added:
    loading = _LOADING.set(True)
    try:
        found = point.load()
        path = os.fspath(found() if callable(found) else found)
        if not isinstance(path, str):
            raise TypeError("路径应当是文本")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever somebody else's package raises, SystemExit too
        return Added(point.name, None, f"载入时出错（{_told(error)}）")
    finally:
        _LOADING.reset(loading)
    root = Path(path)
    if not root.is_absolute():
        # What it means would depend on the folder in which the process happens to work.
        return Added(point.name, None, f"路径“{quoted(path)}”不是绝对路径")
    problem = lacking(root)
    if problem is not None:
        return Added(point.name, None, f"{quoted(path)}：{problem.message}")
    return Added(point.name, root)


def _told(error: BaseException) -> str:
    """What somebody else's exception is and says, fit to be shown."""
    try:
        text = str(error)
    except Exception:
        text = ""
    kind = quoted(type(error).__name__)
    return f"{kind}：{quoted(text)}" if text else kind


def lacking(root: Path) -> Diagnostic | None:
    """Why a folder is none of packs; ``None`` where it is one."""
    shown = quoted(str(root), 1000)
    for name in (RULES, PLACES):
        try:
            # Looked at, since a folder may be there and closed; what is_dir says of that differs between versions.
            with os.scandir(root / name):
                pass
        except FileNotFoundError:
            return diagnostic("missing_file", path=shown, name=f"{name}/")
        except NotADirectoryError:
            return diagnostic("cannot_read", path=shown, reason="它不是文件夹")
        except (OSError, ValueError) as error:
            return diagnostic("cannot_read", path=shown, reason=refusal(error))
    return None
