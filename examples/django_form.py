"""A form of Django on which a dataset is declared, and which says no where the law does.

    from django_form import declaration_form

    form = declaration_form(odr.load().law("taian", on=today))(request.POST)
    if form.is_valid():
        publish(form.cleaned_data, form.decision.receipt)

One field for each fact of the law, with the question that the law asks; what is left blank is unknown, and unknown is
not no. An attribute that cannot stand is an error of its field, one line for each provision against it; where facts
are missing that would tell, the most telling one is asked for at its own field. ``form.decision`` is the answer.
"""

from __future__ import annotations

from typing import Any

from django import forms

import opendata_rules as odr

#: What the field of the declared attribute is called, and what a person chooses from.
DECLARED = "declared"
_ATTRIBUTES = [("closed", "不予开放"), ("conditional", "有条件开放"), ("open", "无条件开放")]
_UNKNOWN = ("", "不知道")
_YES_OR_NO = {"true": True, "false": False}


class DeclarationForm(forms.Form):
    """What all declarations share; :func:`declaration_form` makes the one of a law."""

    law: odr.Law
    decision: odr.Decision | None = None

    def clean(self) -> dict[str, Any]:
        """Judge what was told.

        Returns:
            The cleaned data.
        """
        told: dict[str, Any] = super().clean() or self.cleaned_data
        declared = told.get(DECLARED)
        if not declared:
            return told
        facts = {name: _YES_OR_NO.get(value, value) for name, value in told.items() if name != DECLARED and value}
        try:
            self.decision = self.law.classify(facts, declared=declared)
        except odr.Error as error:
            for problem in error.problems:
                self.add_error(problem.fact if problem.fact in self.fields else DECLARED, str(problem))
            return told
        if self.decision.declared_valid is True:
            return told
        for against in self.decision.objections:
            self.add_error(DECLARED, f"{against.citation.text if against.citation else ''}　{against.gist}")
        if not self.decision.objections:
            self.add_error(DECLARED, "还不能断定这个属性能够成立。")
        for question in self.decision.questions[:1]:
            self.add_error(question.fact, f"请先回答：{question.text}")
        return told


def declaration_form(law: odr.Law) -> type[DeclarationForm]:
    """The form of a law.

    Args:
        law: by which is judged.
    """
    made: dict[str, Any] = {"law": law, DECLARED: forms.ChoiceField(label="申报的开放属性", choices=_ATTRIBUTES)}
    for fact in law.facts("classification"):
        known = [*fact.values] or [("true", "是"), ("false", "否")]
        made[fact.id] = forms.ChoiceField(
            label=fact.label, help_text=fact.question, choices=[_UNKNOWN, *known], required=False
        )
    return type("DeclarationFormOfLaw", (DeclarationForm,), made)
