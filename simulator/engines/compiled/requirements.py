"""Whether the kernel can be compiled here, told without importing numba."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version

__all__ = ["obstacle"]

_FIRST, _UNTRIED = (0, 62), (0, 69)
"""The versions of numba that were run: from the first on, below the second."""


@cache
def obstacle() -> str | None:
    """Return why the kernel cannot be compiled here, as a clause; None where it can."""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0"):
        return "numba is switched off by NUMBA_DISABLE_JIT"
    try:
        found = version("numba")
    except PackageNotFoundError:
        return "numba is not installed"
    if not _FIRST <= tuple(map(int, re.findall(r"\d+", found)[:3])) < _UNTRIED:
        first, untried = (".".join(map(str, bound)) for bound in (_FIRST, _UNTRIED))
        return f"numba {found} was not tried, which is from {first} to below {untried}"
    return None
