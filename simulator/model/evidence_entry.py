"""The shape of the evidence register: studies, the figures taken from them, how they were got."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from simulator.stats.intervals import wilson

__all__ = ["HOW", "INTERVALS", "Entry", "Figure", "Got", "counted", "derived", "figure", "share"]

Got = Literal["PF", "PA", "S", "D"]
Interval = Literal["95 %", "range", "Wilson 95 %, derived"]
INTERVALS: Final = ("95 %", "range", "Wilson 95 %, derived")
HOW: Final[Mapping[Got, str]] = MappingProxyType(
    {
        "PF": "primary table or data file read",
        "PA": "primary abstract or official page read",
        "S": "secondary source only",
        "D": "derived by arithmetic from the others",
    }
)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One published number, as published.

    Parameters
    ----------
    key
        Short name within the study.
    what
        What was measured, in words.
    value
        The number in `unit`; None where only a range or a direction is published.
    unit
        Such as ``%``, ``per 100 admissions``, ``times``, ``s``.
    low, high
        The interval; None where it is not stated.
    interval
        What kind of interval: a published 95 % interval, a range over cases, or one derived here
        from counts; None without one.
    count, of
        The counts behind a share, where they are known.
    how
        How the figure was obtained, a key of `HOW`.
    """

    key: str
    what: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    interval: Interval | None = None
    count: int | None = None
    of: int | None = None
    how: Got

    @property
    def shown(self) -> str:
        """The value with its unit in words; a range or a direction where there is no value."""
        if self.value is not None:
            return f"{self.value:.4g} {self.unit}"
        if self.low is None and self.high is None:
            return "not stated" if self.unit != "direction" else "direction only"
        return f"{self.within} {self.unit}"

    @property
    def within(self) -> str:
        """The interval in words, ``not stated`` without one."""
        if self.low is None and self.high is None:
            return "not stated"
        if self.low is None:
            return f"at most {self.high:.4g}"
        return (
            f"at least {self.low:.4g}"
            if self.high is None
            else f"{self.low:.4g} to {self.high:.4g}"
        )


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One study of the register.

    Parameters
    ----------
    slug
        The name by which sources, comments and reasons cite it, in square brackets.
    study
        Authors, year, journal or venue.
    population, design
        Who or what was studied, and how.
    n, n_of
        Size and what it counts; None where it is not stated.
    doi
        Digital object identifier; None where it is not known here.
    carries
        How far it carries to software organisations.
    figures
        What was taken from it, by key.
    """

    slug: str
    study: str
    population: str
    design: str
    n: int | None = None
    n_of: str | None = None
    doi: str | None = None
    carries: str
    figures: tuple[Figure, ...]

    @property
    def reference(self) -> str:
        """Authors and year with the DOI; the study in full where one of them is not known."""
        named = re.match(r"[^(]*?\b(?:19|20)\d\d\b", self.study)
        return self.study if named is None or self.doi is None else f"{named[0]}, doi {self.doi}"

    def figure(self, key: str) -> Figure:
        """The figure of this key; ValueError if the study has none."""
        for found in self.figures:
            if found.key == key:
                return found
        known = ", ".join(found.key for found in self.figures)
        raise ValueError(f"{self.slug} has no figure {key!r}; it has {known}")


def figure(
    key: str,
    what: str,
    value: float | None,
    unit: str,
    how: Got,
    *,
    low: float | None = None,
    high: float | None = None,
    interval: Interval | None = None,
) -> Figure:
    """A figure as published, with its published interval if there is one."""
    return Figure(
        key=key, what=what, value=value, unit=unit, low=low, high=high, interval=interval, how=how
    )


def share(key: str, what: str, percent: float, how: Got) -> Figure:
    """A published percentage without an interval and without counts."""
    return figure(key, what, percent, "%", how)


def derived(key: str, what: str, value: float, unit: str) -> Figure:
    """A figure got by arithmetic from others of the register."""
    return figure(key, what, value, unit, "D")


def counted(key: str, what: str, count: int, of: int, how: Got) -> Figure:
    """A published count as a percentage, with the Wilson interval derived from it."""
    found = wilson(count, of)
    return Figure(
        key=key,
        what=what,
        value=100.0 * found.best,
        unit="%",
        low=100.0 * found.low,
        high=100.0 * found.high,
        interval="Wilson 95 %, derived",
        count=count,
        of=of,
        how=how,
    )
