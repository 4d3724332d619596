"""What a map may be drawn over: any number of the file, and where failures start."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from simulator.files.complete import complete
from simulator.model.parameter import Parameter
from simulator.model.quantity import Quantity
from simulator.model.register import REGISTER
from simulator.scenario.scenario import Scenario
from simulator.scenario.shape import nearest
from simulator.scenario.tree import clipped, dotted, merge

__all__ = ["QUALITY", "SHARE", "Axis", "axis_of", "known_keys", "spelt_out"]

SHARE, QUALITY = "boundary share", "core quality"
_RANGE = re.compile(r"\s*([^=]+?)\s*=\s*(.+?)\s*\.\.\s*(.+?)\s*")
_FACTOR = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*x")
_FORM = "KEY=low..high, such as boundary.fidelity=0.8..0.99 or lever.scale=0.5x..2x"
_ALIAS = {QUALITY: "team.defect_removal", "pressure": "scenario.pressure"}
_LEVER_NUMBERS = ("adherence", "overhead", "ramp")
_SECTIONS = ("scenario.pressure", "work.", "team.", "boundary.", "incidents.", "external.")


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One parameter from `low` to `high`, in internal units, as factors, or as a share in per cent.

    `origins` maps each place where it is written to its value there; none for the share of
    failures that start between teams, which is no number of the file.
    """

    key: str
    low: float
    high: float
    factor: bool
    origins: Mapping[str, float]
    written: str

    @property
    def is_share(self) -> bool:
        """Whether it is the share of failures that start between teams."""
        return self.key == SHARE

    def place(self, value: float) -> float:
        """Return where a value stands from the low end (0) to the high end (1)."""
        if self.factor and self.low > 0:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def at(self, share: float) -> float:
        """Return the value at a share of the way from the low end to the high end."""
        if self.factor and self.low > 0:
            return self.low * math.pow(self.high / self.low, share)
        return self.low + (self.high - self.low) * share

    def centres(self, cells: int) -> tuple[float, ...]:
        """Return the middles of so many cells of equal width (factors: of equal ratio)."""
        return tuple(self.at((index + 0.5) / cells) for index in range(cells))

    def values(self, at: float) -> dict[str, float]:
        """Return the value of every origin at a point of the axis."""
        return {origin: base * at if self.factor else at for origin, base in self.origins.items()}

    def as_json(self) -> dict[str, object]:
        """Return the axis by its keys in JSON."""
        return {"key": self.key, "low": self.low, "high": self.high, "factor": self.factor}


def spelt_out(scenario: Scenario) -> Scenario:
    """Return the same scenario with every default written, so that every number can be moved."""
    tree = complete(scenario)
    written = tree["defaults"]
    for section, own in (("teams", "team"), ("boundaries", "boundary")):
        places = tree.get(section, {})
        tree[section] = {name: merge(written[own], entry or {}) for name, entry in places.items()}
    return Scenario.from_tree(tree)


def axis_of(text: str, scenario: Scenario) -> Axis:
    """Return the axis of a text such as `boundary.fidelity=0.8..0.99` or `lever.scale=0.5x..2x`.

    `scenario` is spelt out. Refuses another form, a parameter that does not exist or is no number
    here, a value that is not allowed there, and an empty range (ValueError in one line).
    """
    match = _RANGE.fullmatch(text)
    if match is None:
        raise ValueError(f"found {clipped(text)!r}; allowed: {_FORM}")
    key, low, high = match[1], match[2], match[3]
    if key == SHARE:
        return _share(text, low, high)
    found = dict(_quantities(scenario, _ALIAS.get(key, key)))
    if not found:
        raise ValueError(_unknown(key, scenario))
    parameter = next(iter(found.values()))[0]
    origins = {origin: value for origin, (_, value) in found.items()}
    factors = [_FACTOR.fullmatch(end) for end in (low, high)]
    if all(factors):
        ends = [float(each[1]) for each in factors if each]
        checked = [(parameter, base * end) for base in origins.values() for end in ends]
    else:
        ends = [_read(parameter, end, key) for end in (low, high)]
        checked = [(parameter, end) for end in ends]
    if not ends[0] < ends[1]:
        raise ValueError(f"{key}: the range {low}..{high} is empty; allowed: low below high")
    for each, value in checked:
        if not each.admits(value) or math.isinf(value):
            raise ValueError(f"{key}: found {value:g}; allowed: {each.instead_of(value)}")
    return Axis(
        key=key, low=ends[0], high=ends[1], factor=all(factors), origins=origins, written=text
    )


def known_keys(scenario: Scenario) -> tuple[str, ...]:
    """Return every key that a map of this scenario may be drawn over, its own names included."""
    register = [key for key in REGISTER if dict(_quantities(scenario, key))]
    levers = [f"lever.{name}.{key}" for name in scenario.levers for key in _LEVER_NUMBERS]
    places = [
        dotted((section, name, *key.split(".")[1:]))
        for section, own, names in (
            ("teams", "team.", scenario.teams),
            ("boundaries", "boundary.", scenario.boundaries),
        )
        for key in register
        if key.startswith(own)
        for name in names
    ]
    return (SHARE, QUALITY, "pressure", *register, *levers, *places)


def _unknown(key: str, scenario: Scenario) -> str:
    known = known_keys(scenario)
    near = nearest(key, known) or nearest(key.rsplit(".", 1)[-1], known)
    hint = f"did you mean {near}?" if near else f"allowed: {SHARE}, {QUALITY}, and what "
    tail = "" if near else "`edgewise parameters` lists as a number that this file has"
    return f"there is no parameter {clipped(key)!r} to draw a map over; {hint}{tail}"


def _share(text: str, low: str, high: str) -> Axis:
    try:
        ends = [float(end.removesuffix("%")) for end in (low, high)]
    except ValueError:
        ends = [math.nan, math.nan]
    if not all(0.0 < end < 100.0 for end in ends):
        raise ValueError(f"{SHARE}: found {low}..{high}; allowed: per cent between 0 and 100")
    if not ends[0] < ends[1]:
        raise ValueError(f"{SHARE}: the range {low}..{high} is empty; allowed: low below high")
    return Axis(key=SHARE, low=ends[0], high=ends[1], factor=False, origins={}, written=text)


def _read(parameter: Parameter, text: str, key: str) -> float:
    raw: object = text
    with suppress(ValueError):
        raw = int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)
    try:
        value = parameter.reads.parse(raw)
    except (ValueError, TypeError, KeyError):
        value = math.nan
    if math.isnan(value):
        raise ValueError(f"{key}: found {clipped(text)!r}; allowed: {parameter.allowed}")
    return value


def _quantities(scenario: Scenario, key: str) -> Iterator[tuple[str, tuple[Parameter, float]]]:
    """Yield, by origin, what a key names: (parameter, value today); nothing where it names none."""
    section, *rest = key.split(".")
    if section == "lever":
        yield from _levers(scenario, rest)
    elif section in ("teams", "boundaries"):
        name, _, tail = key.partition(".")[2].strip('"').rpartition(".")
        name, tail = (name, tail) if name else ("", "")
        if name.endswith(".effort"):
            name, tail = name.removesuffix(".effort"), f"effort.{tail}"
        place = getattr(scenario, section).get(name.strip('"'))
        own = {"teams": "team", "boundaries": "boundary"}[section]
        found = _inside(place, tail.split("."), f"{own}.{tail}") if place is not None else None
        if found is not None and found[1].origin.startswith(section):
            yield found[1].origin, (found[0], found[1].value)
    elif any(key.startswith(start) for start in _SECTIONS):
        for holder in _holders(scenario, section):
            found = _inside(holder, rest, key)
            if found is not None and found[1].origin:
                yield found[1].origin, (found[0], found[1].value)


def _holders(scenario: Scenario, section: str) -> list[object]:
    holders: dict[str, list[object]] = {
        "scenario": [scenario],
        "work": list(scenario.work.values()),
        "team": list(scenario.teams.values()),
        "boundary": list(scenario.boundaries.values()),
        "incidents": [scenario.incidents],
        "external": [scenario.external],
    }
    return holders[section]


def _inside(holder: object, path: list[str], key: str) -> tuple[Parameter, Quantity] | None:
    """Return the parameter and the quantity at a path of attributes, if there is one."""
    for part in ["rate"] if key == "work.arrivals" else path:
        holder = holder.get(part) if isinstance(holder, Mapping) else getattr(holder, part, None)
    if isinstance(holder, Mapping):
        holder = next(iter(holder.values()), None)
    if isinstance(holder, Quantity) and key in REGISTER:
        return REGISTER[key], holder
    return None


def _levers(scenario: Scenario, rest: list[str]) -> Iterator[tuple[str, tuple[Parameter, float]]]:
    named = [rest[0]] if rest and rest[0] in scenario.levers else list(scenario.levers)
    tail = rest[1:] if rest and rest[0] in scenario.levers else rest
    for name in named:
        lever = scenario.levers[name]
        if tail == ["scale"]:
            listed = REGISTER[f"lever.{name}.scale"]
            priced = Parameter(
                key=listed.key,
                meaning=listed.meaning,
                unit=f"person-days per {lever.scale.per}",
                low=0,
                above=True,
            )
            yield f"levers.{name}.scale", (priced, lever.scale.person_days)
        elif len(tail) == 1 and tail[0] in _LEVER_NUMBERS:
            found = getattr(lever, tail[0])
            yield f"levers.{name}.{tail[0]}", (REGISTER[f"lever.{tail[0]}"], found.value)
