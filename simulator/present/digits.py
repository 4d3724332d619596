"""Numbers in as many digits as a reader wants."""

from __future__ import annotations

import math

__all__ = ["number", "rounded"]


def number(value: float, digits: int = 3) -> str:
    """Return a number plain, with so many significant digits and every whole one; - for nan."""
    if math.isnan(value):
        return "-"
    if value == 0.0:
        return "0"
    decimals = max(0, digits - 1 - _magnitude(value))
    text = f"{value:,.{min(decimals, 6)}f}"
    return "0" if text.strip("-0.") == "" else text


def rounded(value: float) -> str:
    """Return a number in two digits, as sentences have it: whole ones after them are noughts."""
    if math.isnan(value) or value == 0.0:
        return number(value)
    return number(round(value, 1 - _magnitude(value)), 2)


def _magnitude(value: float) -> int:
    return math.floor(math.log10(abs(value)))
