"""One scenario: an organisation, its work, what can be bought, and the plans to compare."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self

from pydantic import PrivateAttr

from simulator.model.organisation import WorkKind
from simulator.model.quantity import Quantity
from simulator.model.resolved import Resolved
from simulator.scenario.changing import changed
from simulator.scenario.entries import normalise
from simulator.scenario.examination import examine
from simulator.scenario.feasibility import feasible
from simulator.scenario.plausible import in_worlds
from simulator.scenario.redrawing import Move
from simulator.scenario.resolution import build, layers, quantities, read
from simulator.scenario.shape import Known
from simulator.scenario.tree import (
    Drawn,
    Path,
    Tree,
    TreeError,
    lookup,
    path_of,
    put,
)
from simulator.scenario.world import AS_WRITTEN, FACTORS, Words, World, in_world, varying
from simulator.stats.elementwise import Number

__all__ = ["Epoch", "Scenario", "WorkKind"]

TODAY = "today"


class Scenario(Resolved):
    """A scenario: its values, and the tree they were written in."""

    _tree: Tree = PrivateAttr(default_factory=dict)
    _overlay: Mapping[Path, Path] = PrivateAttr(default_factory=dict)
    _known: Known = PrivateAttr(default_factory=dict)
    _world: World = PrivateAttr(default=AS_WRITTEN)
    # whether no number of it is worked out from another, as a multiple and a merged team's are
    _direct: bool = PrivateAttr(default=True)
    _said: dict[str, Any] | None = PrivateAttr(default=None)
    # a scenario never changes, and questions ask for hundreds of plans of one
    _changes: dict[str, Self] = PrivateAttr(default_factory=dict)
    _moves: tuple[Move, ...] = PrivateAttr(default=())
    _epochs: tuple["Epoch", ...] = PrivateAttr(default=())
    # filled by the engines' `program_for`, which is asked for hundreds of purchases
    _compiled: dict[str, Any] | None = PrivateAttr(default=None)

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Self:
        """The scenario of a plain tree; TreeError with every fault where it is none."""
        normal = normalise(tree)
        faults = [*normal.faults, *examine(normal.tree)]
        if faults:
            raise TreeError(faults)
        scenario = cls._of(normal.tree, {}, {})
        faults = [
            fault
            for plan in (TODAY, *scenario.arms)
            for fault in feasible(scenario.for_plan(plan), plan, normal.tree)
        ]
        if faults:
            raise TreeError(dict.fromkeys(faults))
        return scenario

    @classmethod
    def _of(
        cls,
        tree: Tree,
        overlay: Mapping[Path, Path],
        known: Known,
        world: World = AS_WRITTEN,
    ) -> Self:
        parsed, reading = read(tree, overlay, known)
        if reading.faults:
            raise TreeError(reading.faults)
        scenario = cls(**build(in_world(layers(parsed), world)))
        scenario._tree, scenario._overlay, scenario._world = tree, overlay, world
        scenario._known = {**known, **reading.found}
        return scenario

    @property
    def tree(self) -> Tree:
        """The normal tree behind the scenario, to be read only."""
        return self._tree

    @property
    def world(self) -> World:
        """What the scenario has beyond what is written in its tree."""
        return self._world

    @property
    def moves(self) -> tuple[Move, ...]:
        """Of the scenario of a plan: what the words of its change did to teams and routes."""
        return self._moves

    def for_plan(self, name: str) -> Self:
        """The scenario with this plan's change applied; ValueError for an unknown plan."""
        if name != TODAY and name not in self.arms:
            raise ValueError(f"there is no arm {name!r}; allowed: {', '.join((TODAY, *self.arms))}")
        if name == TODAY or not self.arms[name].change:
            return self
        if name not in self._changes:
            self._changes[name] = self._changed(("arms", name, "change"))
        return self._changes[name]

    def _changed(self, where: Path) -> Self:
        found = changed(self._tree, lookup(self._tree, where))
        if found.faults:
            raise TreeError(found.faults)
        origin = self._written(where)
        overlay = {
            **self._overlay,
            **{path: self._written(of) for path, of in found.copied.items()},
            **{path: (*origin, *of) for path, of in found.given.items()},
        }
        after = self._of(found.tree, overlay, self._known, self._world)
        after._moves = found.moves  # noqa: SLF001 of this class
        merged = any(move.word == "merge" for move in found.moves)
        after._direct = self._direct and not (merged or found.times)  # noqa: SLF001 of this class
        return after

    def _written(self, path: Path) -> Path:
        for length in range(len(path), 0, -1):
            if path[:length] in self._overlay:
                return self._overlay[path[:length]] + path[length:]
        return path

    def epochs(self) -> tuple["Epoch", ...]:
        """The scenario from day 0, then after each event, changes taken together."""
        self._epochs = self._epochs or self._read_epochs()
        return self._epochs

    def _read_epochs(self) -> tuple["Epoch", ...]:
        found = [Epoch(0.0, self, ())]
        if not self.events:
            return tuple(found)
        written = self._tree.get("events") or []
        times = self._layers()["events"]
        order = sorted(range(len(written)), key=lambda index: times[index]["at"].value)
        for index, event in zip(order, self.events, strict=True):
            last = found[-1].scenario
            where = ("events", index, "change")
            after = last._changed(where) if event.change else last  # noqa: SLF001 of this class
            found.append(Epoch(event.at, after, event.resets))
        return tuple(found)

    def unknowns(self) -> tuple[Quantity, ...]:
        """The quantities with a range, one for each place where one was written and is used."""
        known: dict[str, Quantity] = {}
        for plan in (TODAY, *self.arms):
            if plan != TODAY and not self.arms[plan].change:
                continue
            for epoch in self.for_plan(plan).epochs():
                for quantity in epoch.scenario._quantities():  # noqa: SLF001 of this class
                    if quantity.uncertain and quantity.origin:
                        known.setdefault(quantity.origin, quantity)
        return tuple(known.values())

    def _quantities(self) -> Iterator[Quantity]:
        return quantities(self._layers())

    def _layers(self) -> dict[str, Any]:
        if self._said is None:
            self._said = layers(read(self._tree, self._overlay, self._known)[0])
        return self._said

    def differs(self) -> bool:
        """Whether a number differs from place to place, under some plan or after some shock."""
        return any(
            varying(epoch.scenario._layers())  # noqa: SLF001 of this class
            for plan in (TODAY, *self.arms)
            for epoch in self.for_plan(plan).epochs()
        )

    def in_world(self, values: Mapping[str, float], places: int | None = None) -> Self:
        """The scenario with other values in every place that shares an origin.

        Values are in internal units, whole numbers are rounded; those named as `FACTORS` multiply
        whatever is written. `places` is the address of the luck by which places differ; without it
        they are as written. ValueError for an origin that nothing was written at.
        """
        tree, factors = self._tree, dict(self._world.factors)
        for origin, value in values.items():
            if origin in FACTORS:
                factors[origin] = float(value)
                continue
            path = path_of(origin)
            written = [
                place + path[len(source) :]
                for place, source in self._overlay.items()
                if path[: len(source)] == source
            ]
            written = [place for place in (path, *written) if lookup(tree, place) is not None]
            if not written:
                raise ValueError(f"nothing is written at {origin!r}")
            for place in written:
                leaf = lookup(tree, place)
                drawn = Drawn(leaf.written if isinstance(leaf, Drawn) else leaf, float(value))
                tree = put(tree, place, drawn)
        world = World(factors=factors, places=self._world.places if places is None else places)
        return self._of(tree, self._overlay, self._known, world)

    def in_worlds(
        self, values: Mapping[str, Number], places: Words | None = None
    ) -> Resolved | None:
        """What ``in_world`` makes of many worlds at once, each number that differs an array.

        None where a world changes more than numbers in their places: it is to be read anew.
        """
        if not self._direct:
            return None
        factors = {origin: of for origin, of in values.items() if origin in FACTORS}
        drawn = {origin: of for origin, of in values.items() if origin not in FACTORS}
        world = World(
            factors={**self._world.factors, **factors},
            places=self._world.places if places is None else places,
        )
        return in_worlds(self._layers(), drawn, world)

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return itself: nothing in it changes, and its epochs hold it."""
        return self

    def __eq__(self, other: object) -> bool:
        """Whether every value is the same, wherever it was written."""
        return isinstance(other, Scenario) and self.__dict__ == other.__dict__

    # Equal by value and holding mappings: like a dict it has no hash.
    __hash__ = None  # type: ignore[assignment]


class Epoch(NamedTuple):
    """A stretch of time: from ``at`` [working days] the scenario holds, ``resets`` start anew."""

    at: float
    scenario: Scenario
    resets: tuple[str, ...]
