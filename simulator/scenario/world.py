"""What makes one plausible organisation of a file: factors on its numbers, and places that differ.

Numbers drawn from the file's ranges stand in its tree; what is here comes on top of whatever the
file, a plan or a shock says, so it is the same in all of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

import numpy as np

from simulator.mechanisms.draws import normal
from simulator.mechanisms.luck import Purpose, combine, name_word, uniform
from simulator.model.parameter import Parameter
from simulator.model.quantity import Quantity
from simulator.model.register import REGISTER
from simulator.model.resolved import Resolved
from simulator.stats.elementwise import Number, each, least

__all__ = [
    "AS_WRITTEN",
    "FACTORS",
    "Factor",
    "Words",
    "World",
    "factors_of",
    "in_world",
    "varied",
    "varying",
]

Values = dict[str, Any]
Words = np.ndarray[Any, np.dtype[np.uint64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One unknown factor on numbers of a file; its logarithm is uniform, or else normal.

    `spread` is half the width of a uniform logarithm, or the standard deviation of a normal one.
    """

    origin: str
    meaning: str
    spread: float
    uniform: bool

    def quantile(self, u: float) -> float:
        """Return the factor at a probability; a uniform one has mean 1, a normal one median 1."""
        if not self.uniform:
            return math.exp(self.spread * normal(u))
        mean = math.sinh(self.spread) / self.spread
        return math.exp(self.spread * (2.0 * u - 1.0)) / mean


_THIRD: Final = math.log(3.0)
_INSIDE, _BETWEEN = "incidents.manifest, inside", "incidents.manifest, between"
_SERIOUS, _REPAIR = "incidents.severity, serious", "incidents.repair_effort, all"
FACTORS: Final[Mapping[str, Factor]] = {
    factor.origin: factor
    for factor in (
        Factor(
            origin=_INSIDE,
            meaning="how often what goes wrong inside teams shows",
            spread=_THIRD,
            uniform=True,
        ),
        Factor(
            origin=_BETWEEN,
            meaning="how often what goes wrong between teams shows",
            spread=_THIRD,
            uniform=True,
        ),
        Factor(
            origin=_SERIOUS,
            meaning="the odds that a failure is serious (P1 or P2)",
            spread=0.35,
            uniform=False,
        ),
        Factor(origin=_REPAIR, meaning="the effort of a repair", spread=0.35, uniform=False),
    )
}
"""Every factor by its name. That what goes wrong inside and between teams shows equally often is
judgement, so each differs from it by up to three times either way."""


def factors_of(scenario: Resolved) -> tuple[Factor, ...]:
    """Return the factors that a file does not know.

    Both on showing, unless the file gives a reason why they are equal; on severity and on repairs
    where there are records of them that are to be reached, and the file writes no range.
    """
    response, seen = scenario.incidents, scenario.observed
    names = [] if response.equal else [_INSIDE, _BETWEEN]
    if seen is not None and seen.serious_per_year is not None:
        known = any(weight.uncertain for weight in response.severity.values())
        names += [] if known else [_SERIOUS]
    if seen is not None and seen.restore_p50 is not None:
        names += [] if response.repair_effort.uncertain else [_REPAIR]
    return tuple(FACTORS[name] for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What differs from the file beyond its ranges.

    `factors` by name. `places` is the address of the luck by which numbers differ from place to
    place, None where every place is as the file says. Of many worlds at once each is an array with
    one element a world.
    """

    factors: Mapping[str, Number] = field(default_factory=dict)
    places: int | Words | None = None


AS_WRITTEN: Final = World()


def in_world(values: Values, world: World) -> Values:
    """Return the values of a scenario as they are in a world."""
    if world.factors:
        values = {**values, "incidents": _incidents(values["incidents"], world.factors)}
        if values["external"] is not None and _SERIOUS in world.factors:
            severity = _graver(values["external"]["severity"], world.factors[_SERIOUS])
            values["external"] = {**values["external"], "severity": severity}
    if world.places is None:
        return values
    return {
        **values,
        **{
            section: {
                name: _differing(entry, of, world.places, str(entry.get("luck", name)))
                for name, entry in values[section].items()
            }
            for section, of in (("teams", "team"), ("boundaries", "boundary"))
        },
    }


def _incidents(incidents: Values, factors: Mapping[str, Number]) -> Values:
    changed = dict(incidents)
    changed["manifest"] = {
        name: _at_most_one(of, factors.get(_INSIDE if name == "defect" else _BETWEEN, 1.0))
        for name, of in incidents["manifest"].items()
    }
    if _SERIOUS in factors:
        changed["severity"] = _graver(incidents["severity"], factors[_SERIOUS])
    if _REPAIR in factors:
        changed["repair_effort"] = _times(incidents["repair_effort"], factors[_REPAIR])
    return changed


def _times(number: Quantity, factor: Number) -> Quantity:
    moved: Any = factor * number.value
    return replace(number, value=moved)


def _at_most_one(number: Any, factor: Number) -> Any:
    # the reason why all are equal stands beside the numbers
    if not isinstance(number, Quantity):
        return number
    moved: Any = least(1.0, factor * number.value)
    return replace(number, value=moved)


def _graver(weights: Values, factor: Number) -> Values:
    """Return weights by severity whose odds of P1 or P2 are multiplied."""
    return {
        name: _times(weight, factor) if name in {"P1", "P2"} else weight
        for name, weight in weights.items()
    }


def _differing(entry: Values, section: str, places: int | Words, luck: str) -> Values:
    """Return the values of a place with those that vary moved to what they are there."""
    moved: Values = {}
    for key, value in entry.items():
        if isinstance(value, Quantity) and value.varies:
            parameter = REGISTER[f"{section}.{key}"]
            moved[key] = replace(value, value=varied(value, parameter, places, luck))
        elif isinstance(value, dict):
            moved[key] = _differing(value, f"{section}.{key}", places, luck)
    return {**entry, **moved} if moved else entry


def varied(number: Quantity, parameter: Parameter, places: int | Words, luck: str) -> Any:
    """Return a number as it is at one place; the mean over places stays what the file says.

    The odds of failing of a probability, or the value of any other number, are multiplied by
    exp(S z - S^2 / 2), z a standard normal number at the address (`places`, parameter, `luck`).
    What is certain, impossible or endless stays so.
    """
    spread = number.varies or 0.0
    key: Any = combine(combine(places, name_word(parameter.key)), name_word(luck))  # type: ignore[arg-type]
    z = each(normal, uniform(key, Purpose.PLACE, 0))
    factor = each(math.exp, spread * z - 0.5 * spread * spread)
    return each(partial(_multiplied, parameter), number.value, factor)


def _multiplied(parameter: Parameter, value: float, factor: float) -> float:
    if parameter.unit != "probability":
        return value * factor if math.isfinite(value) else value
    failing = 1.0 - value if parameter.better == "more" else value
    if not 0.0 < failing < 1.0:
        return value
    odds = failing / (1.0 - failing) * factor
    failing = odds / (1.0 + odds)
    return 1.0 - failing if parameter.better == "more" else failing


def varying(values: object) -> bool:
    """Return whether any number of a scenario's values differs from place to place."""
    return any(number.varies for number in _numbers(values))


def _numbers(values: object) -> Iterator[Quantity]:
    if isinstance(values, Quantity):
        yield values
    elif isinstance(values, dict):
        for value in values.values():
            yield from _numbers(value)
