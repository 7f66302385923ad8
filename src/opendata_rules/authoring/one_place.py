"""One place by itself: what is wrong with it beside the places in its folder, and the law that comes from above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..diagnostics.diagnostic import Diagnostic
from ..norms.instruments import Jurisdiction
from ..packs.files import INSTRUMENT, read_head, read_jurisdiction
from ..reading.document import read
from ..reading.folders import PLACES, RULES, entries, is_file, is_id
from .pack_checks.places import problems_of_place


def places_beside(path: Path) -> Mapping[str, Jurisdiction]:
    """The places in the folder of a place, by id, as far as they can be read; none for a file anywhere else."""
    # A name that is none cannot be made absolute.
    if not is_file(path) or path.resolve().parent.name != PLACES:
        return {}
    found = (read_jurisdiction(one, one.name)[0] for one in entries(path.resolve().parent) if one.suffix == ".yaml")
    return {place.id: place for place in found if place is not None}


def beside_others(path: Path, shown: str, places: Mapping[str, Jurisdiction]) -> Iterator[Diagnostic]:
    """What is wrong with a place beside the others of its folder."""
    place = places.get(path.stem)
    if place is not None:
        yield from problems_of_place(place, read(path, shown=shown), places)


def law_above(path: Path, places: Mapping[str, Jurisdiction]) -> str:
    """The places above one and their instruments, in a Chinese sentence; empty for what is no place."""
    place = places.get(path.stem)
    if place is None:
        return ""
    above: list[Jurisdiction] = []
    here = places.get(place.parent or "")
    while here is not None and here not in above:
        above.append(here)
        here = places.get(here.parent or "")
    if not above:
        return f"{place.name}没有上级，没有一并适用的上级文件。"
    rules = path.resolve().parent.parent / RULES
    law = [f"《{_title(rules, name)}》（{one.name}）" for one in above for name in one.instruments]
    told = f"上级：{' → '.join([place.name, *(one.name for one in above)])}。"
    return told + (f"一并适用的上级文件：{'、'.join(law)}。" if law else "没有一并适用的上级文件。")


def _title(rules: Path, name: str) -> str:
    head = rules / name / INSTRUMENT
    found = read_head(read(head, shown=name))[0] if is_id(name) and is_file(head) else None
    return name if found is None or not found.title else found.title
