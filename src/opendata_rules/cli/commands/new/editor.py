"""``new editor``: what an editor needs beside the files of rules."""

from __future__ import annotations

from .made import Rules, shelf_of


def command(rules: Rules = None) -> None:
    """写出编辑器要用的文件：schemas/ 里各种文件的键和值，和指向它们的 .vscode/settings.json。

    改了 facts.yaml、procedures.yaml 以后再运行一次：schemas/ 重新写，已有的 settings.json 不动。

    例：
      opendata-rules new editor

    退出码：2 用法或者输入有误，或者写不进去；0 其他。
    """
    from ....schemas.editors import FOLDER, set_up
    from ...output import say

    made = set_up(shelf_of(rules))
    others = [path for path in made.paths if path.parent.name != FOLDER]
    for path in others:
        say(f"写好了 {path.parent.name}/{path.name}")
    say(f"写好了 {FOLDER}/ 中的 {len(made.paths) - len(others)} 个文件")
    for line in made.notes:
        say(line)
