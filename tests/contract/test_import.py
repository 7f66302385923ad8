"""Importing the package: cheap, and without anything that a caller may never need."""

from __future__ import annotations

import subprocess
import sys

import pytest

import opendata_rules as odr

HEAVY = (
    "pydantic",
    "yaml",
    "typer",
    "rich",
    "holidays",
    "durable",
    "numpy",
    "openpyxl",
    "python_calamine",
    "xlsxwriter",
    "jinja2",
)


def test_importing_the_package_imports_no_library() -> None:
    code = f"import sys, opendata_rules; print([n for n in {HEAVY!r} if n in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


#: What the classes of the facade do without until the first question of its kind.
LATER = (
    "dateutil",
    "holidays",
    "opendata_rules.answers.changes.computation",
    "opendata_rules.answers.duties.computation",
    "opendata_rules.catalogue.check",
    "opendata_rules.catalogue.reports",
    "opendata_rules.working_days.notices",
    "opendata_rules.working_days.sources",
)


def test_a_law_is_asked_for_without_what_answers_other_questions() -> None:
    code = (
        "import sys, datetime, opendata_rules as odr\n"
        "odr.load().law('taian', on=datetime.date(2026, 3, 10)).classify({'state_secret': True})\n"
        f"print([n for n in {LATER!r} if n in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("name", odr.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(odr, name) is not None


def test_every_class_of_answers_has_a_public_name() -> None:
    code = (
        "import sys, opendata_rules as odr\n"
        "import opendata_rules.library, opendata_rules.replaying.recheck\n"
        "from opendata_rules.answers.receipts import Receipted\n"
        "def kinds(one): return {one, *(kind for sub in one.__subclasses__() for kind in kinds(sub))}\n"
        "print(sorted({one.__name__ for one in kinds(Receipted)} - set(odr.__all__)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "['Findings', 'OfCases', 'OfLaw', 'Receipted', 'Unfinished']"


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="clasify"):
        odr.clasify  # noqa: B018 - the access is the test
