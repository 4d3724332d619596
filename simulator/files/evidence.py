"""The evidence register: every published figure the simulator leans on, read from evidence.toml."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from simulator.model.frozen import Frozen, Table
from simulator.stats.intervals import wilson

__all__ = [
    "HOW",
    "BoundaryShare",
    "Entry",
    "Evidence",
    "Figure",
    "cited",
    "evidence",
    "figure",
    "read",
    "spelled",
]

FILE: Final = "evidence.toml"
BOUNDARY: Final = "boundary-share"
Got = Literal["PF", "PA", "S", "C", "D"]
HOW: Final[Mapping[Got, str]] = MappingProxyType(
    {
        "PF": "primary table or data file read",
        "PA": "primary abstract or official page read",
        "S": "secondary source only",
        "C": "as cited, not read",
        "D": "derived by arithmetic from the others",
    }
)
_DERIVED: Final = "Wilson 95 %, derived"
_SLUG: Final = re.compile(r"\[([a-z]+(?:-[a-z0-9]+)*)\]")

Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z]+(-[a-z0-9]+)*$")]


def _named(name: str) -> BeforeValidator:
    """Give each table the name it stands under as the field `name`."""

    def given(tables: object) -> object:
        if not isinstance(tables, dict):
            return tables
        twice = [key for key, table in tables.items() if isinstance(table, dict) and name in table]
        if twice:
            raise ValueError(f"{', '.join(twice)}: leave out {name}, the table's own name says it")
        return {
            key: {**table, name: key} if isinstance(table, dict) else table
            for key, table in tables.items()
        }

    return BeforeValidator(given)


class Figure(Frozen):
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
        The counts behind a share, where they are known; value and interval are derived from them.
    how
        How the figure was obtained, a key of `HOW`.
    """

    key: Text
    what: Text
    value: float | None = None
    unit: Text
    low: float | None = None
    high: float | None = None
    interval: Literal["95 %", "range", "Wilson 95 %, derived"] | None = None
    count: int | None = None
    of: int | None = None
    how: Got

    @model_validator(mode="before")
    @classmethod
    def _counted(cls, table: Any) -> Any:
        """Return a count as a percentage, with the Wilson interval derived from it."""
        if not isinstance(table, dict):
            return table
        count, of = table.get("count"), table.get("of")
        if type(count) is not int or type(of) is not int:
            return table
        stated = [key for key in ("value", "unit", "low", "high", "interval") if key in table]
        if stated:
            raise ValueError(f"{', '.join(stated)}: derived from count and of, so left out")
        found = wilson(count, of)
        ends = {"low": 100.0 * found.low, "high": 100.0 * found.high, "interval": _DERIVED}
        return {**table, "value": 100.0 * found.best, "unit": "%", **ends}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.count is None) != (self.of is None):
            raise ValueError("count and of stand together")
        if (self.interval == _DERIVED) != (self.count is not None):
            raise ValueError(f"the interval {_DERIVED!r} belongs to count and of")
        if (self.interval is None) != (self.low is None and self.high is None):
            raise ValueError("low or high need interval, and interval needs one of them")
        ends = [end for end in (self.low, self.value, self.high) if end is not None]
        if ends != sorted(ends):
            raise ValueError("low, value and high are in this order")
        return self

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


class Entry(Frozen):
    """One study of the register.

    Parameters
    ----------
    slug
        The name by which sources, comments and reasons cite it, in square brackets.
    group
        The heading it stands under, one of `Evidence.groups`.
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

    slug: Slug
    group: Text
    study: Text
    population: Text
    design: Text
    n: Annotated[int, Field(gt=0)] | None = None
    n_of: Text | None = None
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,}/\S+$")] | None = None
    carries: Annotated[str, Field(pattern=r"^(measured in software|borrowed)\b")]
    figures: Annotated[Table[Figure], Field(min_length=1), _named("key")]

    @model_validator(mode="after")
    def _sized(self) -> Self:
        if (self.n is None) != (self.n_of is None):
            raise ValueError("n and n_of stand together")
        return self

    @property
    def reference(self) -> str:
        """Authors and year with the DOI; the study in full where one of them is not known."""
        named = re.match(r"[^(]*?\b(?:19|20)\d\d\b", self.study)
        return self.study if named is None or self.doi is None else f"{named[0]}, doi {self.doi}"

    def figure(self, key: str) -> Figure:
        """The figure of this key; ValueError if the study has none."""
        if key not in self.figures:
            known = ", ".join(self.figures)
            raise ValueError(f"{self.slug} has no figure {key!r}; it has {known}")
        return self.figures[key]


class BoundaryShare(Frozen):
    """The share of failures born at a boundary, by one source's definition [%]."""

    slug: Slug
    level: Literal["incidents", "reports", "hospital errors", "claims", "defects"]
    definition: Text

    @property
    def entry(self) -> Entry:
        """The study."""
        return evidence().studies[self.slug]

    @property
    def figure(self) -> Figure:
        """The share [%], with its interval where there is one."""
        return self.entry.figure(BOUNDARY)


class Evidence(Frozen):
    """The register: studies by slug, their headings, the boundary shares, what is not shown."""

    groups: Annotated[tuple[Text, ...], Field(strict=False)]
    not_shown: Text
    boundary_shares: Annotated[Table[BoundaryShare], _named("slug")]
    studies: Annotated[Table[Entry], _named("slug")]

    @model_validator(mode="after")
    def _joined(self) -> Self:
        wrong = [
            f"studies.{slug}.group: {study.group!r} is not one of groups"
            for slug, study in self.studies.items()
            if study.group not in self.groups
        ] + [
            f"boundary_shares.{slug}: no study has this name and a figure {BOUNDARY}"
            for slug in self.boundary_shares
            if slug not in self.studies or BOUNDARY not in self.studies[slug].figures
        ]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self


def read(text: str, file: str = FILE) -> Evidence:
    """
    The register that a TOML text holds.

    ValueError names the file, the table and the key of everything that is wrong: first what is no
    TOML (a name that stands twice among it), then the shape of every table, then what joins them.
    """
    try:
        return Evidence.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise ValueError(f"{file}: {wrong}") from None
    except ValidationError as wrong:
        told = [
            (file, ".".join(map(str, each["loc"])), each["msg"].removeprefix("Value error, "))
            for each in wrong.errors()
        ]
        lines = [": ".join(part for part in parts if part) for parts in told]
        raise ValueError("\n".join(lines)) from None


@cache
def evidence() -> Evidence:
    """The register that travels with the package."""
    return read((files("simulator.files") / FILE).read_text("utf-8"))


def figure(slug: str, key: str) -> Figure:
    """The figure `key` of the study `slug`; ValueError if the register has no such figure."""
    if slug not in evidence().studies:
        raise ValueError(f"the evidence register has no study {slug!r}")
    return evidence().studies[slug].figure(key)


def cited(text: str) -> tuple[Entry, ...]:
    """The studies that a text cites as ``[slug]``, in order; ValueError for an unknown slug."""
    studies = evidence().studies
    slugs = dict.fromkeys(_SLUG.findall(text))
    unknown = [slug for slug in slugs if slug not in studies]
    if unknown:
        raise ValueError(f"the evidence register has no study {', '.join(unknown)}")
    return tuple(studies[slug] for slug in slugs)


def spelled(text: str) -> str:
    """The text with the study and its DOI in place of each ``[slug]`` that the register knows."""

    def told(match: re.Match[str]) -> str:
        entry = evidence().studies.get(match[1])
        return match[0] if entry is None else f"({entry.reference})"

    return _SLUG.sub(told, text)
