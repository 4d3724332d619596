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
    "comma",
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
_WORDS = {
    "min": "min|mins|minute|minutes",
    "h": "h|hr|hrs|hour|hours",
    "day": "d|day|days|working day|working days",
    "week": "wk|wks|week|weeks",
    "month": "mo|month|months",
    "year": "yr|yrs|year|years",
}
"""How a unit of time is written; what a number has no meaning for without reading minds (`m`) is
left out."""
_CALLED = {word: unit for unit, words in _WORDS.items() for word in words.split("|")}
_PER = "(?:/ *|(?:per|each|every|an?) +)"
_PERSON_DAYS = "(?:person|man)[- ]?days?|pd"
_CURRENCY = "[A-Z]{3}|[€$£]"
_SUM = rf"(?:{_NUMBER}) *[kM]? *(?:{_CURRENCY})|(?:{_CURRENCY}) *(?:{_NUMBER}) *[kM]?"


def _any(*units: str) -> str:
    each = (word for unit in units for word in _WORDS[unit].split("|"))
    return "|".join(sorted(each, key=lambda word: (-len(word), word)))


_DURATION = re.compile(rf"({_NUMBER}) *({_any(*_WORDS)})")
_RATE = re.compile(rf"({_NUMBER}) *{_PER}({_any('day', 'week', 'month', 'year')})")
_SPEND = re.compile(rf"({_NUMBER}) *({_PERSON_DAYS}|people|persons?|FTE)")
_MONEY = re.compile(_SUM)
_BUDGET = re.compile(rf"(?:{_SPEND.pattern}|{_SUM})")
_PLACES = {"weekly item": "weekly items?", "person": "person", "place": "place"}
_SCALES = {
    per: re.compile(rf"({_NUMBER}) *(?:{_PERSON_DAYS}) +per +({words})")
    for per, words in _PLACES.items()
}
_PERCENT = re.compile(rf"({_NUMBER}) *(?:%|per ?cent)")
_OF_BASE = re.compile(rf"({_NUMBER}) +of +base")
_COMMA = re.compile(r"(?<![0-9.,])([0-9]+),([0-9]+)(?![0-9.,])")
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
    if match is None:
        raise ValueError("not a duration")
    times, over = _DAYS[_CALLED[match[2]]]
    return float(match[1]) * times / over


def days_or_never(raw: object) -> float:
    """The working days [days] of a duration, infinity for ``never``; ValueError otherwise."""
    return math.inf if isinstance(raw, str) and raw == "never" else days(raw)


def rate(raw: object) -> float:
    """The events per working day of a text such as ``10 per week``; ValueError otherwise."""
    match = _RATE.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        raise ValueError("not a rate")
    times, over = _DAYS[_CALLED[match[2]]]
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
    whole_years = match[2] in {"people", "person", "persons", "FTE"}
    return float(match[1]) * (DAYS_PER_YEAR if whole_years else 1.0)


def money(raw: object) -> tuple[float, str] | None:
    """The amount and the currency of a text such as ``500000 EUR``; None where it is none.

    ``500 kEUR`` and ``EUR 500000`` too.
    """
    if not isinstance(raw, str) or _MONEY.fullmatch(raw.strip()) is None:
        return None
    text = raw.strip()
    (currency,) = re.findall(_CURRENCY, text)
    size = re.findall(r"[kM](?![A-Z])", text.replace(currency, " "))
    (number_,) = re.findall(_NUMBER, text)
    return float(number_) * _THOUSANDS[size[0] if size else ""], currency


_THOUSANDS = {"": 1.0, "k": 1e3, "M": 1e6}


def comma(raw: object) -> str | None:
    """What to write in place of a number with a comma, in words; None where there is none.

    ``2,5 days`` has a decimal comma; ``1,500 days`` may be either.
    """
    match = _COMMA.search(raw) if isinstance(raw, str) else None
    if match is None or not isinstance(raw, str):
        return None
    point = f"{match[1]}.{match[2]}"
    written = raw[: match.start()] + point + raw[match.end() :]
    if len(match[2]) == 3 and match[1] != "0":
        return f"{match[1]}{match[2]} for the thousands, or {point} for the fraction"
    return f"a point, not a comma: {written}"


def hours(raw: object) -> float:
    """The working hours of a duration; ValueError otherwise."""
    return 8.0 * days(raw)


def of_base(raw: object) -> float:
    """The factor of a text such as ``0.3 of base``; ValueError otherwise."""
    return _only(_OF_BASE, raw)


def per_unit(raw: object) -> str | None:
    """What a price such as ``8 person-days per weekly item`` is for, None when it is none."""
    if not isinstance(raw, str):
        return None
    return next((per for per, pattern in _SCALES.items() if pattern.fullmatch(raw)), None)


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
    counted = words.removesuffix("a year").strip().replace(" ", " +")
    ending = rf" *{_PER}year" if words.endswith("a year") else ""
    pattern = re.compile(rf"({_NUMBER}) *{counted}{ending}")
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
            _unit("rate", "a rate such as 2 per week, day, month or year", rate, _RATE, "per day"),
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
