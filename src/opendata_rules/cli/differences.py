"""What ``test --state-differences`` writes: what an amendment makes of the cases of the version before."""

from __future__ import annotations

from ..authoring.differences import Written, stated_differences
from ..library import Library
from . import exit_status
from .output import say, say_items


def differences(library: Library, name: str | None, *, write: bool, as_json: bool) -> int:
    """Show, or write, what differs of the cases of the versions before.

    Args:
        library: the packs.
        name: a later version; all of them by default.
        write: whether the files are written.
        as_json: whether to print JSON.

    Returns:
        The exit status.

    Raises:
        BadPack: a pack has errors.
        BadOutput: a file cannot be written.
    """
    versions = sorted(library.amended) if name is None else [name]
    found = [one for version in versions for one in stated_differences(library, version)]
    changes = [one.change for one in found if one.change is not None]
    if write:
        for change in changes:
            change.write()
    if as_json:
        say_items(changes)
    else:
        _tell(found, write=write)
    left = any(one.left for one in found)
    return exit_status.first(found=left or (bool(changes) and not write))


def _tell(found: list[Written], *, write: bool) -> None:
    for one in found:
        if one.change is not None and not write:
            for line in one.change.diff():
                say(line)
    count = sum(one.count for one in found)
    for situation in dict.fromkeys(name for one in found for name in one.left):
        say(f"“{situation}”：请自己在“修订后”中写。")
    if count:
        done = "写回了，都标着“待核对”，请逐个对照修订后的条文核对。" if write else "加 --write 写回。"
        say(f"{count} 个用例的结果不同。{done}")
    elif not found:
        say("旧版本的用例，结果都与预期相符，或者已经写在“修订后”中。")
