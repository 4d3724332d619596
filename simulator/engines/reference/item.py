"""Items on their way: the facts they carry and the errors nobody has noticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.engines.reference.route import Member, Route, Step
from simulator.mechanisms.incidents import DEFECT


@dataclass(slots=True, kw_only=True)
class Error:
    """A latent error; `key` is its identity, `number` its place in the log."""

    number: int
    key: int
    mechanism: int
    origin: int
    fact: int = -1
    depth: int = 0
    owned: bool = False
    generation: int = 0

    @property
    def is_defect(self) -> bool:
        """Whether it was made inside a team."""
        return self.mechanism == DEFECT


@dataclass(slots=True, kw_only=True)
class Item:
    """A unit of work; `intact` is the mask of facts that are right, `errors` what is latent.

    It is at step `here`, number `position` of its `route`; a new one stands before the first.

    While a step is under way its teams work on copies (`Leg`); the item itself holds what was
    merged at the last join. `last_owned` says whether every crossing into the last step was owned.
    """

    number: int
    kind: int
    key: int
    size: float
    route: Route
    here: Step
    all_facts: int
    intact: int
    errors: list[Error] = field(default_factory=list)
    position: int = -1
    open_legs: int = 0
    legs: list[Leg] = field(default_factory=list)
    visits: dict[int, int] = field(default_factory=dict)
    last_owned: bool = True
    released: float = -1.0


@dataclass(slots=True)
class Crossing:
    """What one crossing did: the facts it lost and caught, what it left latent, and its waits.

    `asked`: the receiver noticed or caught something, and so asks one question.
    """

    edge: int
    number: int
    owned: bool
    work_needed: bool
    asked: bool
    wait: float
    lost: int
    caught: int
    born: list[Error]

    @property
    def takes_time(self) -> bool:
        """Whether the item arrives later than it left."""
        return self.wait > 0.0 or self.asked or (self.owned and self.work_needed)

    def facts_after(self, intact: int) -> int:
        """Return the mask of the facts that are right once all questions are answered."""
        return (intact & ~self.lost) | self.caught


@dataclass(slots=True)
class Leg:
    """One team's copy of an item during one step, brought by `crossings`.

    `pending` of them have not arrived yet.

    Known once the visit has started: `key`, its address, and `now`, the team's row in force then,
    with the `gains` of the practices followed.
    """

    item: Item
    member: Member
    crossings: list[Crossing]
    pending: int
    intact: int
    errors: list[Error]
    key: int = 0
    now: Any = None
    gains: Sequence[float] = ()
    defects: Sequence[int] = ()
    found: Sequence[Error] = ()


def united(legs: list[Leg]) -> list[Error]:
    """Return the errors of all legs, one per identity, first leg's first; depth is the largest."""
    merged: dict[int, Error] = {}
    for leg in legs:
        for error in leg.errors:
            known = merged.setdefault(error.key, error)
            known.depth = max(known.depth, error.depth)
    return list(merged.values())


def wrong_facts(errors: list[Error]) -> int:
    """Return the mask of the facts that latent errors have lost."""
    mask = 0
    for error in errors:
        if error.fact >= 0:
            mask |= 1 << error.fact
    return mask
