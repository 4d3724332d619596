"""A workspace as bytes to lay into the memory of a WebAssembly module, with a map of them.

One image serves all plans of one structure: `practise` puts in what a plan buys; the seed, and
whether a log is kept, are written into the state. Tables that grow are empty and no part of it:
whoever runs it lays them out behind the image, and anew at twice the size when one was full.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.engines.compiled import layout
from simulator.engines.compiled.layout import GROWING, LEVERS, Grows, stride
from simulator.engines.compiled.workspace import Workspace
from simulator.engines.program.compilation import program_for
from simulator.model.lever import EDGE_LEVERS, TEAM_LEVERS
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import Purchase, units

__all__ = ["Image", "Offer", "image"]

_ALIGNED = 16
_A_LITTLE = 1e-6  # person-days: more than nothing, so that every place counts as practised
_TOLD = ("seed", "logging", "full", "now", "horizon")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A lever at a place: the `row` of its practice and the `scale` [person-days] of its gain."""

    lever: str
    place: str
    row: int
    scale: float


@dataclass(frozen=True, kw_only=True)
class Image:
    """The bytes that lie from `base` on, and where in memory is what.

    `state`: the address of the state, which `run` and `practise` are given; `words`: addresses of
    those of its columns that are written or read; `growing`: the tables to lay out behind the
    image, each with the addresses of its place, its first row not used and its end;
    `intact`: of the bytes for each item, how many to an item and where their place is written;
    `parts`: names and shapes of the numbers in a row of tallies; `offers`: what can be bought.
    """

    base: int
    memory: bytes
    state: int
    words: dict[str, int]
    growing: tuple[dict[str, int | str], ...]
    intact: dict[str, int]
    width: int
    parts: dict[str, tuple[int, ...]]
    offers: tuple[Offer, ...]


def image(scenario: Scenario, plan: str = "today", *, base: int) -> Image:
    """Return the image of the structure that `plan` has, with nothing bought, to lie at `base`."""
    own = scenario.for_plan(plan)
    offers = tuple(_offers(own))
    little = [Purchase(offer.lever, offer.place, _A_LITTLE) for offer in offers]
    space = Workspace(program_for(scenario, plan, little), logging=False)
    practices, teams = space.tables["practices"], space.tables["teams"]
    practices["strength"], practices["stops"], space.state["stops"] = 0.0, math.inf, math.inf
    teams["funded"] = teams["steady"] = 0
    memory, places = _laid_out(space, base)
    return Image(
        base=base,
        memory=memory,
        state=base,
        words={name: base + _offset(layout.STATE, name) for name in _TOLD},
        growing=tuple(_growing(which, base, places["pools"]) for which in Grows),
        intact={
            "place": base + _offset(layout.STATE, "intact"),
            "each": int(space.state["longest"][0]),
        },
        width=space.width,
        parts=space.parts,
        offers=offers,
    )


def _offers(own: Scenario) -> Iterator[Offer]:
    teams = len(own.teams)
    for first, where, names in ((0, own.teams, TEAM_LEVERS), (teams, own.boundaries, EDGE_LEVERS)):
        for column, lever in enumerate(names):
            if lever in own.levers:
                scale = own.levers[lever].scale.person_days
                for at, place in enumerate(where):
                    yield Offer(
                        lever=lever,
                        place=place,
                        row=(first + at) * LEVERS + column,
                        scale=scale * units(own, lever, place),
                    )


def _laid_out(space: Workspace, base: int) -> tuple[bytes, dict[str, int]]:
    """Return the state and the tables of fixed length as bytes, and where each table lies."""
    fixed = {name: space.tables[name] for name in layout.FIXED if name != "intact"}
    state, whole = space.state.copy(), bytearray(_up(layout.STATE.itemsize))
    places = {}
    for name, table in fixed.items():
        places[name] = base + len(whole)
        whole += table.tobytes().ljust(_up(table.nbytes), b"\0")
    for name in space.tables:
        state[name] = places.get(name, 0)
    whole[: state.nbytes] = state.tobytes()
    return bytes(whole), places


def _up(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _offset(dtype: np.dtype[np.void], name: str) -> int:
    fields: Any = dtype.fields
    return int(fields[name][1])


def _growing(which: Grows, base: int, pools: int) -> dict[str, int | str]:
    name, dtype, rows = GROWING[which]
    pool = pools + which * layout.POOL.itemsize
    return {
        "name": name,
        "full": int(which),
        "size": dtype.itemsize,
        "rows": rows,
        "stride": stride(which),
        "place": base + _offset(layout.STATE, name),
        "top": pool + _offset(layout.POOL, "top"),
        "end": pool + _offset(layout.POOL, "end"),
    }
