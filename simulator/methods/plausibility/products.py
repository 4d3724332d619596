"""What records alone cannot tell apart: products of parameters, and how large each is here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from simulator.measures.tally import Sum
from simulator.methods.run import Answer
from simulator.model.organisation import Boundary, Team
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import weekly_items

__all__ = ["Product", "products"]

_WEEK = 5.0


@dataclass(frozen=True, kw_only=True)
class Product:
    """A product of parameters that records can be learnt for as a whole only.

    `low` and `high` are the smallest and the largest over the places that work passes.
    """

    name: str
    unit: str
    parameters: tuple[str, ...]
    low: float
    high: float

    def as_json(self) -> dict[str, Any]:
        """Return the product as plain JSON values."""
        return {**vars(self), "parameters": list(self.parameters)}


def products(scenario: Scenario, answer: Answer) -> tuple[Product, ...]:
    """Return the products of model.md section 12 for today; places without work are left out."""
    used = weekly_items(scenario)
    teams = [team for name, team in scenario.teams.items() if name in used]
    edges = [edge for name, edge in scenario.boundaries.items() if name in used]
    return (*_of_teams(teams), *_of_edges(edges), *_of_failures(answer))


def _of_teams(teams: list[Team]) -> Iterator[Product]:
    yield from _product(
        "made inside and not removed",
        "mistakes an item",
        ("team.defects_per_item", "team.defect_removal"),
        [team.defects_per_item.value * (1.0 - team.defect_removal.value) for team in teams],
    )


def _of_edges(edges: list[Boundary]) -> Iterator[Product]:
    told: tuple[tuple[str, str, tuple[str, ...], Callable[[Boundary], float]], ...] = (
        (
            "lost and assumed wrongly",
            "of facts",
            (*_WAY, "boundary.assumption_accuracy"),
            lambda edge: (
                _missing(edge)
                * (1.0 - edge.readback.value)
                * (1.0 - edge.assumption_accuracy.value)
            ),
        ),
        (
            "missing and asked back",
            "of facts",
            _WAY,
            lambda edge: _missing(edge) * edge.readback.value,
        ),
        (
            "nobody's work",
            "of handovers",
            ("boundary.owned", "boundary.boundary_work"),
            lambda edge: (1.0 - edge.owned.value) * edge.boundary_work.value,
        ),
        (
            "out of date on arrival",
            "changes an item",
            ("boundary.changes_per_week", "boundary.exposure", "boundary.sync_every"),
            lambda edge: (
                edge.changes_per_week.value
                / _WEEK
                * edge.exposure.value
                * min(edge.sync_every.value, 2.0 * 260.0)
                / 2.0
            ),
        ),
    )
    for name, unit, parameters, value in told:
        yield from _product(name, unit, parameters, [value(edge) for edge in edges])


_WAY = ("boundary.fidelity", "boundary.shared_context", "boundary.readback")


def _missing(edge: Boundary) -> float:
    return (1.0 - edge.fidelity.value) * (1.0 - edge.shared_context.value)


def _of_failures(answer: Answer) -> Iterator[Product]:
    sums = answer.tally.sums.sum(axis=0)
    if sums[Sum.RELEASED] > 0:
        value = float(sums[Sum.EXPECTED] / sums[Sum.RELEASED])
        name = "mistakes that show"
        yield from _product(
            name, "failures an item", ("incidents.manifest", "all unnoticed mistakes"), [value]
        )


def _product(
    name: str, unit: str, parameters: tuple[str, ...], values: list[float]
) -> Iterator[Product]:
    if values:
        yield Product(
            name=name, unit=unit, parameters=parameters, low=min(values), high=max(values)
        )
