"""Laws of single numbers where some of the numbers are arrays, one element a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["Number", "each", "least", "of_case", "where"]

Number = float | np.ndarray[Any, np.dtype[Any]]
"""One number, or one for each of many cases."""


def each(law: Callable[..., Any], *numbers: Number) -> Any:
    """Return what a law says of numbers, case by case where any of them is an array.

    The very same function is called as for single numbers, so that every bit is the same; of a law
    that returns several numbers the cases are the last axis.
    """
    if not any(isinstance(number, np.ndarray) for number in numbers):
        return law(*numbers)
    cases = zip(*(part.tolist() for part in np.broadcast_arrays(*numbers)), strict=True)
    return np.array([law(*case) for case in cases]).T


def least(one: Number, other: Number) -> Number:
    """Return the smaller of two numbers, case by case."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.minimum(one, other)
    return min(one, other)


def where(which: Any, one: Number, other: Number) -> Number:
    """Return one number where something holds and else the other, case by case."""
    if isinstance(which, np.ndarray):
        return np.where(which, one, other)
    return one if which else other


def of_case(number: Any, case: int) -> Any:
    """Return the number of one case; what is no array is the same in all."""
    return number[case].item() if isinstance(number, np.ndarray) else number
