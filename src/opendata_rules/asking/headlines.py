"""Every answer in one line of Chinese and one of English, as the first line of its explanation has it."""

from __future__ import annotations

from ..answers.changes import explain as changes
from ..answers.changes.answer import ChangeVerdict
from ..answers.classification import explain as classification
from ..answers.classification.answer import Decision
from ..answers.deadlines import explain as deadlines
from ..answers.deadlines.answer import Deadline
from ..answers.deadlines.schedules import Schedule
from ..answers.duties import explain as duties
from ..answers.duties.answer import Assessment
from ..answers.receipts import Answer
from ..formats.trees import Language
from ..values import Json


def headline(answer: Answer) -> dict[str, Json]:
    """The answer in one line, by language."""
    return {lang: _line(answer, Language(lang)) for lang in ("zh", "en")}


def _line(answer: Answer, say: Language) -> str:
    match answer:
        case Decision():
            return classification.headline(answer, say)
        case ChangeVerdict():
            return changes.headline(answer, say)
        case Assessment():
            return duties.headline(answer, say)
        case Deadline() | Schedule():
            return deadlines.headline(answer, say)
    return answer.explain("en" if say.lang == "en" else "zh").partition("\n")[0]
