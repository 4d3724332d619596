"""Every parameter of a scenario as a frame: value, range, status, source, and where it holds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from simulator.files.evidence import spelled
from simulator.measures.outcomes import OUTCOMES
from simulator.model.frozen import Measured
from simulator.model.parameter import Parameter, Status
from simulator.model.quantity import Quantity
from simulator.model.register import MOVES, REGISTER
from simulator.present import captions, words
from simulator.present.document import Section
from simulator.present.tables import TextTable
from simulator.scenario.scenario import Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Written", "assumptions", "every_parameter", "in_unit", "numbers", "reasons"]

_CURRENCY = "currency"  # it stands with every price
COLUMNS = ("parameter", "meaning", "places", "value", "low", "high", "status", "source")


@dataclass(frozen=True)
class _Entry:
    """One parameter at one place; texts stand in `shown`, `written` if the file says them."""

    key: str
    section: str
    place: str
    quantity: Quantity | None
    shown: str = ""
    written: bool = True


def assumptions(scenario: Scenario) -> DataFrame:
    """Return one row for each parameter and each value it has, with the places that share it.

    Columns as in `COLUMNS`; `value`, `low` and `high` are texts with their units ("" where no
    range is given).
    """
    import pandas as pd

    groups: dict[tuple[object, ...], list[_Entry]] = {}
    for entry in _entries(scenario):
        known = entry.quantity
        same = (
            (known.value, known.low, known.high, known.because, bool(known.origin))
            if known
            else (entry.shown, entry.written)
        )
        groups.setdefault((entry.key, same), []).append(entry)
    all_places = _everywhere(scenario)
    rows = [_row(group, all_places.get(group[0].section, ())) for group in groups.values()]
    rows.sort(key=lambda row: _order(str(row["parameter"])))
    return pd.DataFrame(rows, columns=list(COLUMNS))


@dataclass(frozen=True, kw_only=True)
class Written:
    """A number as it was written, once: the parameter's `key`, its value, and where it holds."""

    key: str
    quantity: Quantity
    places: str

    @property
    def meaning(self) -> str:
        """What the parameter means."""
        return REGISTER[self.key].meaning


def numbers(scenario: Scenario) -> Mapping[str, Written]:
    """Return every number that the file says, by the place where it was written."""
    groups: dict[str, list[_Entry]] = {}
    for entry in _entries(scenario):
        if entry.quantity is not None and entry.quantity.origin:
            groups.setdefault(entry.quantity.origin, []).append(entry)
    found = {}
    for origin, entries in groups.items():
        first = entries[0]
        assert first.quantity is not None  # noqa: S101 - those without are in no group
        everywhere = _everywhere(scenario).get(first.section, ())
        places = words.where([each.place for each in entries], everywhere, first.section)
        found[origin] = Written(key=first.key, quantity=first.quantity, places=places)
    return found


def _everywhere(scenario: Scenario) -> Mapping[str, tuple[str, ...]]:
    return {
        "team": tuple(scenario.teams),
        "boundary": tuple(scenario.boundaries),
        "work": tuple(scenario.work),
        "lever": tuple(scenario.levers),
    }


def reasons(scenario: Scenario) -> Mapping[str, int]:
    """Return how many values stand on what: counted by the reasons given, not by being written.

    `sourced` and `judged` values of the file have a reason, which is somebody's judgement or more;
    `bare` ones have none; the others are defaults of the register, by their status.
    """
    found = assumptions(scenario)
    own = found["status"] == words.FROM_FILE
    bare = own & (found["source"] == words.NO_REASON)
    judged = own & found["source"].str.lower().str.startswith("judgement")
    counts = {
        "sourced": int((own & ~bare & ~judged).sum()),
        "judged": int(judged.sum()),
        "bare": int(bare.sum()),
    }
    defaults = found.loc[~own, "status"].value_counts()
    return counts | {status: int(defaults.get(status, 0)) for status in get_args(Status)}


def every_parameter(scenario: Scenario) -> tuple[Section, ...]:
    """Return the table of every parameter of a scenario as the last part of a page."""
    found = assumptions(scenario)
    texts = [[str(value) for value in row] for row in found.itertuples(index=False)]
    rows = tuple(
        (
            key,
            meaning,
            places,
            _shown(value),
            f"{low} to {high}" if low or high else "–",
            status,
            source,
        )
        for key, meaning, places, value, low, high, status, source in texts
    )
    columns = ("parameter", "meaning", "where", "value", "range", "status", "source or reason")
    table = TextTable(
        title=captions.PAGE["parameters_caption"],
        columns=columns,
        rows=rows,
        text=columns,
        name="parameters",
    )
    return (Section(title=captions.PAGE["parameters"], tables=(table,), private=True),)


def _shown(value: str) -> str:
    """Return a value as it is read: an outcome in words."""
    return OUTCOMES[value].many if value in OUTCOMES else value


def in_unit(key: str, value: float | None, *, like: float | None = None, digits: int = 6) -> str:
    """Return a value of the register's parameter `key` as a file would write it.

    A duration is in hours below a day; beside another, `like`, it has the unit of that.
    """
    if value is None:
        return ""
    if math.isinf(value):
        return "never"
    unit = REGISTER[key].unit
    if unit.startswith("duration"):
        hours = 0.0 < (value if like is None else like) < 1.0
        times, unit = (8.0, " h") if hours else (1.0, " days")
    elif unit == "rate":
        times, unit = 5.0, " per week"
    else:
        times, unit = 1.0, f" {unit}" if unit.startswith("person-days") else ""
    return f"{float(f'{value * times:.{digits}g}'):g}{unit}"


def _order(key: str) -> int:
    keys = list(REGISTER)
    return keys.index(key) if key in keys else len(keys)


def _row(group: Sequence[_Entry], everywhere: tuple[str, ...]) -> dict[str, object]:
    first = group[0]
    known, register = first.quantity, REGISTER[first.key]
    default = not (known.origin if known else first.written)
    because = known.because if known else None
    return {
        "parameter": first.key,
        "meaning": register.meaning,
        "places": words.where([entry.place for entry in group], everywhere, first.section),
        "value": in_unit(first.key, known.value) if known else first.shown,
        "low": in_unit(first.key, known.low) if known else "",
        "high": in_unit(first.key, known.high) if known else "",
        "status": register.status if default else words.FROM_FILE,
        "source": spelled(because or (register.source if default else words.NO_REASON)),
    }


def _entries(scenario: Scenario) -> Iterator[_Entry]:
    tree = scenario.tree
    yield from _of(scenario, "scenario", "", ())
    yield from _of(scenario.failure, "failure", "", _at(tree, "failure"))
    for name, kind in scenario.work.items():
        yield from _of(kind, "work", name, _at(tree, "work", name))
    for name, team in scenario.teams.items():
        said = (*_at(tree, "teams", name), *_at(tree, "defaults", "team"))
        yield from _of(team, "team", name, said)
        efforts = (*_at(tree, "teams", name, "effort"), *_at(tree, "defaults", "team", "effort"))
        yield from _of(team.effort, "team", name, efforts)
    for name, boundary in scenario.boundaries.items():
        said = (*_at(tree, "boundaries", name), *_at(tree, "defaults", "boundary"))
        yield from _of(boundary, "boundary", name, said)
    yield from _of(scenario.incidents, "incidents", "", _at(tree, "incidents"))
    for part in (scenario.external, scenario.costs):
        if part is not None:
            section = type(part).section
            yield from _of(part, section, "", _at(tree, section))
    for name, lever in scenario.levers.items():
        own = _at(tree, "levers", name)
        yield from _of(lever, "lever", name, own)
        scale = f"{lever.scale.person_days:g} person-days per {lever.scale.per}"
        yield _Entry("lever.scale", "lever", name, None, scale, "scale" in own)
        for moved, ceiling in lever.ceiling.items():
            key = f"lever.{name}.ceiling.{moved}"
            plain = in_unit(MOVES[name][moved].key, ceiling.value)
            shown = f"{ceiling.value:g} of base" if ceiling.of_base else plain
            written = moved in _at(tree, "levers", name, "ceiling")
            yield _Entry(key, "lever", name, None, shown, written)


def _at(tree: object, *path: str) -> tuple[str, ...]:
    """Return the keys that a file's tree says at a path; none where it says nothing."""
    for key in path:
        tree = tree.get(key) if isinstance(tree, Mapping) else None
    return tuple(tree) if isinstance(tree, Mapping) else ()


def _of(part: Measured, section: str, place: str, said: Sequence[str]) -> Iterator[_Entry]:
    """Yield every number and every word of one part of a scenario that it declares.

    `said` are the keys that the file says of this part.
    """
    for field, declared in part.declared().items():
        value = getattr(part, field)
        if isinstance(value, Mapping):
            for name, each in value.items():
                own = declared if isinstance(declared, Parameter) else declared[name]
                yield _Entry(own.key, section, name, each)
        elif isinstance(declared, Parameter) and isinstance(value, Quantity):
            yield _Entry(declared.key, section, place, value)
        elif isinstance(declared, Parameter) and not declared.is_number and field != _CURRENCY:
            shown = ", ".join(value) if isinstance(value, tuple) else str(value)
            yield _Entry(declared.key, section, place, None, shown, field in said)
