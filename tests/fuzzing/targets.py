"""What is attacked: for each door, good inputs, how they are put wrong, and what must hold then."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import io
import json
import re
import shutil
import tempfile
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import opendata_rules as odr
from opendata_rules.catalogue.reports.writing import renderer
from opendata_rules.diagnostics.rendering import render
from opendata_rules.monitoring.log.lines import events_in
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.keywords import KEYWORDS
from opendata_rules.vocabulary.procedures import procedures

from ..catalogue import books
from .ledgers import Ledgers
from .mutations import mutate_bytes, mutate_json, mutate_text, mutate_workbook
from .promises import ERRORS, clean, plain, told

ROOT = Path(__file__).parent.parent.parent
ON = dt.date(2026, 3, 10)
PLACES = ("shandong", "jinan", "qingdao", "jining", "taian", "tengzhou")
#: Longest input that is still a small one, in bytes; what is large has tests of its own.
SMALL = 20_000


class Target(ABC):
    """A door for input from outside.

    Attributes:
        name: what it is called on the command line, and the folder of its finds.
        ending: of the names of its finds.
    """

    name: str
    ending: str

    @abstractmethod
    def seeds(self) -> Iterator[bytes]:
        """Good inputs to begin with."""

    @abstractmethod
    def mutated(self, data: bytes, random: Random) -> bytes:
        """The input with something put wrong."""

    @abstractmethod
    def run(self, data: bytes) -> None:
        """Give the input, and check what must hold whatever it is.

        Raises:
            Exception: something does not hold.
        """


@functools.cache
def library() -> odr.Library:
    """The packs of this checkout."""
    return odr.load(ROOT)


@functools.cache
def words() -> tuple[str, ...]:
    """Names that mean something to the library, and places, attributes and options among them."""
    facts = vocabulary()
    found = [
        word
        for fact in facts.facts.values()
        for word in (fact.id, fact.label, *(v for pair in fact.values for v in pair))
    ]
    found += [word for topic in facts.topics.values() for word in (topic.id, topic.label)]
    found += [
        f"{one.id}.{step}" for one in procedures().all.values() for step in ("form_review", "feedback", "opening")
    ]
    found += [
        *procedures().all,
        *PLACES,
        "泰安",
        "zaozhuang",
        "open",
        "closed",
        "conditional",
        "不予开放",
        "有条件开放",
    ]
    found += [
        "无条件开放",
        "opening",
        "sharing",
        "unknown",
        "false",
        "receipt_instant",
        "next_working_day",
        "classification",
    ]
    return tuple(found)


def read_json(data: bytes) -> Any:
    """The JSON of an input; ``None`` where it is none.

    ``{"$date": …}`` and its like stand for values that JSON has not: what a program may hand over.
    """
    try:
        return revived(json.loads(data.decode("utf-8", "surrogatepass")))
    except (ValueError, RecursionError):
        return None


class _Strange:
    """An object that can do nothing, not even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no text")


def revived(value: Any) -> Any:
    """A tree of JSON with the values of Python that stand in it by name."""
    if isinstance(value, list):
        return [revived(one) for one in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"$date": _}:
            return ON
        case {"$datetime": _}:
            return dt.datetime(2026, 3, 10, 9)
        case {"$bytes": _}:
            return b"\xff\x00"
        case {"$set": [*some]}:
            return {one for one in some if isinstance(one, str | int | float | None)}
        case {"$tuple": [*some]}:
            return tuple(map(revived, some))
        case {"$complex": _}:
            return 1j
        case {"$object": _}:
            return _Strange()
    return {key: revived(one) for key, one in value.items()}


class Facts(Target):
    """Every question, with whatever is taken for facts and arguments."""

    name, ending = "facts", ".json"

    def seeds(self) -> Iterator[bytes]:
        some = {
            "personal_privacy": True,
            "第三方意见": "agreed",
            "last_updated_on": "2026-01-01",
            "quality_dimensions": [],
        }
        asked: list[dict[str, Any]] = [
            {"ask": "classify", "with": {"declared": "open", "scheme": "opening", "unlisted": "false"}},
            {"ask": "check_change", "of": ["closed", "open"]},
            *({"ask": "check", "of": [topic.id]} for topic in vocabulary().topics.values() if topic.has_duties),
            *({"ask": "deadline", "of": [step], "with": {"trigger": {"$date": 1}}} for step in _steps()),
            {
                "ask": "schedule",
                "of": ["unopened_request"],
                "with": {"trigger": {"$date": 1}, "actual": {"form_review": {"$date": 1}}},
            },
        ]
        for number, question in enumerate(asked):
            yield json.dumps({"place": PLACES[number % len(PLACES)], "facts": some, **question}).encode()

    def mutated(self, data: bytes, random: Random) -> bytes:
        return mutate_json(data, random, words())

    def run(self, data: bytes) -> None:
        asked = read_json(data)
        if not isinstance(asked, dict):
            return
        of, named = asked.get("of", []), asked.get("with", {})
        if not isinstance(of, list) or not isinstance(named, dict):
            return
        ask = asked.get("ask")
        if ask not in ("classify", "check_change", "check", "deadline", "schedule"):
            return
        expected = {"classify": 0, "check_change": 2, "check": 1, "deadline": 1, "schedule": 1}[ask]
        allowed = {
            "classify": {"declared", "scheme", "unlisted"},
            "deadline": {"trigger", "receipt"},
            "schedule": {"trigger", "actual", "on", "receipt"},
        }.get(ask, set())
        if len(of) != expected or set(named) - allowed or (ask in ("deadline", "schedule") and "trigger" not in named):
            return  # Python's own affair: a call that does not fit the signature
        try:
            law = library().law(asked.get("place", "taian"), on=ON)
            facts = asked.get("facts")
            if ask in ("deadline", "schedule"):
                result = getattr(law, ask)(*of, facts=facts, **named)
            elif ask == "classify":
                result = law.classify(facts, **named)
            else:
                result = getattr(law, ask)(*of, facts)
        except (*ERRORS, TypeError) as error:
            told(error)
            return
        plain(result)
        hash(result)


def _steps() -> Sequence[str]:
    return ["conditional_access.form_review", "unopened_request.opening", "update.refresh", "delisting.public_notice"]


class Receipts(Target):
    """Receipts as they may come back: they give the same answer, or are refused."""

    name, ending = "receipts", ".json"

    def seeds(self) -> Iterator[bytes]:
        for place in PLACES:
            law = library().law(place, on=ON)
            facts = {"personal_privacy": True, "state_secret": False}
            results: list[Any] = [
                law.classify(facts, declared="open"),
                law.check_change("closed", "open", facts),
                law.check("delisting", {"delisting_actor": "provider"}),
                law.deadline("conditional_access.form_review", trigger=ON),
                law.schedule("unopened_request", trigger=ON, actual={"form_review": dt.date(2026, 3, 12)}),
            ]
            for result in results:
                yield json.dumps(result.receipt).encode()

    def mutated(self, data: bytes, random: Random) -> bytes:
        return mutate_json(data, random, words())

    def run(self, data: bytes) -> None:
        receipt = read_json(data)
        for ask in (library().replay, library().recheck):
            try:
                result = ask(receipt)
            except odr.ReceiptMismatch as error:
                told(error)
                continue
            except TypeError as error:
                if isinstance(receipt, dict):
                    raise
                told(error)
                continue
            plain(result)


class Events(Target):
    """A feed of events, line by line: each is taken or kept aside, and every case can be asked for."""

    name, ending = "events", ".jsonl"

    def seeds(self) -> Iterator[bytes]:
        lines = (ROOT / "examples" / "jining_events.jsonl").read_bytes().splitlines()
        for start in range(0, len(lines), 6):
            yield b"\n".join(lines[start : start + 6])

    def mutated(self, data: bytes, random: Random) -> bytes:
        lines = data.split(b"\n")
        at = random.randrange(len(lines))
        if random.random() < 0.3:
            return mutate_text(data, random, words())
        lines[at] = mutate_json(lines[at], random, words()).replace(b"\n", b" ")
        return b"\n".join(lines)

    def run(self, data: bytes) -> None:
        monitor = odr.monitor(library().law("jining", on=ON))
        counts = monitor.ingest(events_in(io.BytesIO(data)))
        rejects = tuple(monitor.rejects())
        assert counts.rejected <= counts.accepted + counts.repeated + counts.rejected
        for reject in rejects:
            clean(reject.reason)
            json.dumps(reject.to_dict(), ensure_ascii=False).encode()
        for case in {one.case for one in (*monitor.due(ON), *monitor.breaches(ON))}:
            plain(monitor.status(case, on=ON))
        # What is told again is known already.
        again = monitor.ingest(events_in(io.BytesIO(data)))
        assert again.accepted == 0, "an event was taken twice"


class Packs(Target):
    """A file of a rule pack, as legal staff may leave it: told in Chinese, and never let through half read.

    The first line names the file: ``# rules.yaml``.
    """

    name, ending = "packs", ".yaml"

    def seeds(self) -> Iterator[bytes]:
        for file in sorted((ROOT / "tests" / "diagnostics" / "bad").rglob("*.yaml")):
            data = file.read_bytes()
            if len(data) < 3_000 and file.name in _NAMES:
                yield f"# {file.name}\n".encode() + data
        for name, content in _sample().items():
            yield f"# {name}\n".encode() + content

    def mutated(self, data: bytes, random: Random) -> bytes:
        if random.random() < 0.1:
            return mutate_bytes(data, random)
        return mutate_text(data, random, (*KEYWORDS, *words()[:400]))

    def run(self, data: bytes) -> None:
        if len(data) > SMALL:
            return
        first, _, rest = data.partition(b"\n")
        name = first.decode("ascii", "ignore").removeprefix("# ").strip()
        if name not in _NAMES:
            name, rest = "rules.yaml", data
        with tempfile.TemporaryDirectory(dir=_memory()) as folder:
            root = Path(folder)
            (root / "jurisdictions").mkdir()
            pack = root / "rules" / "sample"
            pack.mkdir(parents=True)
            for part, content in _sample().items():
                (pack / part if part != "place.yaml" else root / "jurisdictions" / "here.yaml").write_bytes(content)
            (pack / name if name != "place.yaml" else root / "jurisdictions" / "here.yaml").write_bytes(rest)
            found = odr.lint(root)
            clean(render(found), longest=None)
            written = rest.decode("utf-8", "replace")
            for problem in found:
                foreign = _FOREIGN.search(f"{problem.message} {problem.help}")
                assert foreign is None or foreign[0] in written, f"{problem.code}: {foreign and foreign[0]}"
            if (
                any(problem.severity is odr.Severity.ERROR for problem in found)
                and hashlib.sha256(data).digest()[0] % 8
            ):
                return  # most are refused; that the loader refuses them too is tried for some of them
            try:
                law = odr.load(root).law("here", on=ON)
                plain(law.classify({}))
                plain(law.check_change("closed", "open", {}))
            except ERRORS as error:
                told(error)
                if isinstance(error, odr.BadPack) and not any(one.severity is odr.Severity.ERROR for one in found):
                    raise  # what cannot be used is told beforehand


#: Sentences of Python, pydantic and PyYAML, of which none may reach a reader.
_FOREIGN = re.compile(
    r"Traceback|[A-Z][a-z]+Error\b|pydantic|Input should|NoneType|object at 0x|(?:expected|could not find) [<a-z]"
    r"|not allowed|must be|[a-z]{3,} [a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}"
)
_NAMES = (
    "instrument.yaml", "rules.yaml", "articles.yaml", "duties.yaml", "deadlines.yaml", "cases.yaml", "duty_cases.yaml",
    "facts.yaml", "procedures.yaml", "place.yaml", "suspicions.yaml",
)  # fmt: skip


_SUSPICIONS = """\
可疑名称:
  - 编号: s-names
    事实: 涉及个人隐私
    理由: 名册里有病史
    来源: [审看目录]
    数据项: [窑工工号]
    并列: {名称项: [姓名], 数据项: [尘肺分期]}
    名称式样: [(窑工|矿工)…名册$, (?!旧)名单]
不作可疑:
  - {编号: s-old, 理由: 旧名册已经公开, 来源: [审看目录], 名称式样: [馆藏]}
"""


@functools.cache
def _memory() -> str | None:
    """A folder that is no disk, where there is one."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


@functools.cache
def _sample() -> dict[str, bytes]:
    """A small valid pack, and the place that it binds, by the name of each file."""
    from tests import samples

    with tempfile.TemporaryDirectory() as folder:
        rules = {
            "开放属性": {
                "依据": [
                    {
                        "编号": "s-1",
                        "条文": "1",
                        "要旨": "国家秘密不予开放",
                        "英文": "state secrets are closed",
                        "效力": "应当",
                        "结论": "不予开放",
                        "条件": {"任一满足": [{"国家秘密": "是"}, {"第三方意见": {"属于": ["不同意", "部分同意"]}}]},
                    }
                ],
                "兜底": {
                    "编号": "s-2",
                    "条文": "2",
                    "要旨": "其余开放",
                    "英文": "the rest is open",
                    "效力": "应当",
                    "结论": "无条件开放",
                },
            }
        }
        made = samples.instrument(
            duties=[samples.duty("d-1", {"已公示": "是"})],
            terms=[samples.term("t-1", "conditional_access.form_review")],
            rules=rules,
        )
        samples.library(Path(folder), {"sample": made})
        files = {file.name: file.read_bytes() for file in (Path(folder) / "rules" / "sample").iterdir()}
        place = (Path(folder) / "jurisdictions" / "here.yaml").read_text(encoding="utf-8")
        files["suspicions.yaml"] = _SUSPICIONS.encode()
        files["place.yaml"] = place.replace("上级: above\n", "").encode()
        shutil.rmtree(Path(folder) / "rules")
    return files


class Catalogues(Target):
    """A catalogue file as a department may send it: a report, or a refusal that says what the file is."""

    name, ending = "catalogues", ".bin"

    def seeds(self) -> Iterator[bytes]:
        csv = (ROOT / "examples" / "taian_catalogue.csv").read_bytes().splitlines(keepends=True)[:6]
        yield b"".join(csv)
        yield b"".join(csv).decode("utf-8-sig").encode("gb18030")
        header, *rows = [line.decode("utf-8-sig").strip().split(",") for line in csv]
        records = [dict(zip(header, row, strict=False)) for row in rows]
        yield json.dumps(records, ensure_ascii=False).encode()
        yield json.dumps({"data": {"rows": records}}, ensure_ascii=False).encode()
        yield _workbook([header, *rows])
        yield _workbook([header, *rows], comment="请核对")
        for file in sorted((ROOT / "tests" / "catalogue" / "profiles").iterdir()):
            yield file.read_bytes()
        yield books.xls({"目录": [header, *rows]})
        yield books.ods({"目录": [header, *rows]})
        yield books.xlsb([header, *rows])
        # Numbers that lead to a person, in every width, and lists of data items in a column of no known name.
        told = "姓名、身份证号、１３８ 1234 5678、370902\u200b680101 123、鲁H·12345、家庭住址：古槐路12号"
        yield "\n".join(
            [",".join([*header, "明细"]), *(",".join([*row[: len(header)], told]) for row in rows)]
        ).encode()

    def mutated(self, data: bytes, random: Random) -> bytes:
        if data.startswith(b"\xd0\xcf"):
            return mutate_bytes(data, random)
        if data.startswith(b"PK"):
            return mutate_workbook(data, random)
        if data.lstrip()[:1] in (b"[", b"{"):
            return mutate_json(data, random, words())
        return mutate_text(data, random, words()) if random.random() < 0.8 else mutate_bytes(data, random)

    def run(self, data: bytes) -> None:
        law = library().law("taian", on=ON)
        with tempfile.TemporaryDirectory(dir=_memory()) as folder:
            path = Path(folder) / "catalogue.bin"
            path.write_bytes(data)
            try:
                report = law.check_catalogue(path)
            except ERRORS as error:
                told(error)
                return
            json.dumps(report.to_dict(), ensure_ascii=False, allow_nan=False).encode()
            assert report.total == len(report.rows)
            for ending in (".csv", ".html"):
                text = renderer(Path(f"x{ending}"))(report).decode("utf-8-sig")
                assert not set(text) & set("\x00\x1b\x07\u202e\u200b"), ending
            names = [finding.id for row in report.rows for finding in row.findings]
            assert len(set(names)) == len(names)
            assert all(re.fullmatch(r"[A-Za-z0-9~][A-Za-z0-9._:-]*", name) for name in names)
            ElementTree.fromstring(renderer(Path("x.junit.xml"))(report))
            assert len(json.loads(renderer(Path("x.sarif"))(report))["runs"][0]["results"]) == len(names)
            plain(law.check_catalogue_changes(path, path))

            self._copied(law, report, path)

    @staticmethod
    def _copied(law: odr.Law, report: odr.Report, path: Path) -> None:
        """The copy with remarks is read as the file was, and a second one is the same again."""
        copy = path.with_name("copy.xlsx" if report.kind == "xlsx" else "copy.csv")
        try:
            report.annotate(path, copy)
        except ERRORS as error:
            told(error)
            assert not copy.exists()
            return
        again = law.check_catalogue(copy)
        assert [row.to_dict() for row in again.rows] == [row.to_dict() for row in report.rows], "copy"
        second = path.with_name(f"second{copy.suffix}")
        again.annotate(copy, second)
        assert law.check_catalogue(second).rows == again.rows, "second copy"


class Judged(Target):
    """What a check is given beside the catalogue: waivers, or the findings of last time."""

    name, ending = "judged", ".txt"

    def seeds(self) -> Iterator[bytes]:
        waiver = "数据集: A\n  问题: A:invalid:taian-12-2\n  理由: 甲\n  批准人: 乙\n  到期: 2026-03-10\n"
        yield f"- {waiver}- {waiver.replace('A:invalid:', '不成立 ')}".encode()
        yield f"豁免:\n- {waiver}".encode()
        yield b"waivers: [{dataset: A, finding: overdue x, reason: a, approver: b, expiry: 2026-01-01}]\n"
        known = {"@type": "Baseline", "place": "taian", "findings": [{"id": "A:invalid:taian-12-2", "title": "甲"}]}
        yield json.dumps(known).encode()
        report = {"@type": "Report", "place": "taian", "rows": [{"title": "甲", "findings": known["findings"]}]}
        yield json.dumps(report).encode()

    def mutated(self, data: bytes, random: Random) -> bytes:
        if data.lstrip()[:1] == b"{":
            return mutate_json(data, random, words())
        return mutate_text(data, random, words()) if random.random() < 0.8 else mutate_bytes(data, random)

    def run(self, data: bytes) -> None:
        law = library().law("taian", on=ON)
        with tempfile.TemporaryDirectory(dir=_memory()) as folder:
            catalogue, given = Path(folder) / "catalogue.csv", Path(folder) / "given"
            catalogue.write_text("编号,数据集名称,开放属性,国家秘密\nA,甲,无条件开放,是\n", encoding="utf-8")
            given.write_bytes(data)
            for name in ("baseline", "waivers"):
                options: Any = {name: given}
                try:
                    report = law.check_catalogue(catalogue, **options)
                except ERRORS as error:
                    told(error)
                    continue
                plain(report)
                for ending in (".html", ".csv", ".sarif", ".junit.xml"):
                    clean(renderer(Path(f"x{ending}"))(report).decode("utf-8-sig").replace("\r", ""), None)


def _workbook(rows: list[list[str]], comment: str = "") -> bytes:
    import openpyxl
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if comment:
        sheet["B2"].comment = Comment(comment, "张三")
    out, same = io.BytesIO(), io.BytesIO()
    book.save(out)
    # Without the time at which it was made, so that a seed of the fuzzer gives the same inputs again.
    with zipfile.ZipFile(out) as made, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as target:
        for part in made.namelist():
            content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", made.read(part))
            target.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)
    return same.getvalue()


TARGETS: dict[str, Target] = {
    one.name: one for one in (Packs(), Facts(), Receipts(), Events(), Catalogues(), Judged(), Ledgers())
}
