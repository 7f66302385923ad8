"""Explanations as trees: what holds and why, what does not, what is unknown, what was not collected.

Chinese for legal staff, English for developers. Nothing is decided here; every line restates a result.
"""

from .attributes import explain_change, explain_decision
from .duties import explain_assessment, explain_deadline, explain_schedule

__all__ = [
    "explain_assessment",
    "explain_change",
    "explain_deadline",
    "explain_decision",
    "explain_schedule",
]
