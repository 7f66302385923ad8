"""The style of a cell with remarks: wrapped, from the top, with the font and the border of the cells beside it."""

from __future__ import annotations

from .markup import Edited, Element, prefix_of, tag_name, tree
from .package import Package

_KEPT = ("fontId", "borderId", "xfId")


def wrapped_like(package: Package, beside: int) -> tuple[int | None, bool]:
    """The number of a style for remarks, and whether it had to be added.

    Args:
        package: the workbook.
        beside: the style of a cell beside them.

    Returns:
        ``None`` where the workbook has no styles at all.
    """
    name = next((relation.part for relation in package.relations(package.main) if relation.kind == "styles"), "")
    if not name:
        return None, False
    edited = Edited(package.read(name))
    group = tree(edited.content).first("cellXfs")
    if group is None:
        return None, False
    styles = list(group.all("xf"))
    base = styles[beside] if beside < len(styles) else None
    wanted = {kept: base.attributes.get(kept, "0") if base is not None else "0" for kept in _KEPT}
    for number, style in enumerate(styles):
        if _serves(style, wanted):
            return number, False
    prefix = prefix_of(tag_name(edited.content, group.start)).decode()
    told = " ".join(f'{kept}="{value}"' for kept, value in wanted.items() if value.isdecimal())
    edited.append_to(
        group,
        f'<{prefix}xf numFmtId="0" fillId="0" {told} applyFont="1" applyBorder="1" applyAlignment="1">'
        f'<{prefix}alignment vertical="top" wrapText="1"/></{prefix}xf>'.encode(),
    )
    if "count" in group.attributes:
        edited.set_attribute(group, "count", str(len(styles) + 1))
    package.write(name, edited.result())
    return len(styles), True


def _serves(style: Element, wanted: dict[str, str]) -> bool:
    """Whether a style there is wraps from the top, without a fill or a format of numbers."""
    alignment = style.first("alignment")
    if alignment is None or alignment.attributes.get("wrapText") not in ("1", "true"):
        return False
    plain = {name: value for name, value in alignment.attributes.items() if name not in ("wrapText", "vertical")}
    if alignment.attributes.get("vertical") != "top" or plain:
        return False
    told = {**wanted, "numFmtId": "0", "fillId": "0"}
    return all(style.attributes.get(name, "0") == value for name, value in told.items()) and not style.attributes.get(
        "quotePrefix"
    )
