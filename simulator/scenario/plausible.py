"""Many plausible organisations of a file at once: numbers that differ are arrays, one element each.

A file is read and checked once; what a world moves is put into the values that were read. What has
to be read anew (what a multiple or a merged team is worked out from, days that order epochs) is
told, so that whoever asks reads the organisations one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from simulator.model.frozen import Frozen, Measured
from simulator.model.parameter import Parameter
from simulator.model.quantity import Quantity
from simulator.model.register import REGISTER
from simulator.model.resolved import Resolved
from simulator.scenario.purchasable import Limit, PerUnit
from simulator.scenario.resolution import SILENT, build, silent_rate
from simulator.scenario.world import World, in_world
from simulator.stats.elementwise import Number

__all__ = ["in_worlds"]

Values = dict[str, Any]
_SECTIONS = {"work": "work", "teams": "team", "boundaries": "boundary"}


def in_worlds(values: Values, drawn: Mapping[str, Number], world: World) -> Resolved | None:
    """Return an organisation in many worlds, not checked anew; None where it has to be read anew.

    `values` is what was read of it, `drawn` has the numbers drawn by the origin of what they take
    the place of.
    """
    moved = {key: _moved(of, drawn, _SECTIONS.get(key, key), key in _SECTIONS)
             for key, of in values.items()}  # fmt: skip
    outside = moved["external"]
    if outside is not None and outside["rate"].because == SILENT:
        rate = replace(outside["rate"], value=silent_rate(moved, moved["work"]))
        moved["external"] = {**outside, "rate": rate}
    if any(isinstance(day.value, np.ndarray) for day in _fixed(moved)):
        return None
    found = Resolved.model_construct(**build(in_world(moved, world), _as_is))
    return found if all(map(_admitted, _models(found))) else None


def _fixed(values: Values) -> Iterable[Quantity]:
    """Return the days by which a run is laid out: they are the same in all worlds, or read anew."""
    yield from (values["horizon"], values["warm_up"])
    yield from (event["at"] for event in values["events"])
    yield from (plan["stops"] for plan in values["arms"].values() if plan.get("stops"))


def _as_is(model: type[Frozen], **values: Any) -> Any:
    return model.model_construct(**values)


def _moved(of: Any, drawn: Mapping[str, Number], section: str, named: bool = False) -> Any:
    """Return values with what was drawn in them; the very same object where nothing was.

    `section` is their key in the register; of a table of `named` entries that of each.
    """
    if isinstance(of, Quantity):
        if not of.origin or of.origin not in drawn:
            return of
        value: Any = drawn[of.origin]
        known = REGISTER.get(section)
        if known is not None and known.unit == "whole number":
            value = np.rint(value)
        return replace(of, value=value)
    if isinstance(of, Limit | PerUnit):
        return replace(of, quantity=_moved(of.quantity, drawn, section))
    if isinstance(of, dict):
        new = {
            key: _moved(each, drawn, section if named else f"{section}.{key}")
            for key, each in of.items()
        }
        return new if any(new[key] is not each for key, each in of.items()) else of
    return [_moved(each, drawn, section) for each in of] if isinstance(of, list) else of


def _models(found: Resolved) -> Iterable[Measured]:
    """Return the parts of an organisation whose numbers a world may move."""
    yield from (found, found.failure, found.incidents)
    yield from (part for part in (found.external, found.costs) if part is not None)
    for table in (found.work, found.teams, found.boundaries, found.levers, found.arms):
        yield from table.values()
    yield from (team.effort for team in found.teams.values())


def _admitted(model: Measured) -> bool:
    """Return whether all arrays among the numbers of a model are within their bounds."""
    for name, declared in model.declared().items():
        value = getattr(model, name)
        pairs = (
            [(declared, value)]
            if isinstance(declared, Parameter)
            else [(declared[entry], number) for entry, number in (value or {}).items()]
        )
        for parameter, number in pairs:
            numbers: Any = number.value if isinstance(number, Quantity) else None
            if isinstance(numbers, np.ndarray) and not (
                parameter.admits(float(numbers.min())) and parameter.admits(float(numbers.max()))
            ):
                return False
    return True
