"""Slips of the hand, layout and fingerprints: what is put right, and what is never touched."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from opendata_rules.authoring.editing.change import Change
from opendata_rules.authoring.editing.fingerprinting import Fingerprints, fingerprints
from opendata_rules.authoring.editing.fixing import fixes
from opendata_rules.authoring.editing.formatting import formatted, layouts
from opendata_rules.errors import BadOutput

from ...laws import ROOT

GOOD = """\
# 说明：注释
开放属性:
  依据:
    - 编号: ceshi-1
      条文: "1"
      要旨: 甲类，数据：不予开放
      英文: data of class A are closed
      锚词: ["甲类，数据", 乙]
      效力: 应当
      结论: 不予开放
      条件: {国家秘密: 是}
"""


def fixed(tmp_path: Path, content: str | bytes, name: str = "rules.yaml") -> str:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for change in fixes(tmp_path):
        change.write()
    [left] = tmp_path.iterdir()
    return left.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "slip"),
    [
        ("效力: 应当", "效力：应当"),
        ("效力: 应当", "效力： 应当"),
        ("效力: 应当", "效力:应当"),
        ("效力: 应当", "效力: 應當"),
        ("      条件: {", "      條件: {"),
        ("{国家秘密: 是}", "｛国家秘密：是｝"),
        ("{国家秘密: 是}", "{國家秘密: 是}"),
        ("- 编号", "－编号"),
        ("- 编号", "—　编号"),
        ("      效力", "\u3000\u3000\u3000效力"),
        ("效力: 应当", "效力:\u3000应当"),
        ("效力: 应当\n", "效力: 应当\u3000\n"),
        ("      结论", "\t\t\t结论"),
        ("\n", "\r\n"),
    ],
)
def test_a_slip_is_put_right(tmp_path: Path, written: str, slip: str) -> None:
    assert written in GOOD
    found = fixed(tmp_path, GOOD.replace(written, slip))
    assert found.replace("\r\n", "\n") == GOOD


def test_encodings_and_endings_are_put_right(tmp_path: Path) -> None:
    for content in (GOOD.encode("gbk"), GOOD.encode("utf-16"), b"\xef\xbb\xbf" + GOOD.encode()):
        assert fixed(tmp_path, content) == GOOD
    (tmp_path / "rules.yaml").unlink()
    for name in ("rules.yml", "rules.yaml.txt", "rules.YAML"):
        assert fixed(tmp_path, GOOD, name) == GOOD
        assert [path.name for path in tmp_path.iterdir()] == ["rules.yaml"]
        (tmp_path / "rules.yaml").unlink()


@pytest.mark.parametrize("lost", [(20, 14), (27, 10), (25, 20), (29, 28)])
def test_a_damaged_text_is_no_text_in_another_encoding(tmp_path: Path, lost: tuple[int, ...]) -> None:
    """Two bytes lost on the way: it can be read as GBK, and all the rest would be lost as that."""
    whole = "要旨: 单位应当自收到之日起反馈\n".encode()
    damaged = bytes(byte for at, byte in enumerate(whole) if at not in lost)
    assert damaged.decode("gb18030")
    path = tmp_path / "rules.yaml"
    path.write_bytes(damaged)
    assert list(fixes(path)) == []


def test_utf_16_without_a_mark_is_put_right(tmp_path: Path) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert fixed(tmp_path, GOOD.encode(encoding)) == GOOD


def test_a_file_keeps_who_may_read_it_and_what_it_said_until_the_new_text_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(GOOD.replace(": ", "：", 1), encoding="utf-8")
    path.chmod(0o640)
    [change] = fixes(path)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", lambda one, other: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(BadOutput):
            change.write()
    assert path.read_text(encoding="utf-8") == change.before
    assert [one.name for one in tmp_path.iterdir()] == ["rules.yaml"]
    change.write()
    assert path.read_text(encoding="utf-8") == change.after
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_the_law_says_is_never_touched(tmp_path: Path) -> None:
    text = GOOD.replace("要旨: 甲类", "要旨: “甲類”，條件：").replace('"甲类，数据", 乙', '"條件，甲", 國家秘密')
    assert fixed(tmp_path, text) == text


def test_what_is_right_is_left_alone(tmp_path: Path) -> None:
    assert list(fixes(ROOT)) == []
    (tmp_path / "rules.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\xff\x00\x80")
    assert list(fixes(tmp_path)) == []


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    for name in ("rules.yml", "rules.yaml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    [change] = fixes(tmp_path)
    with pytest.raises(BadOutput):
        change.write()


MESSY = """\
# 一
甲:   1   # 二


乙:
    - {a:   1 ,b: [ 1,  2 ]}
    # 三
    -  c: |
          第一行
            第二行
       d: "x  y"
       长: {a: 1,
         b: 2}
丙: 末
"""
NEAT = """\
# 一
甲: 1   # 二

乙:
  - {a: 1, b: [1, 2]}
  # 三
  - c: |
        第一行
          第二行
    d: "x  y"
    长: {a: 1,
      b: 2}
丙: 末
"""


def test_a_layout_is_neat_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(MESSY, encoding="utf-8", newline="\r\n")
    [change] = layouts(tmp_path)
    assert isinstance(change, Change)
    change.write()
    written = path.read_text(encoding="utf-8")
    assert [line.rstrip() for line in written.splitlines()] == [line.rstrip() for line in NEAT.splitlines()]
    assert list(layouts(tmp_path)) == []
    assert formatted(written) == written


def test_the_shipped_packs_are_laid_out() -> None:
    assert list(layouts(ROOT)) == []


def test_a_file_that_cannot_be_read_keeps_its_layout(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("甲: [1\n", encoding="utf-8")
    [unread] = layouts(tmp_path)
    assert not isinstance(unread, Change)
    assert unread.diagnostics


def test_fingerprints_come_from_the_texts(shared: Path, tmp_path: Path) -> None:
    name = "taian-open-data-measures-2025"
    folder = Path(shutil.copytree(ROOT / "rules" / name, tmp_path / name))
    good = (folder / "articles.yaml").read_text(encoding="utf-8")
    [same] = fingerprints(folder, shared / "regulations")
    assert isinstance(same, Fingerprints)
    assert (same.changed, same.added, same.without_row, same.without_text) == ((), (), (), ())
    bad = re.sub(r'("5".*), 指纹: [0-9a-f]+', r"\1", good)
    bad = re.sub(r'("6".*指纹: )[0-9a-f]{4}', r"\g<1>0000", bad)
    bad = re.sub(r'  - \{条文: "34".*\n', "", bad).replace("条文表:\n", '条文表:\n  - {条文: "35", 状态: 原则}\n')
    (folder / "articles.yaml").write_text(bad, encoding="utf-8")
    [found] = fingerprints(folder, shared / "regulations")
    assert isinstance(found, Fingerprints)
    assert (found.changed, found.added) == (("6",), ("5",))
    assert (found.without_row, found.without_text) == (("34",), ("35",))
    found.change.write()
    [again] = fingerprints(folder, shared / "regulations")
    assert isinstance(again, Fingerprints)
    assert (again.changed, again.added) == ((), ())
