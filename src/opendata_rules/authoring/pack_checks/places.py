"""A place beside itself and beside the others: its code, its level, what is above it, and whose department it names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from ...diagnostics.diagnostic import Diagnostic
from ...norms.instruments import Jurisdiction
from ...reading.document import Document
from ...vocabulary.keywords import chinese

_PROVINCE, _CITY, _COUNTY = "省级", "市级", "县级"
_ORDER = (_PROVINCE, _CITY, _COUNTY)
#: How the name of a place of a level ends, where it tells; 市 is both a city and a county-level city.
_ENDINGS = {
    _PROVINCE: ("省", "自治区", "市", "特别行政区"),
    _CITY: ("市", "地区", "自治州", "盟"),
    _COUNTY: ("县", "区", "市", "旗", "特区", "林区"),
}
#: A division that a text begins with, as the name of a department does.
_BEGINS = re.compile(r"^([\u4e00-\u9fff]{2,10}?(?:省|自治区|自治州|市|地区|盟|县|区|旗))(?=[\u4e00-\u9fff])")


def level_of(code: str) -> str:
    """The level that a division code (GB/T 2260) tells: its last digits are 0000 of a province, 00 of a city."""
    return _PROVINCE if code.endswith("0000") else _CITY if code.endswith("00") else _COUNTY


def codes_above(code: str) -> tuple[str, ...]:
    """Codes of the divisions in which one lies, the nearest first."""
    level = level_of(code)
    province = f"{code[:2]}0000"
    return () if level == _PROVINCE else (province,) if level == _CITY else (f"{code[:4]}00", province)


def problems_of_place(
    place: Jurisdiction, document: Document, places: Mapping[str, Jurisdiction]
) -> Iterator[Diagnostic]:
    """What a place says that cannot all be so.

    Args:
        place: the place.
        document: its file.
        places: every place there is, by id, as far as they are known.
    """
    by_code = level_of(place.code)
    at_code, at_level = (chinese("code"),), (chinese("level"),)
    if place.level != by_code:
        yield document.diagnostic("code_of_another_level", at_level, digits=place.code, level=place.level, told=by_code)
    elif not place.name.endswith(_ENDINGS[place.level]):
        ends = "、".join(_ENDINGS[place.level])
        yield document.diagnostic("name_of_another_level", at_level, name=place.name, level=place.level, ends=ends)
    known = _known(place.code)
    if known is not None and known != place.name:
        yield document.diagnostic("code_of_another", at_code, digits=place.code, known=known, name=place.name)
    yield from _above(place, document, places)
    yield from _department(place, document, places)


def _above(place: Jurisdiction, document: Document, places: Mapping[str, Jurisdiction]) -> Iterator[Diagnostic]:
    at = (chinese("parent"),)
    codes = codes_above(place.code)
    by_code = {one.code: one for one in places.values()}
    right = next((by_code[code] for code in codes if code in by_code), None)
    if place.parent is None:
        if right is not None and place.level != _PROVINCE:
            yield document.diagnostic("parent_missing", (), name=place.name, parent=right.name, id=right.id)
        return
    if place.level == _PROVINCE:
        yield document.diagnostic("parent_of_province", at, name=place.name)
        return
    above = places.get(place.parent)
    if above is None or above.id == place.id:
        return
    advice = None if right is None else f"按代码，上级应当是 {right.id}（{right.name}）。"
    if _ORDER.index(above.level) >= _ORDER.index(place.level):
        said = f"它是{above.level}，不比{place.level}高"
        yield document.diagnostic("parent_not_above", at, id=above.id, name=above.name, said=said, help=advice)
    elif above.code not in codes:
        said = f"它的代码是 {above.code}，{place.code} 不在其中"
        yield document.diagnostic("parent_not_above", at, id=above.id, name=above.name, said=said, help=advice)
    elif right is not None and above.code != right.code:
        said = f"中间还有{right.name}"
        yield document.diagnostic("parent_not_above", at, id=above.id, name=above.name, said=said, help=advice)


def _department(place: Jurisdiction, document: Document, places: Mapping[str, Jurisdiction]) -> Iterator[Diagnostic]:
    at = (chinese("department"),)
    own = {place.name, *place.other_names}
    if not any(place.department.startswith(name) for name in own):
        theirs = (one for one in places.values() if one.id != place.id)
        other = next(
            (one.name for one in theirs for name in (one.name, *one.other_names) if place.department.startswith(name)),
            None,
        )
        begins = _BEGINS.match(place.department)
        if other is None and begins is not None:
            other = begins[1]
        if other is not None:
            yield document.diagnostic(
                "department_elsewhere", at, department=place.department, other=other, name=place.name
            )
    if place.department_english and (english := place.english):
        others = {one.english for one in places.values() if one.id != place.id and one.english}
        if english not in place.department_english and any(name in place.department_english for name in others):
            yield document.diagnostic(
                "department_elsewhere",
                (chinese("department_english"),),
                department=place.department_english,
                other=next(name for name in others if name in place.department_english),
                name=english,
            )


@functools.lru_cache(maxsize=1024)
def _known(code: str) -> str | None:
    """The name that a division code has today, where the table of codes is at hand and holds it."""
    try:
        from stdnum import numdb
    except ImportError:
        # It comes with the extra that reads catalogues.
        return None
    county = ""
    for _, told in numdb.get("cn/loc").info(code):
        county = told.get("county", "")
    for one in county.split(","):
        days, _, name = one.strip().rpartition("]")
        if name and (not days or days.endswith("-")):
            return None if name == "市辖区" else str(name)
    return None
