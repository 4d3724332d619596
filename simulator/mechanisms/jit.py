"""What machine code has to know of: plain Python here, noted for the engine that is compiled.

A function marked here stays what it is in CPython; `engines.compiled.jit` makes the same source
known to numba before a compile. So neither the laws nor the reference engine need numba.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

__all__ = [
    "NOTED",
    "Noted",
    "called",
    "parted",
    "remembered",
    "scaled",
    "shared_jit",
    "table",
    "word",
]

_F = TypeVar("_F", bound=Callable[..., Any])
_MASK = (1 << 64) - 1
_REMEMBERED = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Noted:
    """A function of the model, by what others call it, and what it is made from.

    `made_from`: its source, or the numbers of a table; `inline`: always, else as LLVM sees fit.
    """

    name: Callable[..., Any]
    made_from: Callable[..., Any] | tuple[float, ...]
    inline: bool = True


NOTED: list[Noted] = []
"""The functions marked that numba does not know yet, in the order of their modules."""


def shared_jit(function: _F) -> _F:
    """Return a law of the model as it is; machine code inlines it wherever a kernel calls it."""
    NOTED.append(Noted(name=function, made_from=function))
    return function


def called(function: _F) -> _F:
    """Return a law of the model as it is; a kernel calls it, or inlines it as LLVM sees fit."""
    NOTED.append(Noted(name=function, made_from=function, inline=False))
    return function


def remembered(function: _F) -> _F:
    """Return a law whose values CPython keeps, for a function often asked for the same thing."""
    kept: Any = lru_cache(_REMEMBERED)(function)
    NOTED.append(Noted(name=kept, made_from=function))
    return kept


def table(values: Sequence[float]) -> Callable[[int], float]:
    """Return the function index -> constant number of `values`; machine code checks no bounds."""
    kept = tuple(values)
    NOTED.append(Noted(name=kept.__getitem__, made_from=kept))
    return NOTED[-1].name


def word(number: int) -> int:
    """Return `number` as an unsigned 64-bit word (two's complement when negative)."""
    return number & _MASK


def parted(x: float) -> tuple[float, int, int]:
    """Return a positive normal `x` in parts: (rest, step, whole), all exact.

    x = (1/2 + step / 256 + rest) * 2^whole, `step` from 0 to 128 and a `rest` of at most 1/512.
    """
    fraction, whole = math.frexp(x)
    step = ((int(fraction * 512.0) + 1) >> 1) - 128
    return fraction - (128 + step) / 256.0, step, whole


def scaled(x: float, n: int) -> float:
    """Return `x` times 2 to the whole power `n` of -1075 to 1024, for an `x` of about 1."""
    return math.ldexp(x, n)
