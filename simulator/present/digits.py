"""Numbers in as many digits as a reader wants."""

from __future__ import annotations

import math

__all__ = ["as_fine_as", "number", "rounded"]


def number(value: float, digits: int = 3) -> str:
    """Return a number plain, with so many significant digits and every whole one; - for nan."""
    if math.isnan(value):
        return "-"
    if value == 0.0:
        return "0"
    decimals = max(0, digits - 1 - _magnitude(value))
    text = f"{value:,.{min(decimals, 6)}f}"
    return "0" if text.strip("-0.") == "" else text


def rounded(value: float, matters: float = 0.0) -> str:
    """Return a number in two digits, as sentences have it: whole ones after them are noughts.

    It has no digit that lies below the second one of `matters`, where that is not nought.
    """
    if math.isnan(value) or value == 0.0:
        return number(value)
    places = 1 - _magnitude(value)
    if matters > 0.0 and math.isfinite(matters):
        places = min(places, 1 - _magnitude(matters))
    kept = round(value, places)
    return "0" if kept == 0.0 else number(kept, max(1, min(2, 1 + places + _magnitude(kept))))


def as_fine_as(value: float, matters: float) -> str:
    """Return a number with the decimals that the first digit of `matters` has; - for nan."""
    if math.isnan(value) or not matters > 0.0 or not math.isfinite(matters):
        return number(value)
    text = f"{value:,.{max(0, -_magnitude(matters))}f}"
    return text.lstrip("-") if text.strip("-0.") == "" else text


def _magnitude(value: float) -> int:
    return math.floor(math.log10(abs(value)))
