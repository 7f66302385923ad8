"""What an editor with the YAML extension needs in a folder of packs: the schemas, and settings that name them.

The folder has an ASCII name: the extension takes no other for a path that is relative.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from ..authoring.files import words_beside
from ..authoring.scaffold import Made
from ..errors import BadOutput
from ..formats.files import unwritable
from ..packs.shelf import Shelf
from ..reading.folders import CALENDAR, PLACES, PROFILES, RULES
from .answers.parts import urn
from .generate import of_pack_files, write_all

FOLDER, SETTINGS = "schemas", ".vscode/settings.json"
#: By schema, the files that it is for; all others are the file of their name in the folder of an instrument.
_ELSEWHERE: dict[str, str | list[str]] = {
    "profile": [f"{RULES}/{PROFILES}/*.yaml", f"{RULES}/*/{PROFILES}/*.yaml"],
    "notice": f"{RULES}/{CALENDAR}/[0-9]*.yaml",
    "statutory": f"{RULES}/{CALENDAR}/statutory.yaml",
    "assumptions": f"{RULES}/{CALENDAR}/assumptions.yaml",
    "jurisdiction": f"{PLACES}/*.yaml",
}


def settings(names: Iterable[str]) -> str:
    """The settings of a folder of packs, as they stand in ``.vscode/settings.json``.

    Args:
        names: the schemas of pack files.
    """
    files = {f"{FOLDER}/{name}.json": _ELSEWHERE.get(name, f"{RULES}/*/{name}.yaml") for name in names}
    # Nothing has to be fetched to check these files.
    whole = {"yaml.schemas": files, "yaml.schemaStore.enable": False}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def set_up(shelf: Shelf) -> Made:
    """Write the schemas of a folder of packs and, where there are none, the settings that name them.

    Schemas that were made before are made anew, so that they know the facts and procedures that the packs bring now.

    Args:
        shelf: the packs.

    Raises:
        BadOutput: a file that is not ours stands in the place of a schema, or nothing can be written there.
    """
    folder, at = shelf.root / FOLDER, shelf.root / SETTINGS
    made = of_pack_files(words_beside(shelf.root / RULES / CALENDAR))
    for name in made:
        path = folder / f"{name}.json"
        if os.path.lexists(path) and not _ours(path):
            shown = f"{FOLDER}/{path.name}"
            told = f"已经有 {shown}，它不是本程序写的，不会覆盖它。"
            raise BadOutput(told, english=f"{shown} is there already, and not ours", argument="rules")
    named = False
    try:
        folder.mkdir(exist_ok=True)
        paths = write_all(folder, made)
        if os.path.lexists(at):
            named = f"{FOLDER}/rules.json".encode() in at.read_bytes()
        else:
            at.parent.mkdir(exist_ok=True)
            at.write_text(settings(made), encoding="utf-8", newline="\n")
            paths.append(at)
            named = True
    except OSError as error:
        raise unwritable(Path(error.filename or folder), error) from error
    if named:
        note = "用装了 YAML 扩展（redhat.vscode-yaml）的 VS Code 打开这个文件夹，就有提示、说明和检查。"
    else:
        note = f"已有 {SETTINGS}，没有改动它；请照规则编写指南“编辑器里的提示”一章，把其中的设置加上。"
    return Made(tuple(paths), (note,))


def set_up_beside(shelf: Shelf) -> tuple[str, ...]:
    """The same beside other new files, where nothing was set up yet or where we did it before; what to say of it.

    What stands in the way is no reason not to make those other files, so nothing is raised.
    """
    before = _ours(shelf.root / FOLDER / "rules.json")
    if not before and any(os.path.lexists(shelf.root / name) for name in (FOLDER, SETTINGS)):
        return ()
    try:
        made = set_up(shelf)
    except BadOutput:
        return ()
    return () if before else (f"{FOLDER}/ 和 {SETTINGS} 也写好了：{made.notes[0]}",)


def _ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return urn("", 0).removesuffix(":0").rstrip(":").encode() in file.read(300)
    except OSError:
        return False
