"""One source for both worlds: plain Python for the one engine, inlined by the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba.extending import overload, register_jitable

_F = TypeVar("_F", bound=Callable[..., Any])
_MASK = (1 << 64) - 1

mechanism = cast("Callable[[_F], _F]", register_jitable(forceinline=True, error_model="numpy"))
"""Decorator: CPython gets the plain function, numba inlines it; no dispatcher is ever called."""


def word(number: int) -> int:
    """Return `number` as an unsigned 64-bit word (two's complement when negative)."""
    return number & _MASK


@overload(word, inline="always")
def _word(number):  # type: ignore[no-untyped-def]  # noqa: ARG001 - numba compares the signatures
    return lambda number: np.uint64(number)  # noqa: PLW0108 - numba needs a Python function
