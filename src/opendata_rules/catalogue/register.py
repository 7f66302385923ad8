"""The register of profiles: formats that many platforms publish, and those that packs bring for theirs.

It stands in ``rules/profiles/``, a file for each format. A pack brings the profiles of its platforms in its own folder,
``rules/<instrument>/profiles/``; they are known wherever that instrument bears on the place.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ..diagnostics.wording import nearest
from ..norms.order import LegalOrder
from ..reading.document import Document, read, read_bytes
from ..reading.folders import PROFILES, RULES, bounds_of, entries, is_file, link_out, shipped
from ..vocabulary.facts import Vocabulary
from ..vocabulary.refusals import path_argument
from .columns import local_facts
from .errors import BadProfile
from .profile import Profile
from .profile_file import entry_of, profile_of
from .text import quoted

#: Files of one folder that are looked at.
_MOST = 200


def register_of(law: LegalOrder) -> tuple[Profile, ...]:
    """The profiles known where a law is asked: those its packs bring, those of its folder, those that are shipped.

    Raises:
        BadProfile: one of them has errors.
    """
    return registered(law.roots, [link.standing.id for link in law.chain.links])


def registered(roots: Iterable[Path] = (), instruments: Iterable[str] = ()) -> tuple[Profile, ...]:
    """The profiles that instruments and folders bring, and those that are shipped; of two with one id the first.

    Args:
        roots: folders that hold ``rules/``.
        instruments: ids of the instruments that bear on the place.

    Raises:
        BadProfile: one of them has errors.
    """
    roots = [*roots, shipped()]
    folders = [(root / RULES / name / PROFILES, root) for root in roots for name in instruments]
    found: dict[str, Profile] = {}
    for folder, root in [*folders, *((root / RULES / PROFILES, root) for root in roots)]:
        for one in _in_folder(folder, root):
            found.setdefault(one.id, one)
    return tuple(found.values())


def _in_folder(folder: Path, root: Path) -> tuple[Profile, ...]:
    files = [path for path in entries(folder)[:_MOST] if path.suffix == ".yaml" and path.name[:1] != "."]
    inside = (path for path in files if is_file(path) and not link_out(path, path.name, bounds_of(root)))
    return tuple(_entry(str(path), path.stat().st_mtime_ns) for path in inside)


@functools.lru_cache(maxsize=1000)
def _entry(path: str, changed: int) -> Profile:
    """The profile of a file, read once as long as it is not changed."""
    document = read(Path(path), shown=f"{RULES}/{PROFILES}/{Path(path).name}")
    return entry_of(document)


def named(known: tuple[Profile, ...], name: str) -> Profile | None:
    """The registered profile of that id or name."""
    wanted = name.strip().casefold()
    return next((one for one in known if wanted in (called.casefold() for called in one.called)), None)


def profile_document(known: tuple[Profile, ...], profile: str | Path) -> Document:
    """What ``profile=`` says: the registered one of that name, or else the file.

    Raises:
        BadProfile: there is neither.
        TypeError: it is no path.
    """
    path = path_argument(profile, "profile")
    found = named(known, str(profile))
    if found is not None:
        return read_bytes(found.text.encode("utf-8"), found.label)
    if not path.suffix and not path.exists():
        words = [name for one in known for name in one.called]
        raise BadProfile(
            f"没有登记名为“{quoted(str(profile))}”的平台格式，也没有这个文件。"
            f"登记的有：{'、'.join(one.label for one in known)}。",
            nearest=nearest(str(profile), words),
            english=f"There is no registered profile {quoted(str(profile))}, and no such file.",
        )
    return read(path)


def explained(document: Document | None, known: tuple[Profile, ...], spoken: Vocabulary) -> Profile:
    """What a profile explains, if there is one, and the columns that state facts of the place.

    Args:
        document: the profile as read.
        known: registered profiles, of which it may go on one.
        spoken: the words of the place.

    Raises:
        BadProfile: it says something that is not understood.
    """
    local = local_facts(spoken)
    found = on_its_base(profile_of(document, local) if document is not None else Profile(), known)
    return replace(found, columns={**local, **found.columns}) if local else found


def on_its_base(profile: Profile, known: tuple[Profile, ...]) -> Profile:
    """A profile with what the registered one says that it goes on.

    Raises:
        BadProfile: there is no such one.
    """
    if not profile.base:
        return profile
    found = named(known, profile.base)
    if found is None:
        raise BadProfile(
            f"平台说明的“基于”：没有登记“{quoted(profile.base)}”，登记的有：{'、'.join(one.label for one in known)}。",
            nearest=nearest(profile.base, [name for one in known for name in one.called]),
            english=f"The profile goes on {quoted(profile.base)}, which is not registered.",
        )
    return profile.over(found)
