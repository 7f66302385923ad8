"""Mutants run against cases: noticed, equal, survived; what is known is kept by meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.authoring.mutation import proof as proving
from opendata_rules.authoring.mutation.added import add, together
from opendata_rules.authoring.mutation.cases import Replaced, orders_of
from opendata_rules.authoring.mutation.killing import Bench
from opendata_rules.authoring.mutation.proof import Proof, prove
from opendata_rules.authoring.mutation.report import lines, told
from opendata_rules.authoring.mutation.resting import Resting
from opendata_rules.authoring.mutation.stamp import files_of_cases, meaning_of
from opendata_rules.authoring.mutation.store import Store
from opendata_rules.authoring.mutation.workshop import Workshop
from tests import samples

from .conftest import CASES, NAME, RULES, rewrite, write, write_small

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

TERMS = """\
# 头
# 期限，对着日历数
期限用例:
  - 情形: 甲 # 注
    步骤: objection.feedback
    地方: here
    起算日: 2026-03-02
    到期日: 2026-03-09
"""


def proof_of(library: odr.Library, store: Store | None = None) -> Proof:
    [found] = prove(library, [NAME], store or Store(None), processes=1)
    return found


def survived(proof: Proof) -> set[tuple[str, str]]:
    return {(proof.mutant(fate).rule.id, proof.mutant(fate).said) for fate in proof.survivors}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole law in a folder that stays as it is."""
    root = tmp_path_factory.mktemp("whole")
    write(root)
    return root


@pytest.fixture(scope="module")
def proof(whole: Path) -> Proof:
    return proof_of(odr.load(whole))


def test_noticed_and_not(proof: Proof) -> None:
    assert not proof.failing
    assert not proof.clean
    left = survived(proof)
    assert ("shili-1", "“结论”不予开放改为有条件开放") not in left
    assert ("shili-1", "“第三方意见”去掉“不同意”") not in left
    assert ("shili-1", "“第三方意见”去掉“曾同意后撤回”") not in left
    # No case tells privacy from trade secrets, and none has anything to say of duties and terms.
    assert ("shili-1", "去掉“任一满足”中的“涉及个人隐私: 是”") in left
    assert ("shili-4", "“早于”的两个日期对调：变更日期早于同意日期") in left
    assert ("shili-7", "“长度”5改为4") in left


def test_told_at_its_place_with_the_case_that_lacks(proof: Proof) -> None:
    said = "\n".join(lines(proof))
    assert f"rules/{NAME}/rules.yaml:" in said
    assert "缺这样一个用例：" in said
    fate = next(one for one in proof.survivors if proof.mutant(one).said.startswith("去掉“任一满足”中的“涉及个人隐私"))
    assert fate.missing is not None
    assert fate.missing.file == "cases.yaml"
    assert fate.missing.case["基准"]["涉及个人隐私"] == "是"
    assert "待核对" in fate.missing.text()
    assert len(told(proof)["survivors"]) == len(proof.survivors)  # type: ignore[arg-type]


def test_cases_seen_are_all_that_notice(whole: Path) -> None:
    """A case that is not run against a mutant does not come out otherwise under it."""
    library = odr.load(whole)
    bench = Bench(library, NAME)
    for mutant in bench.workshop.mutants:
        pack = bench.workshop.rebuilt(mutant)
        assert pack is not None
        asked = orders_of(Replaced(library, pack), NAME)
        seen = {one.digest for one in bench.cases.seeing(mutant.rule)}
        for case in bench.cases.all:
            if case.digest not in seen:
                assert not case.runnable.run(asked(case.runnable.again)).failures


def test_an_equal_mutant_is_left_out(tmp_path: Path) -> None:
    # The second part adds nothing to the first.
    both = {"全部满足": [{"国家秘密": "是"}, {"涉及个人隐私": "是"}]}
    condition = {"任一满足": [{"国家秘密": "是"}, both]}
    ground = {**RULES["开放属性"]["依据"][0], "条件": condition}
    samples.library(tmp_path, {NAME: samples.instrument(rules={"开放属性": {"依据": [ground]}})})
    proof = proof_of(odr.load(tmp_path))
    left = survived(proof)
    assert proof.equal > 0
    assert ("shili-1", "去掉“全部满足”中的“国家秘密: 是”") in left
    assert ("shili-1", "去掉“任一满足”中的“全部满足: [{国家秘密: 是}, {涉及个人隐私: 是}]”") not in left


def test_missing_cases_added_notice_their_mutants(tmp_path: Path, proof: Proof) -> None:
    folder = tmp_path
    write(folder)
    path = folder / "rules" / NAME
    before = (path / "cases.yaml").read_text(encoding="utf-8")
    missing = together(fate.missing for fate in proof.survivors if fate.missing is not None)
    for case in missing:
        add(path, case)
    after = (path / "cases.yaml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    added = [one for one in odr.lint(folder) if "cases.yaml" in one.path]
    # Until somebody has held them against the articles, lint reminds of each.
    assert [one.code for one in added] == ["case_to_confirm"] * len(missing)
    again = proof_of(odr.load(folder))
    assert not again.failing
    stated = {(proof.mutant(one).rule.id, proof.mutant(one).said) for one in proof.survivors if one.missing is not None}
    assert not stated & survived(again)


def test_the_rest_of_a_file_stays_when_a_case_is_added(folder: Path, proof: Proof) -> None:
    path = folder / "rules" / NAME / "duty_cases.yaml"
    path.write_text(TERMS, encoding="utf-8")
    of_terms = next(one.missing for one in proof.survivors if one.missing and one.missing.kind == "deadline_cases")
    of_duties = next(one.missing for one in proof.survivors if one.missing and one.missing.kind == "duty_cases")
    add(path.parent, of_terms)
    add(path.parent, of_duties)
    add(path.parent, of_terms)
    written = path.read_text(encoding="utf-8")
    assert "  - 情形: 甲 # 注\n" in written
    assert "# 期限，对着日历数\n期限用例:\n" in written
    assert written.index("期限用例:") < written.index("职责用例:")
    assert written.count(of_terms.text()) == 2
    assert written.count("期限用例:") == 1


# -- what is kept -----------------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Only what classes data, and a duty."""
    write_small(tmp_path)
    return tmp_path


def test_what_is_known_is_not_run_again(tmp_path: Path, small: Path) -> None:
    store = Store(tmp_path / "cache")
    first = proof_of(odr.load(small), store)
    assert first.ran == first.mutants
    second = proof_of(odr.load(small), store)
    assert second.ran == 0
    assert second.survivors == first.survivors
    assert second.equal == first.equal


def test_a_comment_changes_nothing(tmp_path: Path, small: Path) -> None:
    store = Store(tmp_path / "cache")
    proof_of(odr.load(small), store)
    for path in (small / "rules" / NAME).glob("*.yaml"):
        path.write_text(f"# 注\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert proof_of(odr.load(small), store).ran == 0


def test_a_rule_that_says_otherwise_is_run_again(tmp_path: Path, small: Path) -> None:
    store = Store(tmp_path / "cache")
    first = proof_of(odr.load(small), store)
    residual = {**RULES["开放属性"]["兜底"], "结论": "有条件开放"}
    rules = {"开放属性": {**RULES["开放属性"], "兜底": residual}}
    cases = small / "rules" / NAME / "cases.yaml"
    cases.write_text(CASES.replace("属性: 无条件开放", "属性: 有条件开放"), encoding="utf-8")
    second = proof_of(rewrite(small, "rules.yaml", rules), store)
    # Duties and terms hang on none of it.
    assert 0 < second.ran < first.mutants


def test_a_new_case_runs_against_survivors_only(tmp_path: Path, small: Path) -> None:
    store = Store(tmp_path / "cache")
    first = proof_of(odr.load(small), store)
    cases = small / "rules" / NAME / "cases.yaml"
    cases.write_text(CASES + "      - {改: {涉及商业秘密: 否, 涉及个人隐私: 是}}\n", encoding="utf-8")
    second = proof_of(odr.load(small), store)
    assert 0 < second.ran < len(first.survivors)
    assert ("shili-1", "去掉“任一满足”中的“涉及个人隐私: 是”") not in survived(second)


def test_a_case_that_goes_takes_what_it_noticed(tmp_path: Path, small: Path) -> None:
    store = Store(tmp_path / "cache")
    proof_of(odr.load(small), store)
    cases = small / "rules" / NAME / "cases.yaml"
    cases.write_text(CASES.replace("      - {改: {第三方意见: 曾同意后撤回}}\n", ""), encoding="utf-8")
    second = proof_of(odr.load(small), store)
    assert ("shili-1", "“第三方意见”去掉“曾同意后撤回”") in survived(second)


def test_stopped_and_taken_up_again(tmp_path: Path, small: Path) -> None:
    store = Store(tmp_path / "cache")
    steps: list[int] = []

    def stop(done: int, total: int) -> None:
        steps.append(done)
        if done > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(prove(odr.load(small), [NAME], store, stop, processes=1))
    after = proof_of(odr.load(small), store)
    assert after.mutants - after.ran == steps[-1] > 0


def test_the_stamp_is_of_what_was_proved_not_of_what_was_saved_meanwhile(small: Path) -> None:
    place = small / "rules" / NAME
    before = meaning_of(odr.load(small).pack(NAME), files_of_cases(place, NAME))

    def save(done: int, total: int) -> None:
        (place / "cases.yaml").write_text(CASES.replace("状态: 已定\n", ""), encoding="utf-8")

    [proof] = prove(odr.load(small), [NAME], Store(None), save, processes=1)
    assert proof.meaning == before
    assert meaning_of(odr.load(small).pack(NAME), files_of_cases(place, NAME)) != before


def test_another_process_does_not_run_other_cases_than_are_proved(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "_opened", [odr.load(small)])
    monkeypatch.setattr(proving, "_benches", {})
    whole = Resting(odr.load(small), Workshop(odr.load(small), NAME), Bench(odr.load(small), NAME).cases).whole
    assert proving._fates(NAME, whole, {}, []) == []
    monkeypatch.setattr(proving, "_benches", {})
    (small / "rules" / NAME / "cases.yaml").write_text(CASES.replace("状态: 已定\n", ""), encoding="utf-8")
    assert proving._fates(NAME, whole, {}, []) is None


def test_nothing_is_run_while_cases_fail(small: Path) -> None:
    cases = small / "rules" / NAME / "cases.yaml"
    cases.write_text(CASES.replace("属性: 无条件开放", "属性: 有条件开放"), encoding="utf-8")
    proof = proof_of(odr.load(small))
    assert len(proof.failing) == 2
    assert not proof.clean
    assert "2 个用例不符" in "\n".join(lines(proof))


def test_a_folder_that_cannot_be_written_only_costs_time(small: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert proof_of(odr.load(small), Store(tmp_path / "file" / "cache")).ran > 0
