"""Units of scenario files: text in, internal numbers out.

Inside, time is working days: a day has 8 h, a week 5 days, a year 260, a month 260/12.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, Final

__all__ = [
    "DAYS_PER_MONTH",
    "DAYS_PER_WEEK",
    "DAYS_PER_YEAR",
    "MOST",
    "UNITS",
    "Unit",
    "money",
    "per_unit",
]

DAYS_PER_WEEK: Final = 5.0
DAYS_PER_YEAR: Final = 260.0
DAYS_PER_MONTH: Final = 260.0 / 12.0

MOST: Final = 1e12
"""The most of anything where the register has no bound of its own [internal units].

More than anyone has (person-days: half of what all of mankind works in a year), and so little that
sums, squares and products of several stay numbers.
"""

_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_DURATION = re.compile(rf"({_NUMBER}) +(min|h|day|week|month|year)(s?)")
_RATE = re.compile(rf"({_NUMBER}) +per +(week|month|year)")
_SPEND = re.compile(rf"({_NUMBER}) +(person-days?|people|person)")
_MONEY = re.compile(rf"({_NUMBER}) +([A-Z]{{3}}|[€$£])")
_BUDGET = re.compile(rf"{_NUMBER} +(?:person-days?|people|person|[A-Z]{{3}}|[€$£])")
_SCALE = re.compile(rf"({_NUMBER}) +person-days? +per +(weekly item|person|place)")
_SCALES = {
    per: re.compile(rf"({_NUMBER}) +person-days? +per +{per}")
    for per in ("weekly item", "person", "place")
}
_PERCENT = re.compile(rf"({_NUMBER}) *%")
_OF_BASE = re.compile(rf"({_NUMBER}) +of +base")
# a quotient, so that "4 h" is exactly 0.5 and "12 months" exactly 260
_DAYS = {
    "min": (1.0, 480.0),
    "h": (1.0, 8.0),
    "day": (1.0, 1.0),
    "week": (5.0, 1.0),
    "month": (260.0, 12.0),
    "year": (260.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """How one kind of number is written in a file.

    Parameters
    ----------
    name
        The name the register uses.
    phrase
        What is allowed, in words, before any bounds.
    parse
        The number in internal units; ValueError for anything else.
    pattern
        A regular expression of the written form for the schema; None for plain numbers.
    inside
        What an internal number counts, where that is not the name of what is written.
    """

    name: str
    phrase: str
    parse: Callable[[Any], float]
    pattern: str | None = None
    inside: str = ""

    @property
    def most(self) -> str:
        """The most that any number of this unit may be, in words."""
        return f"at most {MOST:,.0f} {self.inside}".rstrip()


def days(raw: object) -> float:
    """The working days [days] of a text such as ``4 h`` or ``2 weeks``; ValueError otherwise."""
    match = _DURATION.fullmatch(raw) if isinstance(raw, str) else None
    if match is None or (match[2] == "h" and match[3]):
        raise ValueError("not a duration")
    times, over = _DAYS[match[2]]
    return float(match[1]) * times / over


def days_or_never(raw: object) -> float:
    """The working days [days] of a duration, infinity for ``never``; ValueError otherwise."""
    return math.inf if isinstance(raw, str) and raw == "never" else days(raw)


def rate(raw: object) -> float:
    """The events per working day of a text such as ``10 per week``; ValueError otherwise."""
    match = _RATE.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        raise ValueError("not a rate")
    times, over = _DAYS[match[2]]
    return float(match[1]) * over / times


def number(raw: object) -> float:
    """The number itself; a text or a boolean is none (ValueError)."""
    if type(raw) is float:
        return raw
    if type(raw) is not int:
        raise ValueError("not a number")
    try:
        return float(raw)
    except OverflowError:
        return math.inf if raw > 0 else -math.inf


def whole(raw: object) -> float:
    """The whole number itself; ValueError for a fraction, a text or a boolean."""
    value = number(raw)
    if not value.is_integer():
        raise ValueError("not a whole number")
    return value


def person_days(raw: object) -> float:
    """The person-days of a text such as ``600 person-days`` or ``3 people``, a year of each.

    ValueError otherwise, for money too, which needs a price.
    """
    match = _SPEND.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        raise ValueError("wrong or missing unit")
    return float(match[1]) * (1.0 if match[2].startswith("person-") else DAYS_PER_YEAR)


def money(raw: object) -> tuple[float, str] | None:
    """The amount and the currency of a text such as ``500000 EUR``; None where it is none."""
    match = _MONEY.fullmatch(raw.strip()) if isinstance(raw, str) else None
    return None if match is None else (float(match[1]), match[2])


def hours(raw: object) -> float:
    """The working hours of a duration; ValueError otherwise."""
    return 8.0 * days(raw)


def of_base(raw: object) -> float:
    """The factor of a text such as ``0.3 of base``; ValueError otherwise."""
    return _only(_OF_BASE, raw)


def per_unit(raw: object) -> str | None:
    """What a price such as ``8 person-days per weekly item`` is for, None when it is none."""
    match = _SCALE.fullmatch(raw) if isinstance(raw, str) else None
    return None if match is None else match[2]


def _only(pattern: re.Pattern[str], raw: object) -> float:
    match = pattern.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        raise ValueError("wrong or missing unit")
    return float(match[1])


def _unit(
    name: str,
    phrase: str,
    parse: Callable[[object], float],
    pattern: re.Pattern[str] | None = None,
    inside: str = "",
) -> Unit:
    cached = lru_cache(maxsize=4096, typed=True)(parse)
    return Unit(name, phrase, cached, None if pattern is None else f"^{pattern.pattern}$", inside)


_COUNTED = {
    "failed changes? per 100": 1,
    "failed changes? a year": 6,
    "failures? per 100": 1,
    "serious failures? a year": 6,
    "items? a week": 2,
    "items? in progress": 2,
    "hand-ons? per failure": 0.1,
    "rollbacks? per 100": 5,
    "mistakes? per 100": 1,
    "facts? per 100": 5,
    "handovers? per 100": 5,
    "person-days? a year": 100,
    "item-days? a year": 100,
    "a year": 50_000,
}
"""What is counted, with a number as an example; the sign before `?` may be left out."""


def _counted(words: str, example: float) -> Unit:
    name = words.replace("?", "")
    said = words.replace("s?", "") if example == 1 else name
    pattern = re.compile(rf"({_NUMBER}) +{words.replace(' ', ' +')}")
    return _unit(name, f"a number such as {example} {said}", partial(_only, pattern), pattern)


UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {
        unit.name: unit
        for unit in (
            _unit("probability", "a probability", number),
            _unit("number", "a number", number),
            _unit("whole number", "a whole number", whole),
            _unit("duration", "a duration such as 3 days or 4 h", days, _DURATION, "days"),
            _unit(
                "duration or never",
                "never or a duration such as 3 days or 4 h",
                days_or_never,
                re.compile(f"(?:never|{_DURATION.pattern})"),
                "days",
            ),
            _unit("rate", "a rate such as 2 per week, month or year", rate, _RATE, "per day"),
            _unit(
                "person-days",
                "an amount such as 600 person-days",
                person_days,
                _BUDGET,
                "person-days",
            ),
            *(
                _unit(
                    f"person-days per {per}",
                    f"an amount such as 8 person-days per {per}",
                    partial(_only, pattern),
                    pattern,
                    f"person-days per {per}",
                )
                for per, pattern in _SCALES.items()
            ),
            _unit("%", "a share such as 10 %", partial(_only, _PERCENT), _PERCENT),
            _unit("of base", "a factor such as 0.3 of base", of_base, _OF_BASE),
            _unit("hours", "a duration such as 4 h", hours, _DURATION, "hours"),
            *(_counted(words, example) for words, example in _COUNTED.items()),
        )
    }
)
