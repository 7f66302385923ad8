"""Catalogues need the extra of that name."""

from __future__ import annotations

import pytest

for module in ("jinja2", "openpyxl", "python_calamine", "stdnum", "xlsxwriter", "xlwt"):
    pytest.importorskip(module, reason="needs the extra: pip install opendata-rules[catalogue]")
