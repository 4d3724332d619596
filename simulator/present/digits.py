"""Numbers in as many digits as a reader wants."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["as_fine_as", "number", "of_hundred", "rounded"]

_LARGE, _FEWEST = 5, 4


def number(value: float, digits: int = 3) -> str:
    """Return a number plain, with so many significant digits and every whole one; - for nan.

    Of a hundred thousand and more, as sums of money are, the whole ones after the fourth are
    noughts.
    """
    if math.isnan(value):
        return "-"
    if value == 0.0:
        return "0"
    if _magnitude(value) >= _LARGE:
        value = round(value, max(_FEWEST, digits) - 1 - _magnitude(value))
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


def of_hundred(parts: Sequence[float]) -> list[int]:
    """Return the parts of a whole, which may be below nought, as whole hundredths that add up.

    Those that lose most by being cut are rounded up (largest remainder), of equals the first. All
    are nought where there is no whole.
    """
    whole = math.fsum(parts)
    if not whole > 0.0:
        return [0] * len(parts)
    exact = [100.0 * part / whole for part in parts]
    found = [math.floor(each) for each in exact]
    order = sorted(range(len(parts)), key=lambda at: (found[at] - exact[at], at))
    for at in order[: 100 - sum(found)]:
        found[at] += 1
    return found


def _magnitude(value: float) -> int:
    return math.floor(math.log10(abs(value)))
