"""Comments at cells, put beside those that a sheet has: its comments part, and the drawing of their boxes (VML).

A comment that is there already keeps its text; what the check says stands behind it, between two marks, so that a later
check can put other words there and nothing else is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .markup import Edited, Element, MarkupError, prefix_of, tag_name, text_xml, tree
from .package import Package
from .sheet import Sheet, area_of, letters

#: Who the comments are of.
_AUTHOR = "目录检查"
#: What a remark stands between.
_BEGIN, _END = "【检查意见】", "【意见完】"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
#: Boxes that one block of ids has room for.
_BLOCK = 1024
_NAMES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_SHAPE_TYPE = (
    '<v:shapetype{names} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
#: A drawing may be no sound XML (old programs leave ``<br>`` open), so that it is not parsed.
_SHAPE = re.compile(rb"<((?:[\w.-]+:)?shape)[\s>]")
_ROW = re.compile(rb"<(?:[\w.-]+:)?Row\s*>\s*(\d+)\s*</")
_COLUMN = re.compile(rb"<(?:[\w.-]+:)?Column\s*>\s*(\d+)\s*</")
_BLOCKS = re.compile(rb"<(?:[\w.-]+:)?idmap\s[^>]{0,400}?\bdata\s*=\s*[\"']([\d,\s]*)[\"']")
_NUMBERS = re.compile(rb"_s(\d{1,9})\b")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?xml(?:\s[^>]{0,4000})?>")
_ROOT_END = re.compile(rb"</(?:[\w.-]+:)?xml\s*>")
#: Characters in a line of a box, and most lines of it.
_LINE, _TALLEST = 26, 30


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of comments.

    Attributes:
        written: cells that have a remark.
        passed_over: cells, such as ``C5``, with a conversation of several people, beside which nothing can stand.
    """

    written: int
    passed_over: tuple[str, ...]


Cell = tuple[int, int]


def merge(package: Package, part: str, sheet: Sheet, remarks: Mapping[Cell, str]) -> Merged:
    """Put remarks at cells of a sheet; what an earlier check said anywhere in it is taken away.

    Args:
        package: the workbook.
        part: the part of the sheet.
        sheet: the sheet, in which the relation to the drawing is named where it had none.
        remarks: texts by (row from 1, column from 0).

    Raises:
        MarkupError: the comments there cannot be read.
    """
    relations = package.relations(part)
    name = next((relation.part for relation in relations if relation.kind == "comments"), "")
    drawing = next((r.part for r in relations if r.kind == "vmlDrawing" and r.id == sheet.comments_drawing), "")
    talks = _conversations(package, part)
    passed_over = [cell for cell in remarks if cell in talks]
    wanted = {cell: text for cell, text in remarks.items() if cell not in talks}
    if name:
        comments = _Comments(package.read(name))
        comments.put(wanted)
        package.write(name, comments.edited.result())
        # Comments without a box are shown by nobody: those of a sheet without a drawing get one too.
        new = comments.new if drawing else sorted({*comments.places, *comments.new} - comments.gone)
        gone = comments.gone
    elif wanted:
        name = package.free_name("xl/comments{}.xml")
        package.add(name, _new_part(wanted, strict="purl.oclc.org" in package.base), _COMMENTS_TYPE)
        package.relate(part, "comments", name)
        new, gone = sorted(wanted), set()
    else:
        return Merged(0, tuple(f"{letters(column)}{row}" for row, column in passed_over))
    if drawing:
        package.write(drawing, _with_boxes(package, package.read(drawing), new, gone, wanted))
    elif new:
        drawing = package.free_name("xl/drawings/vmlDrawing{}.vml")
        content = f"<xml{_declared(b'')}></xml>".encode()
        package.declare_extension("vml", _DRAWING_TYPE)
        content = _with_boxes(package, content, new, set(), wanted)
        if package.type_of("x.vml") == _DRAWING_TYPE:
            package.add_known(drawing, content)
        else:
            package.add(drawing, content, _DRAWING_TYPE)
        sheet.relate_comments(package.relate(part, "vmlDrawing", drawing), package.base)
    return Merged(len(wanted), tuple(f"{letters(column)}{row}" for row, column in sorted(passed_over)))


def _conversations(package: Package, part: str) -> set[Cell]:
    """Cells with threaded comments, of which the old form shows no more than a copy."""
    found = set()
    for relation in package.relations(part):
        if relation.kind == "threadedComment" and relation.part:
            for comment in tree(Edited(package.read(relation.part)).content).all("threadedComment"):
                area = area_of(comment.attributes.get("ref", ""))
                if area is not None:
                    found.add((area.top, area.left))
    return found


def _marked(text: str) -> bytes:
    return text_xml(f"{_BEGIN}\n{text.replace(_END, '')}\n{_END}")


def _remark_in(written: bytes) -> tuple[int, int] | None:
    """Where a remark of an earlier check begins and ends, within one piece of text."""
    begin, end = _BEGIN.encode(), _END.encode()
    at = written.find(begin)
    behind = written.find(end, at)
    if at < 0 or behind < 0 or b"<" in written[at:behind]:
        return None
    return at, behind + len(end)


def _without_remark(text: str) -> str:
    before, _, rest = text.partition(_BEGIN)
    return before + rest.partition(_END)[2]


def _new_part(remarks: Mapping[Cell, str], *, strict: bool) -> bytes:
    listed = b"".join(_comment(b"", cell, 0, text) for cell, text in sorted(remarks.items()))
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="'
        + (_STRICT_MAIN if strict else _MAIN).encode()
        + f'"><authors><author>{_AUTHOR}</author></authors><commentList>'.encode()
        + listed
        + b"</commentList></comments>"
    )


def _comment(prefix: bytes, cell: Cell, author: int, text: str) -> bytes:
    row, column = cell
    name = prefix.decode()
    begin = f'<{name}comment ref="{letters(column)}{row}" authorId="{author}"><{name}text><{name}r>'
    begin += f'<{name}t xml:space="preserve">'
    return begin.encode() + _marked(text) + f"</{name}t></{name}r></{name}text></{name}comment>".encode()


class _Comments:
    """A comments part, and what is changed in it.

    Attributes:
        edited: the part.
        places: cells that had a comment.
        new: cells that have one now and had none, in order.
        gone: cells that had one of ours alone and have none now.
    """

    def __init__(self, content: bytes) -> None:
        self.edited = Edited(content)
        self._root = tree(self.edited.content)
        self.places: dict[Cell, Element] = {}
        for comment in self._root.all("commentList", "comment"):
            area = area_of(comment.attributes.get("ref", ""))
            if area is not None:
                self.places.setdefault((area.top, area.left), comment)
        self.new: list[Cell] = []
        self.gone: set[Cell] = set()

    def put(self, remarks: Mapping[Cell, str]) -> None:
        """Put remarks in, those of an earlier check out."""
        group = self._root.first("commentList")
        prefix = prefix_of(tag_name(self.edited.content, self._root.start))
        for cell, comment in self.places.items():
            self._renew(prefix, cell, comment, remarks.get(cell))
        self.new = sorted(cell for cell in remarks if cell not in self.places)
        if not self.new:
            return
        author = self._author(prefix)
        told = b"".join(_comment(prefix, cell, author, remarks[cell]) for cell in self.new)
        if group is not None:
            self.edited.append_to(group, told)
        else:
            name = prefix + b"commentList>"
            self.edited.append_to(self._root, b"<" + name + told + b"</" + name)

    def _renew(self, prefix: bytes, cell: Cell, comment: Element, text: str | None) -> None:
        written = self.edited.content[comment.start : comment.end]
        old = _remark_in(written)
        if old is not None:
            at, end = comment.start + old[0], comment.start + old[1]
            if text is not None:
                self.edited.replace(at, end, _marked(text))
            elif _without_remark(comment.text).strip():
                self.edited.replace(at, end, b"")
            else:
                self.edited.replace(comment.start, comment.end, b"")
                self.gone.add(cell)
        elif text is not None:
            holder = comment.first("text")
            if holder is None:
                raise MarkupError
            name = prefix.decode()
            run = (
                f'<{name}r><{name}t xml:space="preserve">\n'.encode() + _marked(text) + f"</{name}t></{name}r>".encode()
            )
            behind = [child.end for child in holder.children if child.name in ("t", "r")]
            if behind:
                self.edited.insert(max(behind), run)
            else:
                self.edited.append_to(holder, run)

    def _author(self, prefix: bytes) -> int:
        """The number of ours among the authors; it is added where it is none of them."""
        authors = self._root.first("authors")
        names = [author.text for author in authors.children] if authors is not None else []
        if _AUTHOR in names:
            return names.index(_AUTHOR)
        name = prefix.decode()
        told = f"<{name}author>{_AUTHOR}</{name}author>".encode()
        if authors is not None:
            self.edited.append_to(authors, told)
        else:
            told = f"<{name}authors>".encode() + told + f"</{name}authors>".encode()
            self.edited.insert(self._root.tag_end, told)
        return len(names)


# -- boxes ---------------------------------------------------------------------------------------------------------


def _with_boxes(
    package: Package, content: bytes, new: list[Cell], gone: set[Cell], remarks: Mapping[Cell, str]
) -> bytes:
    """A drawing with boxes for comments that have none, and without those of comments that are gone."""
    if gone:
        content = _without_boxes(content, gone)
    if not new:
        return content
    root, at = _ROOT.search(content), content.rfind(b"</")
    if root is None or not _ROOT_END.match(content, at):
        raise MarkupError
    names = _declared(root.group())
    first = _free_block(package, content)
    room = _BLOCK - 1
    blocks = [first + number for number in range(1 + (len(new) - 1) // room)]
    told = "" if b'"_x0000_t202"' in content and b"shapetype" in content else _SHAPE_TYPE.format(names=names)
    for order, cell in enumerate(new):
        told += _box(cell, blocks[order // room] * _BLOCK + 1 + order % room, order, remarks.get(cell, ""), names)
    content = content[:at] + told.encode() + content[at:]
    listed = ",".join(map(str, blocks)).encode()
    known = _BLOCKS.search(content)
    if known is not None:
        return content[: known.end(1)] + (b"," if known[1].strip() else b"") + listed + content[known.end(1) :]
    layout = f'<o:shapelayout{names} v:ext="edit"><o:idmap v:ext="edit" data="{listed.decode()}"/></o:shapelayout>'
    return content[: root.end()] + layout.encode() + content[root.end() :]


def _declared(root: bytes) -> str:
    """Declarations of the names in a box that the root of a drawing does not have, each with a blank before it."""
    told = {prefix: f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMES.items()}
    return "".join(f" {text}" for text in told.values() if text.encode() not in root)


def _without_boxes(content: bytes, gone: set[Cell]) -> bytes:
    kept, done = [], 0
    while (match := _SHAPE.search(content, done)) is not None:
        close = b"</" + match[1] + b">"
        end = content.find(close, match.end())
        if end < 0:
            break
        kept.append(content[done : match.start()])
        shape = content[match.start() : end + len(close)]
        if _place(shape) not in gone:
            kept.append(shape)
        done = end + len(close)
    return b"".join(kept) + content[done:]


def _place(shape: bytes) -> Cell | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return None if row is None or column is None else (int(row[1]) + 1, int(column[1]))


def _free_block(package: Package, content: bytes) -> int:
    """The first block of ids that no drawing of the workbook uses, nor any behind it."""
    used = [0]
    for drawing in [content, *(package.read(name) for name in package.names() if name.casefold().endswith(".vml"))]:
        for match in _BLOCKS.finditer(drawing):
            used += [int(number) for number in match[1].split(b",") if number.strip().isdigit()]
        used += [int(match[1]) // _BLOCK for match in _NUMBERS.finditer(drawing)]
    return max(used) + 1


def _box(cell: Cell, number: int, order: int, text: str, names: str) -> str:
    row, column = cell
    lines = sum(1 + len(part) // _LINE for part in text.split("\n")) + 2
    left, top = min(column + 1, 16_380), max(row - 2, 0)
    anchor = f"{left}, 15, {top}, 10, {left + 3}, 15, {top + min(max(lines, 4), _TALLEST)}, 4"
    return (
        f'<v:shape{names} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
        f'margin-top:2pt;width:240pt;height:120pt;z-index:{order + 1};visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
