"""What the tests of the tools share: a desk on the shipped rules, and clients of both eras of the protocol."""

from __future__ import annotations

import pytest

pytest.importorskip("mcp", reason="needs the extra mcp")
