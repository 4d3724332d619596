"""One scenario: an organisation, its work, what can be bought, and the plans to compare."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Self

from pydantic import PrivateAttr

from simulator.model.entries import normalise
from simulator.model.examine import examine
from simulator.model.frozen import Measured, Table
from simulator.model.incident import Costs, External, FailureRule, Incidents, Observed
from simulator.model.organisation import Boundary, Team, WorkKind
from simulator.model.plans import Arm, Event, Lever
from simulator.model.quantity import Quantity
from simulator.model.resolve import build, layers, quantities, read
from simulator.model.tree import Drawn, Path, Tree, TreeError, leaves, lookup, merge, path_of, put

__all__ = ["Epoch", "Scenario"]

TODAY = "today"


class Scenario(Measured):
    """A scenario as resolved: valid, frozen, with every default filled in.

    Times are working days, rates per working day. Kinds, teams and boundaries are in the order
    of their names, levers in the order of the model's table, arms as the file has them.
    """

    section = "scenario"

    version: Literal[1]
    name: str
    question: str | None
    horizon: Quantity
    warm_up: Quantity
    matters: Quantity
    pressure: Quantity
    failure: FailureRule
    work: Table[WorkKind]
    teams: Table[Team]
    boundaries: Table[Boundary]
    incidents: Incidents
    external: External | None
    observed: Observed | None
    costs: Costs | None
    levers: Table[Lever]
    arms: Table[Arm]
    events: tuple[Event, ...]
    _tree: Tree = PrivateAttr(default_factory=dict)
    _overlay: Mapping[Path, Path] = PrivateAttr(default_factory=dict)

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Self:
        """The scenario of a plain tree; TreeError with every fault where it is none."""
        normal = normalise(tree)
        faults = [*normal.faults, *examine(normal.tree)]
        if faults:
            raise TreeError(faults)
        return cls._of(normal.tree, {})

    @classmethod
    def _of(cls, tree: Tree, overlay: Mapping[Path, Path]) -> Self:
        parsed, reading = read(tree, overlay)
        if reading.faults:
            raise TreeError(reading.faults)
        scenario = cls(**build(layers(parsed)))
        scenario._tree, scenario._overlay = tree, overlay
        return scenario

    @property
    def tree(self) -> Tree:
        """The normal tree behind the scenario, to be read only."""
        return self._tree

    def for_arm(self, name: str) -> Self:
        """The scenario with this arm's change applied; ValueError for an unknown arm."""
        if name != TODAY and name not in self.arms:
            raise ValueError(f"there is no arm {name!r}; allowed: {', '.join((TODAY, *self.arms))}")
        if name == TODAY or not self.arms[name].change:
            return self
        return self._changed(("arms", name, "change"))

    def _changed(self, where: Path) -> Self:
        change = lookup(self._tree, where)
        origin = self._written(where)
        moved = {path: (*origin, *path) for path in leaves(change)}
        return self._of(merge(self._tree, change), {**self._overlay, **moved})

    def _written(self, path: Path) -> Path:
        for length in range(len(path), 0, -1):
            if path[:length] in self._overlay:
                return self._overlay[path[:length]] + path[length:]
        return path

    def epochs(self) -> tuple["Epoch", ...]:
        """The scenario from day 0, then after each event, changes taken together."""
        found = [Epoch(0.0, self, ())]
        written = self._tree.get("events") or []
        times = layers(read(self._tree, self._overlay)[0])["events"]
        order = sorted(range(len(written)), key=lambda index: times[index]["at"].value)
        for index, event in zip(order, self.events, strict=True):
            last = found[-1].scenario
            after = last._changed(("events", index, "change")) if event.change else last
            found.append(Epoch(event.at, after, event.resets))
        return tuple(found)

    def unknowns(self) -> tuple[Quantity, ...]:
        """The quantities with a range, one for each place where one was written and is used."""
        known: dict[str, Quantity] = {}
        for arm in (TODAY, *self.arms):
            if arm != TODAY and not self.arms[arm].change:
                continue
            for epoch in self.for_arm(arm).epochs():
                tree, overlay = epoch.scenario._tree, epoch.scenario._overlay
                for quantity in quantities(layers(read(tree, overlay)[0])):
                    if quantity.uncertain and quantity.origin:
                        known.setdefault(quantity.origin, quantity)
        return tuple(known.values())

    def in_world(self, values: Mapping[str, float]) -> Self:
        """The scenario with other values in every place that shares an origin.

        Values are in internal units, whole numbers are rounded. ValueError for an origin that
        nothing was written at.
        """
        tree = self._tree
        for origin, value in values.items():
            path = path_of(origin)
            places = [
                place + path[len(source) :]
                for place, source in self._overlay.items()
                if path[: len(source)] == source
            ]
            places = [place for place in (path, *places) if lookup(tree, place) is not None]
            if not places:
                raise ValueError(f"nothing is written at {origin!r}")
            for place in places:
                leaf = lookup(tree, place)
                written = leaf.written if isinstance(leaf, Drawn) else leaf
                tree = put(tree, place, Drawn(written, float(value)))
        return self._of(tree, self._overlay)

    def __eq__(self, other: object) -> bool:
        """Whether every value is the same, wherever it was written."""
        return isinstance(other, Scenario) and self.__dict__ == other.__dict__


class Epoch(NamedTuple):
    """A stretch of time: from ``at`` [working days] the scenario holds, ``resets`` start anew."""

    at: float
    scenario: Scenario
    resets: tuple[str, ...]
