"""What a rule pack says, as frozen pydantic models. Touches no file and knows no law.

Keys are the Chinese keywords of :mod:`opendata_rules.vocabulary.keywords`; attribute names are English. Conditions are
kept as the structure written (mappings and lists of text) and are given their meaning in
:mod:`opendata_rules.logic.conditions`, where positions in the file are still at hand for messages.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from ..reading.models import Date, Model, RawCondition, RuleId, Text, YesNo

OpeningTerm = Literal["不予开放", "有条件开放", "无条件开放"]


AttributeTerm = Literal["不予开放", "有条件开放", "无条件开放", "不予共享", "有条件共享", "无条件共享"]


ForceTerm = Literal["应当", "可以"]


class InstrumentModel(Model):
    """``instrument.yaml``: what a legal instrument is and when it is in force."""

    parts: ClassVar[tuple[str, ...]] = ("文件",)

    title: Text
    english: Text | None = None
    number: Text | None = None
    authority: Text
    rank: Literal["地方性法规", "政府规章", "行政规范性文件"]
    draft: YesNo = False
    issued: Date | None = None
    effective: Date | None = None
    effective_by: Date | None = None
    expires: Date | None = None
    doubtful_from: Date | None = None
    collected: Literal["已收录", "部分收录", "未收录"]
    source: Literal["正式文本", "二手资料"] | None = None
    note: Text | None = None
    amends: Text | None = None
    abolished: tuple[Text, ...] = ()
    renumbered: dict[str, str] = Field(default_factory=dict)


class JurisdictionModel(Model):
    """``jurisdictions/<place>.yaml``: a place and what binds it."""

    parts: ClassVar[tuple[str, ...]] = ("地方",)

    name: Text
    english: Text | None = None
    other_names: tuple[Text, ...] = ()
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    level: Literal["省级", "市级", "县级"]
    parent: Text | None = None
    department: Text
    department_english: Text | None = None
    instruments: tuple[Text, ...] = ()
    note: Text | None = None
    note_english: Text | None = None


class OpenQuestionModel(Model):
    """存疑: readings of a passage, the one taken and why."""

    parts: ClassVar[tuple[str, ...]] = ("存疑",)

    readings: Annotated[tuple[Text, ...], Field(min_length=2)]
    readings_english: tuple[Text, ...] = ()
    taken: Text
    reason: Text
    reason_english: Text | None = None
    situation: RawCondition | None = None


class Provision(Model):
    """What every rule has: an id, a cited passage, a gist in own words, and terms that passage must contain."""

    id: RuleId
    ref: str
    see_also: tuple[str, ...] = ()
    gist: Text
    english: Text
    anchors: tuple[Text, ...] = ()
    question: OpenQuestionModel | None = None


class GroundModel(Provision):
    """A class of data: where the condition holds, the attribute follows (应当) or may be chosen (可以)."""

    parts: ClassVar[tuple[str, ...]] = ("判定规则",)

    force: ForceTerm
    outcome: AttributeTerm
    choices: tuple[AttributeTerm, ...] = ()
    condition: RawCondition
    unless: RawCondition | None = None


class ResidualModel(Provision):
    """兜底: the class of all data that no stricter ground reaches."""

    parts: ClassVar[tuple[str, ...]] = ("判定规则",)

    force: ForceTerm
    outcome: AttributeTerm


class HoldModel(Provision):
    """暂缓: the facts are known but a step the law asks for is not done; no class can be named yet."""

    condition: RawCondition
    unless: RawCondition | None = None
    action: Text
    action_english: Text | None = None


class ReviewModel(Provision):
    """人工判断: the text does not settle these facts."""

    condition: RawCondition
    unless: RawCondition | None = None


class ActionModel(Provision):
    """措施: what else must be done once the attribute is known."""

    parts: ClassVar[tuple[str, ...]] = ("措施",)

    matter: Text
    matter_english: Text | None = None
    applies_to: Annotated[tuple[AttributeTerm, ...], Field(min_length=1)]
    action: Text
    action_english: Text | None = None
    unless: RawCondition | None = None


class PrecedenceModel(Provision):
    """从严: the provision, or the open question, behind 'the strictest class that holds decides'."""


class ReferralModel(Provision):
    """转致: the instrument hands a matter to other law."""

    condition: RawCondition


class SchemeModel(Model):
    """Classification rules of one scheme."""

    note: Text | None = None
    precedence: PrecedenceModel | None = None
    grounds: tuple[GroundModel, ...]
    holds: tuple[HoldModel, ...] = ()
    reviews: tuple[ReviewModel, ...] = ()
    residual: ResidualModel | None = None

    @property
    def classes(self) -> bool:
        """Whether any rule says what class data has, or why none can be named."""
        return bool(self.grounds or self.holds or self.reviews or self.residual)


class MoveModel(Model):
    """One direction of change."""

    before: OpeningTerm
    after: OpeningTerm


class RequirementModel(Model):
    """One thing a change needs, with the passage that asks for it."""

    id: RuleId
    ref: str | None = None
    gist: Text
    english: Text
    anchors: tuple[Text, ...] = ()
    hard: YesNo = True
    place_levels: tuple[Literal["省级", "市级", "县级"], ...] = ()
    condition: RawCondition


class ChangeModel(Provision):
    """A provision on changing the opening attribute, or its conditions."""

    moves: tuple[MoveModel, ...] = ()
    condition_changes: tuple[Literal["收紧", "放宽"], ...] = ()
    cures: tuple[Literal["脱敏脱密", "同意"], ...] = ()
    requirements: tuple[RequirementModel, ...]
    reviews: tuple[ReviewModel, ...] = ()
    approvers: tuple[Text, ...] = ()
    consequences: tuple[str, ...] = ()


class RulesModel(Model):
    """``rules.yaml``."""

    opening: SchemeModel | None = None
    sharing: SchemeModel | None = None
    changes: tuple[ChangeModel, ...] = ()
    actions: tuple[ActionModel, ...] = ()
    referrals: tuple[ReferralModel, ...] = ()


DutyForceTerm = Literal["应当", "原则上", "最低"]


MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]


WholeNumber = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}$")]


class DutyModel(Provision):
    """A duty: where the premise holds, something must be so."""

    parts: ClassVar[tuple[str, ...]] = ("职责", "职责和期限")

    matter: Text
    actor: Text
    actor_english: Text | None = None
    force: DutyForceTerm
    premise: RawCondition | None = None
    must: RawCondition
    doubt: RawCondition | None = None
    prompt: YesNo = False
    action: Text
    action_english: Text | None = None
    precedes: Text | None = None
    consequences: tuple[str, ...] = ()


class DutiesModel(Model):
    """``duties.yaml``."""

    duties: tuple[DutyModel, ...]


class ExtensionModel(Model):
    """延长: when a term may be longer, who decides, up to what total."""

    ref: str | None = None
    gist: Text
    english: Text
    condition: RawCondition
    decided_on: Text
    timely: Text | None = None
    total: WholeNumber | None = None


class TermModel(Provision):
    """The term of one step."""

    parts: ClassVar[tuple[str, ...]] = ("职责和期限",)

    step: Text
    actor: Text
    actor_english: Text | None = None
    force: DutyForceTerm
    condition: RawCondition | None = None
    length: WholeNumber | None = None
    unit: Literal["工作日", "日", "月", "年", "更新频率"] | None = None
    fixed: MonthDay | None = None
    extension: ExtensionModel | None = None
    consequences: tuple[str, ...] = ()


class CountingModel(Provision):
    """How terms of one unit are counted, and by which general law where the text is silent."""

    unit: Literal["工作日", "日", "月", "年", "更新频率"]
    general: tuple[Text, ...] = ()
    general_english: tuple[Text, ...] = ()


class RecurringModel(Provision):
    """A duty that comes back every year."""

    parts: ClassVar[tuple[str, ...]] = ("职责", "职责和期限")

    matter: Text
    actor: Text
    actor_english: Text | None = None
    force: DutyForceTerm
    every_year: MonthDay


class DeadlinesModel(Model):
    """``deadlines.yaml``."""

    terms: tuple[TermModel, ...] = ()
    counting: tuple[CountingModel, ...] = ()
    recurring: tuple[RecurringModel, ...] = ()


ArticleStatusTerm = Literal["已编码", "部分编码", "定义", "组织", "原则", "人工判断", "待处理"]


class ArticleModel(Model):
    """A row of ``articles.yaml``."""

    ref: str
    status: ArticleStatusTerm
    note: Text | None = None
    note_english: Text | None = None
    fingerprint: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class ArticlesModel(Model):
    """``articles.yaml``."""

    article_count: WholeNumber | None = None
    articles: tuple[ArticleModel, ...]


class StampModel(Model):
    """``mutation.yaml``: under which meaning every change of a rule is noticed by a case. A program writes it."""

    proved: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
