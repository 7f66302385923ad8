"""Files that are no catalogue are called what they are."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from pathlib import Path

import pytest

from opendata_rules.catalogue.check import check, opened
from opendata_rules.catalogue.errors import NotACatalogue

from ..helpers import DATASET, csv_text, table, taian, write

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def archive(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


FILES = {
    "空.csv": (b"", "空文件"),
    "空白.csv": (b" \r\n\xef\xbb\xbf\n", "空文件"),
    "图.pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF 文件"),
    "图.png": (b"\x89PNG\r\n\x1a\n\x00", "PNG 图片"),
    "图.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG 图片"),
    "图.bmp": (b"BM6\x00\x00\x00\x00\x00", "BMP 图片"),
    "旧.xls": (OLD_OFFICE + "Workbook".encode("utf-16-le"), "不是完好的 .xls 工作簿"),
    "旧.doc": (OLD_OFFICE + "WordDocument".encode("utf-16-le"), "旧格式的 Word"),
    "密.xlsx": (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "页.xls": (b"<html><table><tr><td>\xe6\xa0\x87\xe9\xa2\x98", "网页或者 XML"),
    "页.html": ("\ufeff <!DOCTYPE html>\n<p>目录".encode(), "网页或者 XML"),
    "包.zip": (archive(目录="甲"), "压缩包"),
    "文.docx": (archive(word__document_xml="x"), "Word 文档"),
    "表.ods": (archive(content_xml="x", mimetype="x"), "OpenDocument"),
    "包.gz": (gzip.compress(b"abc"), "gzip 压缩包"),
    "包.7z": (b"7z\xbc\xaf\x27\x1c\x00", "7z 压缩包"),
    "表.parquet": (b"PAR1\x15\x04\x15", "Parquet"),
    "库.db": (b"SQLite format 3\x00", "SQLite"),
    "乱.csv": (bytes(range(256)) * 40, "不是文本"),
    "文.txt": ("这是一篇文章。\n没有分列。\n".encode(), "没有分列的文本"),
    "文.md": (b"# Readme\n\nNo table here.\n", "没有分列的文本"),
    "表.csv": ("姓名,电话\n张三,1\n".encode(), "没有找到数据集名称一列"),
    "店.csv": ("名称,地址,电话\n甲店,某路,1\n".encode(), "普通的数据表"),
    "新闻.csv": ("标题,发布时间,url\n甲,2026-01-01,x\n".encode(), "普通的数据表"),
    "资源.csv": (
        "catalog_id,catalog_name,resource_name,update_frequency\n1,甲,a.csv,每年\n1,甲,b.csv,每年\n1,甲,c.csv,每年\n".encode(),
        "每行是一个文件资源",
    ),
    "半.json": ('[\n{"标题": "甲",\n"开放类型"'.encode(), "不是完整的 JSON"),
    "值.json": (b'[1, "a"]', "不是“列名: 值”"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_it_is_is_said(tmp_path: Path, name: str) -> None:
    content, said = FILES[name]
    with pytest.raises(NotACatalogue, match=said) as caught:
        check(taian(), write(tmp_path, content, name))
    assert name in str(caught.value)


def test_text_that_begins_like_a_picture_is_text(tmp_path: Path) -> None:
    path = write(tmp_path, "BM编号,数据集名称,开放属性\n1,甲,无条件开放\n")
    assert len(check(taian(), path).rows) == 1


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(NotACatalogue, match="是一个文件夹"):
        check(taian(), tmp_path)
    with pytest.raises(NotACatalogue, match="没有这个文件"):
        check(taian(), tmp_path / "没有.csv")
    with pytest.raises(NotACatalogue, match=r"系统拒绝读取|没有这个文件"):
        check(taian(), "坏\x00名.csv")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe in the file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "管道")
    with pytest.raises(NotACatalogue, match="不是普通的文件"):
        check(taian(), tmp_path / "管道")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "大.csv"
    with path.open("wb") as file:
        file.truncate(1_001_000_000)  # sparse
    with pytest.raises(NotACatalogue, match="1001 MB"):
        check(taian(), path)


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"[{}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_has_to_be_held_as_a_whole_may_be_less(
    tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opendata_rules.catalogue.files.content._WHOLE", 100)
    with pytest.raises(NotACatalogue, match="另存为 CSV，或者每行一项的 JSON"):
        check(taian(), write(tmp_path, content + b" " * 200, "大.xlsx"))


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, csv_text(table(DATASET)))
    opened_ = opened(taian(), path)
    path.write_text(path.read_text(encoding="utf-8") + "公厕名录\n", encoding="utf-8")
    with pytest.raises(NotACatalogue, match="在读取的时候变了"):
        opened_.report()


def test_a_catalogue_that_cannot_be_recognised_is_told_how_to_be(tmp_path: Path) -> None:
    with pytest.raises(NotACatalogue) as caught:
        check(taian(), write(tmp_path, "资源中文全名,开放与否\n甲,1\n"))
    message = str(caught.value)
    assert "资源中文全名、开放与否" in message
    assert "--profile 平台.yaml" in message
    assert '  "资源中文全名": ' in message
    elsewhere = str(caught.value.without_profile())
    assert elsewhere.startswith(message.partition("如果")[0])
    assert "认得的列名有：数据集名称、数据集编号" in elsewhere
    assert "--profile" not in elsewhere


@pytest.mark.parametrize("name", ["~$目录.xlsx", ".~目录.xlsx", ".~lock.目录.xlsx#"])
def test_a_lock_file_is_called_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotACatalogue, match="锁定文件"):
        check(taian(), write(tmp_path, b"\x04user" + b" " * 160, name))


TRADITIONAL = "資料集名稱,提供單位,開放屬性\n停車場資訊,臺北市停車管理工程處,無條件開放\n"


def test_big5_is_no_gbk(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, TRADITIONAL, encoding="big5"))
    assert (report.encoding, report.rows[0].title, report.rows[0].declared) == ("Big5（繁体）", "停車場資訊", "open")
    mixed = "title,department,openType\n停車場資訊,臺北市停車管理工程處,\n公園資訊,臺北市工務局,open\n"
    report = check(taian(), write(tmp_path, mixed, encoding="big5"))
    assert (report.encoding, report.rows[0].title, report.rows[1].declared) == ("Big5（繁体）", "停車場資訊", "open")


@pytest.mark.parametrize(
    "text",
    [
        csv_text(table(DATASET)),
        "数据集名称,开放属性\n镕喆珺,无条件开放\n",
        "数据集名称,开放属性\n甲,不予开放\n",
    ],
)
def test_gbk_is_no_big5(tmp_path: Path, text: str) -> None:
    for encoding in ("gbk", "gb18030"):
        assert check(taian(), write(tmp_path, text, encoding=encoding)).encoding == "GBK"


@pytest.mark.parametrize("encoding", ["big5", "gbk"])
@pytest.mark.parametrize(
    "text",
    [
        "名稱,開放屬性\n公園,不予開放\n",
        "目錄名稱,提供單位,開放類型\n甲,民政局,不予開放\n",
        "名稱,開放屬性,更新頻率\n公園,不予開放,每年\n",
    ],
)
def test_two_lines_are_enough_to_tell_big5_from_gbk(tmp_path: Path, text: str, encoding: str) -> None:
    report = check(taian(), write(tmp_path, text, encoding=encoding))
    assert report.encoding == {"big5": "Big5（繁体）", "gbk": "GBK"}[encoding]
    assert report.rows[0].declared == "closed"


@pytest.mark.parametrize(
    ("text", "shown"), [("資料名稱\n停車場", "資料名稱"), ("姓名,電話\n王小明,123\n", "姓名、電話"), ("一\n二\n", "一")]
)
@pytest.mark.parametrize("encoding", ["big5", "gbk"])
def test_what_is_no_catalogue_is_shown_in_its_own_characters(
    tmp_path: Path, text: str, shown: str, encoding: str
) -> None:
    with pytest.raises(NotACatalogue, match=shown):
        check(taian(), write(tmp_path, text, encoding=encoding))


def test_few_characters_do_not_tell_another_script(tmp_path: Path) -> None:
    with pytest.raises(NotACatalogue, match="它的列是：书目、说明"):
        check(taian(), write(tmp_path, "书目,说明\n红楼梦,古典\n", encoding="gbk"))


@pytest.mark.parametrize("size", [2, 4, 6, 7])
def test_the_beginning_of_an_old_workbook_is_called_one(tmp_path: Path, size: int) -> None:
    with pytest.raises(NotACatalogue, match=f"只有 {size} 个字节，是没有下载完的旧格式 Office 文件"):
        check(taian(), write(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[:size], "目录.xls"))


def test_traditional_characters_may_be_gbk(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, TRADITIONAL, encoding="gbk"))
    assert (report.encoding, report.rows[0].title, report.rows[0].declared) == ("GBK", "停車場資訊", "open")


@pytest.mark.parametrize("own", ["服务名称", "接口名称", "文件名称"])
@pytest.mark.parametrize("rows", [2, 5])
def test_a_list_of_services_or_files_is_no_catalogue(tmp_path: Path, own: str, rows: int) -> None:
    cells = [["公园名录", f"{n}号", "无条件开放", "每年"] for n in range(rows)]
    with pytest.raises(NotACatalogue, match="同一数据集重复出现"):
        check(taian(), write(tmp_path, csv_text([["目录名称", own, "开放属性", "更新频率"], *cells])))


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "shift-jis",
            "データセット名,提供機関,公開属性,更新頻度\n公園一覧,東京都,オープン,毎年\n図書館の場所,大阪,オープン,毎月\n",
        ),
        ("euc-kr", "데이터세트,기관,공개속성,주기\n공원목록,서울,공개,매년\n도서관목록,부산,공개,매월\n"),
        ("cp1252", "Título,Descripción,Año\nParqués y jardínes públicos,más información,2020\n"),
    ],
)
def test_text_of_another_script_is_told_as_such_and_not_shown_as_other_characters(
    tmp_path: Path, encoding: str, text: str
) -> None:
    data = (text * 4).encode(encoding)
    with pytest.raises(NotACatalogue, match="编码不是 UTF-8、GBK") as refusal:
        check(taian(), write(tmp_path, data, "目录.csv"))
    assert data.decode("gb18030")[:4] not in str(refusal.value)


def test_a_chinese_table_that_is_no_catalogue_is_still_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(NotACatalogue, match="它的列是：姓名、电话"):
        check(taian(), write(tmp_path, "姓名,电话\n甲,1\n", encoding="gbk"))


def test_two_encodings_in_one_file_are_told(tmp_path: Path) -> None:
    head, *rows = csv_text(table(DATASET, DATASET, DATASET)).splitlines(keepends=True)
    data = head.encode() + "".join(rows).encode("gbk")
    with pytest.raises(NotACatalogue, match=r"有两种编码.*第 2 行起"):
        check(taian(), write(tmp_path, data))
    # Not so a download that was cut.
    whole = csv_text(table(*[DATASET] * 30)).encode()
    assert len(check(taian(), write(tmp_path, whole[:-2])).rows) == 30


def test_utf_32_is_read(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, csv_text(table(DATASET)), encoding="utf-32"))
    assert (report.encoding, report.rows[0].title) == ("UTF-32", "公园名录")
