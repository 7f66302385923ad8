"""The room of catalogues: from a file that is dropped to the file that is taken back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from opendata_rules import load
from opendata_rules.catalogue.judged import KINDS
from opendata_rules.service.access.tokens import made, write_list
from opendata_rules.service.uploads import search
from opendata_rules.service.uploads.book import Upload

from ..serving import ON, Running, ready, serving, settings
from .conftest import NARROW, Desk, looked_at

pytestmark = pytest.mark.one_interpreter
HTML = {"accept": "text/html"}
RAW = {**HTML, "content-type": "application/octet-stream"}
HEADINGS = "数据集编号,数据集名称,提供单位,数据项,开放属性,更新频率,更新时间,涉及个人隐私"
#: Names as whoever means harm writes them; all are text to a page.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "‮gpj.exe",
    "=cmd|'/c calc'!A1",
    "'; DROP TABLE rows; --",
    "100%_\\",
)


def catalogue(rows: int, *more: str, answered: str = "") -> bytes:
    """A catalogue with lists of persons and lists of parks, in turn."""
    told = [HEADINGS]
    for number in range(rows):
        persons = number % 2 == 0
        name, items = ("低保金发放名单", "姓名、身份证号") if persons else ("公园名录", "公园、地址")
        department = f"市民政局{number % 3}"
        row = f"3709{number:014d},{name}{number},{department},{items},无条件开放,每月,2025-01-01,{answered}"
        told.append(row)
    return "\n".join([*told, *more]).encode("utf-8")


def sent(client: httpx.Client, content: bytes, name: str = "目录.csv", **query: str) -> httpx.Response:
    """A file as the script of the page sends it."""
    asked = {"place": "taian", "on": ON, "name": name, **query}
    return client.post("/catalogues", params=asked, content=content, headers=RAW)


def address(response: httpx.Response) -> str:
    assert response.status_code == 200, response.text
    found: str = response.json()["to"]
    return found


def kept(running: Running, path: str) -> Upload:
    found: Upload = running.app.state.parts.shelf().of(path.rsplit("/", 1)[-1], None)
    return found


def numbers(upload: Upload) -> dict[str, int]:
    with upload.reading() as book:
        return search.numbers(book)


def drop(desk: Desk, name: str, content: bytes) -> None:
    """Choose a file, as dropping it does."""
    desk.page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": content})


def table(desk: Desk) -> str:
    """What the table shows."""
    desk.page.wait_for_selector(".sets")
    found: str = desk.page.inner_text(".sets")
    return found


# -- from the first page to the file taken back -----------------------------------------------------------------------


def test_the_example_is_checked_answered_waived_and_taken_back(desk: Desk) -> None:
    page = desk.page
    desk.open("/catalogues")
    looked_at(desk, "catalogues")
    page.click("text=用示例目录试一试")
    assert "网约车驾驶员基本信息" in table(desk)
    assert "2\n更新逾期" in page.inner_text(".tiles")
    looked_at(desk, "catalogues-table")

    # A suspected name is answered where it stands, and the question is gone.
    page.click(".tiles >> text=名称可疑")
    page.wait_for_url("**show=suspected")
    page.click(".quick >> text=是")
    page.wait_for_selector("text=已回答 1 个数据集")
    assert "没有这样的数据集" in desk.text

    # What it misses beside that is answered at the dataset.
    page.click("text=在这里回答过 1 个")
    page.click(".sets >> text=网约车驾驶员基本信息")
    page.wait_for_selector("#questions")
    looked_at(desk, "catalogues-dataset")
    for label in ("法定不予开放", "国家秘密", "可能危及安全稳定", "应当通过其他途径获取", "协议或者知识产权限制"):
        page.locator("fieldset", has_text=label).locator("label:has-text('否')").first.click()
    page.locator("fieldset", has_text="第三方意见").locator("select").select_option(label="不同意")
    page.click("text=保存回答")
    page.wait_for_selector(".headline >> text=不成立")
    assert "第三方意见：" in page.inner_text(".answers")

    # Somebody approved it as it is.
    page.click("text=有人批准不改")
    page.fill("[name=reason]", "<b>等</b>平台改造: 三月")
    page.fill("[name=approver]", '大数据局 "张某"')
    page.fill("[name=expires]", "2026-12-31")
    page.click("form >> button:text-is('豁免')")
    page.wait_for_selector(".finding >> text=豁免：")
    assert "<b>等</b>平台改造: 三月" in desk.text
    page.click(".way >> text=示例目录.csv")
    page.click(".actions >> text=豁免")
    page.wait_for_selector("text=有效")
    looked_at(desk, "catalogues-waivers")

    # The workbook to take back holds the answers, and checks as the page says.
    here = page.url.rsplit("/", 1)[0]
    with page.expect_download() as got:
        page.evaluate(f"location.href = '{here}/files/workbook'")
    file = _named(got.value, ".xlsx")
    book = openpyxl.load_workbook(file)
    filled = [[cell.value for cell in row] for row in book["待填写"].iter_rows()]
    row = dict(zip(filled[0], next(one for one in filled if "网约车驾驶员基本信息" in one), strict=True))
    assert (row["涉及个人隐私"], row["第三方意见"]) == ("是", "不同意")
    report = load().law("taian", on=dt.date.fromisoformat(ON)).check_catalogue(file)
    assert next(one.verdict for one in report.rows if one.title == "网约车驾驶员基本信息") == "invalid"


def _named(download: Any, suffix: str) -> Path:
    """A file that was downloaded, under a name that says what it is."""
    path = Path(download.path()).with_suffix(suffix)
    download.save_as(path)
    return path


def test_a_hundred_alike_are_answered_at_once(desk: Desk, bench: Running) -> None:
    page = desk.page
    desk.open("/catalogues?place=taian&on=2026-03-10")
    drop(desk, "目录.csv", catalogue(240))
    assert "低保金发放名单0" in table(desk)
    upload = kept(bench, page.url.partition("?")[0])
    before = numbers(upload)
    assert before["shown:suspected"] == 120

    page.fill("#q", "发放名单")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status] >> text=120 个")
    page.select_option("#answer", label="涉及个人隐私：是")
    page.click("text=对筛选结果中有此问题的全部作答")
    page.wait_for_selector("text=已回答 120 个数据集")
    assert numbers(upload)["shown:suspected"] == 0
    assert {len(told) for told in upload.answers().values()} == {1}

    # Three are ticked and answered; a wrong one is taken back.
    for place in (0, 1, 2):
        page.locator("[name=ticked]").nth(place).check()
    assert page.inner_text("[data-ticked]") == "(3)"
    page.select_option("#answer", label="国家秘密：是")
    page.click("text=回答勾选的")
    page.wait_for_selector("text=已回答 3 个数据集")
    assert sum("state_secret" in told for told in upload.answers().values()) == 3
    desk.open(f"{page.url.partition('?')[0]}/datasets/0")
    page.click(".answers >> text=收回 >> nth=0")
    page.wait_for_selector("text=已回答 1 个")
    assert numbers(upload)["shown:suspected"] == 1


def test_answers_are_facts_of_the_same_check(bench: Running, tmp_path: Path) -> None:
    """Datasets that were judged again by themselves, and all at once, and the library alone, say the same."""
    law = load().law("taian", on=dt.date.fromisoformat(ON))
    # Two go by the same id, and their findings are numbered.
    more = [f"x,公园名录,市民政局,{items},不予开放,每月,2026-03-01," for items in ("公园", "身份证号")]
    content = catalogue(12, *more)
    with bench.client() as client:
        here = address(sent(client, content))
        upload = kept(bench, here)
        for place, value in ((0, "true"), (2, "false"), (12, "true")):
            one = f"{place} personal_privacy {value}"
            assert client.post(f"{here}/answers", data={"one": one}, headers=HTML).status_code == 303
        quickly = _rows(upload)
        assert client.post(f"{here}/again", data={}, headers=HTML).status_code == 303
        assert _rows(upload) == quickly
        told = client.get(f"{here}/files/json", headers=HTML).json()
    assert told["receipt"]["options"]["answers"]["2"] == {"personal_privacy": False}
    file = tmp_path / "目录.csv"
    rows = content.decode().split("\n")
    for place, value in ((0, "是"), (2, "否"), (12, "是")):
        rows[place + 1] += value
    file.write_text("\n".join(rows), encoding="utf-8")
    alone = law.check_catalogue(file)
    assert [row["verdict"] for row in quickly] == [row.verdict for row in alone.rows]
    assert [[one["id"] for one in row["findings"]] for row in quickly] == [
        [one.id for one in row.findings] for row in alone.rows
    ]


def _rows(upload: Upload) -> list[dict[str, Any]]:
    with upload.reading() as book:
        return search.page(book, search.Filter(), "file", 0, 10_000)


def test_the_list_and_the_copy_follow_the_answers(bench: Running) -> None:
    with bench.client(headers=HTML) as client:
        path = address(sent(client, catalogue(2), "清单.csv"))
        assert "2 个尚不能定" in client.get("/catalogues").text
        for place in (0, 1):
            told = {"one": f"{place} state_secret true", "back": "page=1"}
            answered = client.post(f"{path}/answers", data=told)
            assert answered.status_code == 303
            assert answered.headers["location"].endswith(f"#d{place}"), "the row stays in sight"
        before = numbers(kept(bench, path))
        assert before["invalid"] == 2
        page = client.get("/catalogues").text
        assert "2 个不成立" in page
        assert "泰安市" in client.get(path).text

        # The catalogue taken back and sent again comes to the same.
        copy = client.get(f"{path}/files/remarks").content
        again = address(sent(client, copy, "再次.csv"))
        after = numbers(kept(bench, again))
        assert {name: after[name] for name in ("invalid", "valid", "undetermined")} == {
            name: before[name] for name in ("invalid", "valid", "undetermined")
        }
        # It is deleted by a second press, and that is told.
        assert "确定删除" in client.get(again).text
        gone = client.post(f"{again}/delete")
        assert "目录已删除" in client.get(gone.headers["location"]).text
        assert client.get(again).status_code == 404


def test_what_is_on_the_page_stands_in_the_address(bench: Running) -> None:
    with bench.client() as client:
        here = address(sent(client, catalogue(30)))
        page = client.get(here, headers=HTML, params={"q": "公园", "department": "市民政局1", "sort": "-title"})
        names = re.findall(r">(公园名录\d+|低保金发放名单\d+)</a>", page.text)
        assert names == sorted((f"公园名录{n}" for n in range(1, 30, 6)), reverse=True)
        wrong = {"verdict": "nothing", "like": "x", "sort": "'", "page": "-1", "show": "?"}
        assert client.get(here, headers=HTML, params=wrong).status_code == 200
        with kept(bench, here).reading() as book:
            [(provision, _, _)] = search.provisions(book)
        assert "30 个" in client.get(here, headers=HTML, params={"provision": provision}).text
        assert client.get(f"{here}/datasets/30", headers=HTML).status_code == 404


# -- last time --------------------------------------------------------------------------------------------------------


def test_a_catalogue_is_compared_with_the_one_before(desk: Desk, bench: Running) -> None:
    with bench.client() as client:
        address(sent(client, catalogue(6), "一月.csv"))
        more = "9,新的名录,市民政局1,公园,有条件开放,每月,2025-01-01,"
        changed = catalogue(6, more).replace(b"2025-01-01", b"2026-03-01", 1)
        here = address(sent(client, changed.replace("无条件开放".encode(), "不予开放".encode(), 2), "二月.csv"))
    page = desk.page
    desk.open(here)
    page.click("text=与上次比较")
    row = page.locator("tr", has_text="一月.csv").first
    row.locator("text=问题与这一份比").click()
    page.wait_for_selector(".headline")
    # The new dataset is late; one is mended.
    assert "新发现 1 个问题" in page.inner_text(".headline")
    assert "1 个已经没有了" in page.inner_text(".headline")
    page.wait_for_selector("text=变更 2 个")
    looked_at(desk, "catalogues-last-time")
    page.click("text=看新发现的")
    page.wait_for_url("**show=new")
    assert "新的名录" in table(desk)
    report = httpx.get(f"{bench.url}{here}/files/json", trust_env=False, timeout=60).json()
    assert report["findings"]["new"] == 1


def test_waivers_are_their_file(bench: Running) -> None:
    with bench.client() as client:
        here = address(sent(client, catalogue(4)))
        told = client.get(f"{here}/files/json", headers=HTML).json()
        finding = told["rows"][0]["findings"][0]
        bad = client.post(f"{here}/waivers/file", content="豁免: [{数据集: 1}]".encode(), headers=RAW)
        assert bad.status_code == 422
        assert "理由" in bad.text
        assert "/catalogues/" not in bad.text, "nothing of where it lies"
        # Nothing was changed by what was refused.
        assert kept(bench, here).beside("waivers.yaml") is None
        form = {"place": "0", "finding": finding["id"], "reason": "x: '\"#{", "approver": "张", "expires": "2026-03-09"}
        assert client.post(f"{here}/waivers", data=form, headers=HTML).status_code == 303
        assert "豁免已过期" in client.get(f"{here}/datasets/0", headers=HTML).text
        taken = client.get(f"{here}/waivers.yaml", headers=HTML).content
        again = taken.replace(b"2026-03-09", b"2026-12-31")
        assert client.post(f"{here}/waivers/file", content=again, headers=RAW).status_code == 200
        assert numbers(kept(bench, here))["shown:waived"] == 1
        for wrong in ({"expires": "tomorrow"}, {"reason": " "}, {"finding": "x"}, {"place": "77"}):
            assert client.post(f"{here}/waivers", data={**form, **wrong}, headers=HTML).status_code == 422
        line = {"line": str(taken.decode().split("\n").index("豁免:") + 2)}
        assert client.post(f"{here}/waivers/taken-back", data=line, headers=HTML).status_code == 303
        assert numbers(kept(bench, here))["shown:waived"] == 0


# -- what goes wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.csv", b"", "空"),
        ("图.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, ""),
        ("网页.xls", b"<html><body><table><tr><td>x</td></tr></table></body></html>", ""),
        ("坏.xlsx", b"PK\x03\x04" + b"\0" * 400, ""),
        ("锁.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, ""),
        ("名单.csv", "姓名,电话\n张三,1\n李四,2\n".encode(), ""),
        ("程序.exe", b"MZ", "不是目录"),
        ("目录", b"x", "不是目录"),
    ],
)
def test_a_file_that_is_no_catalogue_is_told_in_place(bench: Running, name: str, content: bytes, said: str) -> None:
    shelf, folder = bench.app.state.parts.shelf(), bench.app.state.parts.folder() / "catalogues"
    before, there = len(shelf.all(None)), {*folder.glob("*")}
    with bench.client() as client:
        found = sent(client, content, name)
    assert 400 <= found.status_code < 500, found.text
    assert 'class="notice bad"' in found.text
    assert said in found.text
    assert "catalogue.csv" not in found.text, "it goes by its own name"
    assert len(shelf.all(None)) == before
    assert {*folder.glob("*")} <= there, "nothing is left behind"


def test_in_a_browser_nobody_is_told_to_write_a_profile(bench: Running) -> None:
    with bench.client() as client:
        found = sent(client, "资源中文全名,开放与否\n甲,1\n".encode())
        assert found.status_code == 422
        assert "认得的列名有：数据集名称、数据集编号、提供单位" in found.text
        assert "--profile" not in found.text
        assert "平台.yaml" not in found.text
        [link] = re.findall('<a href="([^"]+)" download', found.text)
        blank = client.get(link, headers=HTML).content.decode("utf-8-sig").split("\r\n")
        assert blank == ["数据集名称,数据集编号,提供单位,摘要,开放属性,共享属性,更新频率,最近更新,发布时间,数据项", ""]
        here = address(sent(client, f"{blank[0]}\n公园名录,1,市园林局,,无条件开放,,每年,2026-01-05,,\n".encode()))
        hidden = io.BytesIO()
        book = openpyxl.Workbook()
        book.create_sheet("别的")
        book.active.append(["数据集名称", "开放属性"])
        book.active.append(["公园名录", "无条件开放"])
        book.active.sheet_state = "hidden"
        book.active = 1
        book.save(hidden)
        found = sent(client, hidden.getvalue(), "目录.xlsx")
        assert "请取消隐藏" in found.text
        assert "平台.yaml" not in found.text
    assert kept(bench, here).told("total") == 1


def test_a_broken_upload_loses_nothing(desk: Desk) -> None:
    page = desk.page
    desk.open("/catalogues")
    # Without a place nothing is sent: it is asked for, and then the file goes.
    page.fill("#on", ON)
    drop(desk, "名单.csv", "姓名,电话\n张三,1\n李四,2\n".encode())
    page.select_option("#place", "taian")
    page.wait_for_selector("[data-wrong] .notice.bad")
    assert page.input_value("#place") == "taian"
    looked_at(desk, "catalogues-wrong")
    desk.errors.clear()  # the browser tells that the answer had the status 422
    # The connection goes; the page says so, and the next try succeeds.
    page.route("**/catalogues?*", lambda route: route.abort("connectionreset"))
    drop(desk, "目录.csv", catalogue(2))
    page.wait_for_selector("[data-wrong] >> text=连接断了")
    page.unroute("**/catalogues?*")
    desk.errors.clear()
    drop(desk, "目录.csv", catalogue(2))
    assert "低保金发放名单0" in table(desk)


def test_a_settled_class_is_not_said_to_lack_facts(bench: Running) -> None:
    """Of harm to a third party that agrees, several provisions may hold, and each leads to one class."""
    facts = "法定不予开放,国家秘密,可能危及安全稳定,应当通过其他途径获取,协议或者知识产权限制,开放损害第三方权益"
    content = f"数据集名称,提供单位,开放属性,{facts},第三方意见\n名册,市民政局,有条件开放,否,否,否,否,否,是,同意\n"
    with bench.client() as client:
        here = address(sent(client, content.encode()))
        shown = client.get(f"{here}/datasets/0", headers=HTML).text
    assert "成立" in shown
    assert "事实还不够" not in shown
    assert "属性已经确定" in shown


def test_hostile_names_are_text_everywhere(desk: Desk, bench: Running) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([*HEADINGS.split(","), *HOSTILE])
    for number, name in enumerate(HOSTILE):
        writer.writerow([name, f"{name}低保名单{number}", name, f"{name}、身份证号", name, name, name, name, *HOSTILE])
    desk.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    with bench.client() as client:
        here = address(sent(client, buffer.getvalue().encode(), f"{HOSTILE[1]}../../x.csv"))
        for name in HOSTILE:
            department = "‮gpj.exe" if name.startswith("‮") else name
            found = client.get(here, headers=HTML, params={"department": department, "q": name})
            assert found.status_code == 200
            assert "<script>alert" not in found.text
            assert "<img src=x" not in found.text
        for number in range(len(HOSTILE)):
            assert "目录里写的" in client.get(f"{here}/datasets/{number}", headers=HTML).text
    desk.open(here)
    assert "{{ 7 * 7 }}{% raw %}" in table(desk)
    assert "49{%" not in desk.text
    looked_at(desk, "catalogues-hostile")


def test_nobody_sees_the_catalogue_of_another(tmp_path: Path) -> None:
    first, one = made("王五", ["ask"])
    second, other = made("赵六", ["ask"])
    write_list(tmp_path / "tokens.json", [one, other])
    given = settings(tokens=tmp_path / "tokens.json", store=str(tmp_path / "store"), upload=4000)
    with serving(given) as running, running.client(headers={"authorization": f"Bearer {first}"}) as mine:
        ready(mine)
        here = address(sent(mine, catalogue(2), "王五的.csv"))
        assert "王五的.csv" in mine.get("/catalogues", headers=HTML).text
        big = sent(mine, catalogue(200))
        assert big.status_code == 413
        assert "超过 4000 字节" in big.text
        with running.client(headers={"authorization": f"Bearer {second}"}) as theirs:
            assert "王五的.csv" not in theirs.get("/catalogues", headers=HTML).text
            for path in ("", "/datasets/0", "/report", "/files/json", "/waivers", "/last-time", "/waivers.yaml"):
                assert theirs.get(f"{here}{path}", headers=HTML).status_code == 404, path
            for path in ("/answers", "/delete", "/again", "/datasets/0", "/waivers", "/last-time"):
                sent_back = theirs.post(f"{here}{path}", data={"one": "0 personal_privacy true"}, headers=HTML)
                assert sent_back.status_code == 404, path
        assert mine.get(here, headers=HTML).status_code == 200
        # What is old goes with the next visit.
        upload = kept(running, here)
        upload.tell(about={**upload.told("about"), "made": time.time() - 8 * 86_400})
        assert "王五的.csv" not in mine.get("/catalogues", headers=HTML).text
        assert not upload.folder.exists()


# -- large ones -------------------------------------------------------------------------------------------------------


def test_a_large_one_shows_how_far_it_is(sit_down: Callable[..., Desk], tmp_path: Path) -> None:
    with serving(settings(aside=1000)) as running:
        with running.client() as client:
            ready(client)
        desk = sit_down(running)
        desk.open("/catalogues?place=taian&on=2026-03-10")
        drop(desk, "目录.csv", catalogue(300))
        desk.page.wait_for_selector(".sending[role=status]")
        desk.page.wait_for_selector(".sets", timeout=120_000)
        assert "300 个数据集" in desk.text
        desk.page.click("text=下一页 >> nth=0")
        desk.page.wait_for_selector("text=第 2 页，共 3 页 >> nth=0")
        with running.client() as client:
            here = address(sent(client, "姓名,电话\n张三,1\n".encode() * 200))
            until = time.monotonic() + 60
            while "notice bad" not in (page := client.get(here, headers=HTML).text) and time.monotonic() < until:
                time.sleep(0.1)
            assert "目录" in page
            assert "再检查一次" in page


def test_more_ticks_than_a_form_takes_are_told(bench: Running) -> None:
    with bench.client() as client:
        here = address(sent(client, catalogue(2)))
        told = {"answer": "state_secret true", "to": "ticked", "ticked": ["0"] * 4000}
        found = client.post(f"{here}/answers", data=told, headers=HTML)
    assert found.status_code == 413
    assert "一次最多发送 4000 项" in found.text


# -- scrolled ---------------------------------------------------------------------------------------------------------

AREA = ".windowed"
#: The row in the middle of the area; nothing while its page is not there.
MIDDLE = """() => {
  const { left, top, height } = document.querySelector(".windowed").getBoundingClientRect();
  return document.elementFromPoint(left + 150, top + height / 2)?.closest("tr[id]")?.id;
}"""
#: Notes what moves on the screen, but for what only stands for a page.
MOVED = """() => {
  window.moved = [];
  const stands = ({ node }) => !node?.isConnected || (node.closest ? node : node.parentElement).closest(".coming");
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      for (const source of one.sources) if (!stands(source)) moved.push(source.node.textContent.slice(0, 40));
    }
  }).observe({ type: "layout-shift" });
}"""


@pytest.fixture(scope="module")
def long(bench: Running) -> str:
    """The address of a catalogue of seven pages, in the order of its file."""
    with bench.client() as client:
        return address(sent(client, catalogue(650))) + "?sort=file"


def scroll(desk: Desk, path: str) -> None:
    """Open a table, and have its area in sight."""
    desk.open(path)
    desk.page.wait_for_selector(AREA)
    desk.page.evaluate("document.querySelector('.windowed').scrollIntoView()")


def middle(desk: Desk, least: int, most: int) -> int:
    """The place of the row that is in the middle of the area, once it is one of those."""
    expected = f"() => {{ const id = ({MIDDLE})()?.slice(1); return id >= {least} && id < {most} ? id : null; }}"
    return int(desk.page.wait_for_function(expected).json_value())


def jump(desk: Desk, share: float) -> None:
    desk.page.evaluate(
        "share => { const a = document.querySelector('.windowed'); a.scrollTop = share * a.scrollHeight; }", share
    )


def at_page(desk: Desk, number: int) -> None:
    desk.page.wait_for_function("number => new URLSearchParams(location.search).get('page') == number", arg=number)


def try_again(desk: Desk, said: str) -> None:
    """Press the button of the page in the middle of the area, once it says something."""
    row = MIDDLE.replace('tr[id]")?.id', 'tbody")')
    told = (
        f"said => {{ const one = ({row})(); return one?.textContent.includes(said) && one.querySelector('button'); }}"
    )
    desk.page.wait_for_function(told, arg=said).evaluate("(button) => button.click()")


def rows_there(desk: Desk) -> int:
    found: int = desk.page.locator(".sets tr[id]").count()
    return found


def test_a_long_table_is_scrolled(desk: Desk, long: str) -> None:
    page = desk.page
    scroll(desk, long)
    looked_at(desk, "catalogues-long")
    widths = "[...document.querySelectorAll('.sets thead th')].map((one) => one.offsetWidth)"
    before = page.evaluate(widths)
    page.evaluate(MOVED)
    # By keyboard to the end, by the bar to the middle, by the wheel from there.
    page.focus(AREA)
    page.keyboard.press("End")
    middle(desk, 600, 650)
    at_page(desk, 7)
    assert page.locator("nav.pages >> nth=0").inner_text() == "第一页\n上一页\n第 7 页，共 7 页"
    jump(desk, 0.5)
    start = middle(desk, 250, 400)
    page.mouse.move(600, 300)
    page.mouse.wheel(0, 2000)
    middle(desk, start + 5, 450)
    page.keyboard.press("PageUp")
    assert rows_there(desk) <= 4 * search.PAGE
    assert page.evaluate(widths) == before
    assert page.evaluate("moved") == []
    # What is below is reached as ever, and so is each page by its link.
    page.click("nav.pages >> nth=1 >> text=第一页")
    middle(desk, 0, 50)
    at_page(desk, 1)
    assert page.is_visible("#departments")


def test_ticks_and_places_survive_scrolling(desk: Desk, bench: Running, long: str) -> None:
    page = desk.page
    scroll(desk, long)
    for place in (0, 2):
        page.check(f"#d{place} [name=ticked]")
    jump(desk, 1)
    middle(desk, 600, 650)
    # What has the focus stays; then it goes.
    assert page.is_checked("#d2 [name=ticked]")
    page.focus(AREA)
    jump(desk, 0.9)
    page.wait_for_selector("#d0", state="detached")
    jump(desk, 1)
    at_page(desk, 7)
    # All of the page that one is on, whatever else is there.
    page.check("[data-tick-all]")
    assert page.inner_text("[data-ticked]") == "(52)"
    page.uncheck("[data-tick-all]")
    page.check("#d649 [name=ticked]")
    # A row that is answered by itself stays where it is, and ticks stay too.
    page.click("#d648 .quick >> text=是")
    page.wait_for_selector("text=已回答 1 个数据集")
    page.wait_for_selector(f"{AREA} #d649 [name=ticked]:checked")
    assert page.inner_text("[data-ticked]") == "(3)"
    assert page.evaluate("document.activeElement.closest('tr').id") == "d648"
    middle(desk, 600, 650)
    jump(desk, 0)
    page.wait_for_selector("#d2 [name=ticked]:checked")
    assert page.inner_text("[data-ticked]") == "(3)"
    page.select_option("#answer", label="国家秘密：是")
    page.click("text=回答勾选的")
    page.wait_for_selector("text=已回答 3 个数据集")
    told = kept(bench, long.partition("?")[0]).answers()
    assert {place for place, facts in told.items() if "state_secret" in facts} == {0, 2, 649}


def test_one_comes_back_to_where_one_was(desk: Desk, long: str) -> None:
    page = desk.page
    scroll(desk, long)
    jump(desk, 0.5)
    here = middle(desk, 250, 400)
    at_page(desk, 1 + here // search.PAGE)
    page.click(f"#d{here} th a")
    page.wait_for_selector("text=回到清单")
    page.go_back()
    page.wait_for_selector(AREA)
    middle(desk, here - 2, here + 3)
    page.click(f"#d{here} th a")
    page.click("text=回到清单")
    page.wait_for_selector(AREA)
    page.wait_for_function(
        "id => { const row = document.getElementById(id)?.getBoundingClientRect();"
        " return row && row.top > 0 && row.bottom < innerHeight; }",
        arg=f"d{here}",
    )
    # The page of the address is at the top; pages before it are above.
    scroll(desk, f"{long}&page=3")
    assert page.evaluate(
        "() => { const top = (one) => document.querySelector(one).getBoundingClientRect();"
        " return Math.round(top('#d200').top - top('.sets thead th').bottom); }"
    ) in range(-4, 5)
    page.focus(AREA)
    page.keyboard.press("PageUp")
    middle(desk, 180, 200)


def test_pages_that_do_not_come_are_asked_for_again(desk: Desk, long: str) -> None:
    page, pages = desk.page, "**/catalogues/*page=*"
    scroll(desk, long)
    page.check("#d0 [name=ticked]")
    page.route(pages, lambda route: route.abort("connectionreset"))
    jump(desk, 0.5)
    page.wait_for_selector(".coming >> text=连不上服务")
    page.unroute(pages)
    try_again(desk, "连不上服务")
    middle(desk, 250, 450)
    # The session has ended: the way to sign in is a page of its own.
    page.route(pages, lambda route: route.fulfill(status=303, headers={"location": "/signin"}))
    jump(desk, 1)
    page.wait_for_selector(".coming >> text=在新的页面登录")
    page.unroute(pages)
    try_again(desk, "在新的页面登录")
    middle(desk, 600, 650)
    assert page.inner_text("[data-ticked]") == "(1)"
    page.route(pages, lambda route: route.abort("connectionreset"))
    jump(desk, 0.2)
    page.wait_for_selector(".coming >> text=连不上服务")
    looked_at(desk, "catalogues-long-lost")
    desk.errors.clear()


def test_narrow_on_paper_and_without_scripts_there_are_pages(sit_down: Callable[..., Desk], long: str) -> None:
    plain = sit_down(java_script_enabled=False)
    plain.open(f"{long}&page=2")
    assert plain.page.locator(".sets tr[id]").count() == search.PAGE
    plain.follow("text=下一页 >> nth=0")
    assert plain.page.is_visible("#d200")
    small = sit_down(viewport=NARROW)
    small.open(f"{long}&page=2")
    assert small.page.locator(AREA).count() == 0
    small.follow("text=下一页 >> nth=0")
    assert small.page.is_visible("#d200")
    assert small.page.locator(".sets tr[id]:visible").count() == search.PAGE
    wide = sit_down()
    scroll(wide, f"{long}&page=2")
    jump(wide, 0.5)
    middle(wide, 250, 450)
    at_page(wide, 4)
    # What is printed is the page that one is on, all of it.
    plain.open(f"{long}&page=4")
    sheets = re.compile(rb"/Type */Page\b")
    assert len(sheets.findall(wide.page.pdf())) == len(sheets.findall(plain.page.pdf())) > 4
    middle(wide, 250, 450)
    wide.page.emulate_media(media="print")
    wide.page.wait_for_selector(AREA, state="detached")
    assert wide.page.locator(".sets tr[id]:visible").count() == search.PAGE
    assert wide.page.is_visible("#d399")
    wide.page.emulate_media(media="screen")
    wide.page.wait_for_selector(AREA)
    middle(wide, 250, 450)


# -- without a mouse, on a telephone, on paper, without scripts, in English -------------------------------------------


def test_the_keyboard_does_it_all(desk: Desk, bench: Running) -> None:
    page = desk.page
    desk.open("/catalogues")
    _focused(desk, "用示例目录试一试")
    page.keyboard.press("Enter")
    table(desk)
    _focused(desk, "是")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=已回答 1 个数据集")
    # Enter on a box answers nothing by itself.
    page.focus("[name=ticked] >> nth=0")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=请先选择要回答什么")
    desk.errors.clear()


def _focused(desk: Desk, text: str) -> None:
    for _ in range(80):
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("document.activeElement.textContent.trim()") == text:
            return
    pytest.fail(f"no way to {text} by keyboard")


def test_on_a_telephone_on_paper_without_scripts_and_in_english(sit_down: Callable[..., Desk], bench: Running) -> None:
    with bench.client() as client:
        here = address(sent(client, catalogue(30)))
    small = sit_down(viewport=NARROW, java_script_enabled=False)
    small.open(here)
    small.follow(".sets >> text=低保金发放名单0")
    small.page.locator("fieldset", has_text="涉及个人隐私").first.locator("label:has-text('是')").first.click()
    small.follow("text=保存回答")
    assert "已回答 1 个数据集" in small.text
    small.open(f"{here}?lang=en")
    assert "names raise a question" in small.text
    desk = sit_down()
    desk.open(f"{here}?lang=zh")
    assert len(desk.page.pdf()) > 10_000
    desk.page.emulate_media(media="print")
    assert not desk.page.is_visible(".filters")
    assert not desk.page.is_visible(".quick button >> nth=0")
    assert desk.page.is_visible(".sets")
    paper = desk.page.goto(f"{here}/report", wait_until="load")
    assert paper is not None
    assert "unsafe-inline" in paper.headers["content-security-policy"]
    assert "30 个数据集" in desk.page.inner_text("main")


def test_what_is_waived_is_told_in_words(bench: Running) -> None:
    """Also where the finding is there no more: what it was, and why the waiver meets nothing."""
    with bench.client(headers=HTML) as client:
        here = address(sent(client, catalogue(4)))
        finding = client.get(f"{here}/files/json").json()["rows"][0]["findings"][0]
        form = {"place": "0", "finding": finding["id"], "reason": "在改", "approver": "张", "expires": "2026-12-31"}
        assert client.post(f"{here}/waivers", data=form).status_code == 303
        shown = client.get(f"{here}/waivers").text
        assert f"{finding['text']} <span" in shown
        taken = client.get(f"{here}/waivers.yaml").text
        gone = finding["id"].replace(":overdue:", ":invalid:")
        assert gone != finding["id"]
        client.post(f"{here}/waivers/file", content=taken.replace(finding["id"], gone).encode(), headers=RAW)
        shown = client.get(f"{here}/waivers").text
        assert f"{KINDS['invalid'][0]}：{finding['citation']}" in shown
        assert "没有用上：" in shown
        assert "cannot stand: Measures of Tai" in client.get(f"{here}/waivers?lang=en").text
