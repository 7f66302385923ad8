"""Receipts: what a later reader needs to compute an answer again. Issued and replayed here, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import ReceiptMismatch
from ..norms.order import LegalOrder
from ..version import __version__
from ..vocabulary.facts import FactValue
from .result import plain

#: Version of the form.
FORM = 1


def issue(
    order: LegalOrder,
    kind: str,
    facts: Mapping[str, FactValue],
    options: Mapping[str, Any],
    *,
    calendar: bool = False,
) -> dict[str, Any]:
    """The receipt of an answer.

    Args:
        order: what the answer rests on.
        kind: which question was asked.
        facts: the facts as stated, by id.
        options: everything else that was asked with.
        calendar: whether the answer looked at the calendar.
    """
    return {
        "receipt": FORM,
        "kind": kind,
        "engine": __version__,
        "place": order.place.id,
        "on": order.on.isoformat(),
        "options": {"drafts": order.drafts, "strict": order.strict, **options},
        "facts": {name: plain(value) for name, value in sorted(facts.items())},
        "packs": _packs(order),
        "calendar": order.calendar.digest if calendar else None,
    }


def _packs(order: LegalOrder) -> dict[str, str]:
    return {link.standing.id: link.pack.digest for link in order.chain.links}


def replay(receipt: Mapping[str, Any], law_of: Callable[..., Any]) -> Any:
    """Compute the answer of a receipt again. See ``library.replay``.

    Args:
        receipt: the receipt.
        law_of: gives the law of a place, as ``library.law`` does.

    Raises:
        ReceiptMismatch: packs or engine are not those the receipt was issued under, or it is no receipt.
    """
    try:
        kind, place, options = receipt["kind"], receipt["place"], dict(receipt["options"])
        on = dt.date.fromisoformat(receipt["on"])
        facts, packs, engine = dict(receipt["facts"]), dict(receipt["packs"]), receipt["engine"]
        law = law_of(place, on=on, drafts=options.pop("drafts"), strict=options.pop("strict"))
    except (KeyError, TypeError, ValueError) as error:
        raise ReceiptMismatch(f"这不是本库出具的凭据：{error}。") from error
    if engine != __version__:
        raise ReceiptMismatch(f"凭据由 {engine} 版出具，现在是 {__version__} 版，不能保证结果相同。")
    now = _packs(law)
    changed = sorted(name for name in packs.keys() | now.keys() if packs.get(name) != now.get(name))
    if changed:
        raise ReceiptMismatch(f"出具凭据之后，下列规则包有变化：{'、'.join(changed)}。", nearest=changed)
    if receipt.get("calendar") is not None and receipt["calendar"] != law.calendar.digest:
        raise ReceiptMismatch("出具凭据之后，工作日历有变化。", nearest=("calendar",))
    try:
        return _asked_again(law, kind, facts, options)
    except ReceiptMismatch:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise ReceiptMismatch(f"这不是本库出具的凭据：{error}。") from error


def _asked_again(law: Any, kind: str, facts: dict[str, Any], options: dict[str, Any]) -> Any:
    def day(name: str) -> dt.date:
        return dt.date.fromisoformat(options[name])

    match kind:
        case "classify":
            return law.classify(facts, **options)
        case "change":
            return law.check_change(options["before"], options["after"], facts)
        case "check":
            return law.check(options["topic"], facts)
        case "deadline":
            return law.deadline(options["step"], trigger=day("trigger"), facts=facts, receipt=options["receipt"])
        case "schedule":
            actual = {name: dt.date.fromisoformat(text) for name, text in options["actual"].items()}
            return law.schedule(
                options["procedure"],
                trigger=day("trigger"),
                actual=actual,
                on=day("on"),
                facts=facts,
                receipt=options["receipt"],
            )
    raise ReceiptMismatch(f"不认识“{kind}”类凭据。")
