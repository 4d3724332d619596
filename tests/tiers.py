"""What `make test` tries of a long generated table; `make proof` tries all of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pytest
from _pytest.mark import ParameterSet

__all__ = ["PROOF", "examples_tried", "sampled"]

PROOF = os.environ.get("EDGEWISE_PROOF") == "1"
"""Whether `make proof` runs, which also runs what is marked slow."""

_SHARE = 4


def examples_tried(number: int) -> int:
    """How many of so many random examples are tried: all in a proof, else a quarter, at least 5."""
    return number if PROOF else min(number, max(5, number // _SHARE))


def sampled(cases: Iterable[Any], every: int = _SHARE) -> list[ParameterSet]:
    """The cases as parameters of a test, all slow but the first and each `every`-th after it.

    A case that is a tuple fills several parameters.
    """
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            marks=[pytest.mark.slow] if index % every else [],
        )
        for index, case in enumerate(cases)
    ]
