"""One source for both worlds: plain Python for the reference engine, inlined by the compiled one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba.extending import overload, register_jitable

_F = TypeVar("_F", bound=Callable[..., Any])
_MASK = (1 << 64) - 1

mechanism = cast(
    "Callable[[_F], _F]", register_jitable(forceinline=True, error_model="numpy")
)
"""Decorator: CPython gets the plain function, numba inlines it; no dispatcher is ever called."""


def word(number: int) -> int:
    """Return `number` as an unsigned 64-bit word (two's complement when negative)."""
    return number & _MASK


@overload(word, inline="always")  # type: ignore[untyped-decorator]
def _word(number):  # type: ignore[no-untyped-def]  # numba compares this signature with the inner one
    return lambda number: np.uint64(number)
