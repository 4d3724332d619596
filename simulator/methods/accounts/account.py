"""Where failures start, and what would be gone without: the answer behind `edgewise account`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from simulator.engines.program.compilation import Program
from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.splits import places
from simulator.measures.tally import Pooled, Sum, Tally
from simulator.mechanisms.incidents import EXTERNAL, MECHANISMS
from simulator.methods.accounts.perfect import (
    BAD_FIX,
    SIDES,
    Sides,
    by_category,
    by_mechanism,
    by_place,
    sides,
)
from simulator.methods.accounts.players import Players, Shares, can_start, gone_without, shares
from simulator.methods.remarks.remarks import Remarks, remarks
from simulator.scenario.scenario import Scenario
from simulator.stats.ends import Possible
from simulator.stats.estimate import Estimate, Floats, ratio_estimate, ratio_of_sums

__all__ = ["STEPS", "Account", "Part", "account"]

Progress = Callable[[int], None]
STEPS = 7
"""The four organisations; then, three times, the shares and what would be gone."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One mechanism, place or category, in failures per 100 released.

    `share` is its Shapley value: what it adds, averaged over all orders; the shares add up to
    core + edge + interaction. `born` counts the failures that start there; `gone` is how many
    fewer there would be if it alone were perfect. `side` is core, edge or, for what has mistakes
    of both, both.
    """

    name: str
    side: str
    share: Estimate
    born: Estimate
    gone: Estimate

    def as_json(self) -> dict[str, object]:
        """Return the part by its keys in JSON; the share stands at the top."""
        return {
            "name": self.name,
            "side": self.side,
            **asdict(self.share),
            "born_there": self.born,
            "gone_without": self.gone,
        }


@dataclass(frozen=True, kw_only=True)
class Account:
    """The account of one plan's failures [per 100 released].

    `sides` holds the four organisations that are compared; `sampled` says for each of mechanism,
    place and category how many orders were sampled (0: every coalition was run). `most_like` says
    that they are of the organisation most like the user's, not of the file as it is written.
    """

    scenario: Scenario
    plan: str
    seed: int
    replications: int
    sides: Sides
    by_mechanism: tuple[Part, ...]
    by_place: tuple[Part, ...]
    by_category: tuple[Part, ...]
    sampled: Mapping[str, int]
    most_like: bool = False
    remarks: Remarks | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the account by its keys in JSON."""
        found = self.sides
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replications,
            "arm": self.plan,
            "most_like": self.most_like,
            "unit": "failures per 100 released",
            "total": found.total,
            "core": found.core_alone,
            "edge": found.edge_alone,
            "interaction": found.interaction,
            "external": found.external,
            "shapley": {
                "core": found.core_shapley,
                "edge": found.edge_shapley,
            },
            "boundary_share": found.share,
            "by_mechanism": self.by_mechanism,
            "by_place": self.by_place,
            "by_category": self.by_category,
            "orders_sampled": self.sampled,
            "remarks": self.remarks,
        }


def account(
    scenario: Scenario,
    run: Runner,
    *,
    plan: str = "today",
    replications: Sequence[int],
    like: Scenario | None = None,
    progress: Progress = lambda _: None,
) -> Account:
    """Return the account of failures of one plan, on `replications` that all share their luck.

    It is that of `like`, the organisation most like the user's, or of the file as it is written
    where there is none. `progress` is told of each of `STEPS` steps. Refuses a plan that does not
    exist, one that releases nothing, and no replications (ValueError).
    """
    if len(replications) < 1:
        raise ValueError(f"found {len(replications)} replications; allowed: 1 or more")
    if plan != "today" and plan not in scenario.arms:
        known = ", ".join(("today", *scenario.arms))
        raise ValueError(f"there is no plan {plan!r}; allowed: {known}")
    program = planned_program(scenario, plan, run, like)
    found = sides(program, run, replications)
    progress(1)
    tally = run.all([(program, replications)])[0]
    splits: dict[str, tuple[tuple[Part, ...], Shares]] = {}
    for name, players, counted in (
        ("mechanism", by_mechanism(program), _born_by_mechanism),
        ("place", by_place(program), _born_by_place),
        ("category", by_category(program), _born_by_category),
    ):
        born = _born(program, tally, players, counted)
        shared = shares(program, players, run, replications, found)
        progress(1)
        gone = gone_without(program, players, run, replications)
        progress(1)
        splits[name] = _parts(players, shared, born, gone), shared
    return Account(
        scenario=scenario,
        plan=plan,
        seed=run.seed,
        replications=len(replications),
        sides=found,
        by_mechanism=splits["mechanism"][0],
        by_place=splits["place"][0],
        by_category=splits["category"][0],
        sampled={name: shared.orders for name, (_, shared) in splits.items()},
        most_like=like is not None,
        remarks=remarks(like or scenario, run, {plan: program}, replications=len(replications)),
    )


def _parts(
    players: Players,
    shared: Shares,
    born: Mapping[str, Estimate],
    gone: Mapping[str, Estimate],
) -> tuple[Part, ...]:
    return tuple(
        Part(
            name=name,
            side=_side(players, name),
            share=shared.values[name],
            born=born[name],
            gone=gone[name],
        )
        for name in players
    )


def _side(players: Players, name: str) -> str:
    found = {SIDES[mechanism] for mechanism, _ in players[name]}
    return found.pop() if len(found) == 1 else "both"


def _born(
    program: Program,
    tally: Tally,
    players: Players,
    counted: Callable[[Program, Tally], Mapping[str, Floats]],
) -> Mapping[str, Estimate]:
    released = tally.sums[:, Sum.RELEASED]
    if isinstance(tally, Pooled) and counted is not _born_by_mechanism:
        return _born_pooled(program, tally, players)
    counts = counted(program, tally)
    one = Possible(event=100.0)
    return {
        name: ratio_estimate(
            100.0 * count, released, possible=one if can_start(program, players[name]) else None
        )
        for name, count in counts.items()
    }


def _born_pooled(program: Program, tally: Pooled, players: Players) -> Mapping[str, Estimate]:
    """Return what starts in each part, as if the counts of its places were independent.

    Intervals are Student's t, of few events too: sums and squares do not tell those from many.
    """
    row = {name: at for at, name in enumerate(places(program))}
    column = {name: at for at, name in enumerate(MECHANISMS)}
    own, fixes, n = tally.failures[..., 0].sum(axis=0), tally.bad_fixes, len(tally.sums)
    spread = tally.squared("failures")[..., 0] / n - (own / n) ** 2
    born = {}
    for name, cells in players.items():
        found = [(row[place], column[mechanism]) for mechanism, place in cells if place]
        count = sum(float(own[at]) for at in found)
        variance = sum(float(spread[at]) for at in found)
        if len(found) < len(cells):
            count += float(fixes.sum())
            variance += float(fixes.var())
        variance *= 1e4 * n / max(1, n - 1)
        born[name] = ratio_of_sums(100.0 * count, variance, tally.sums[:, Sum.RELEASED])
    return born


def _born_by_mechanism(_: Program, tally: Tally) -> dict[str, Floats]:
    own = tally.by_mechanism
    born = {name: own[:, index] for index, name in enumerate(MECHANISMS) if index != EXTERNAL}
    return {**born, BAD_FIX: tally.bad_fixes}


def _born_by_place(program: Program, tally: Tally) -> dict[str, Floats]:
    own = tally.failures[..., 0].sum(axis=2)
    born = dict(zip(places(program)[:-1], own.T, strict=False))
    # nothing keeps a team from being called like them
    born[BAD_FIX] = born.get(BAD_FIX, 0.0) + tally.bad_fixes
    return born


def _born_by_category(program: Program, tally: Tally) -> dict[str, Floats]:
    own = tally.failures[..., 0]
    index = {name: row for row, name in enumerate(places(program))}
    column = {name: position for position, name in enumerate(MECHANISMS)}
    born = {}
    for name, cells in by_category(program).items():
        rows = [index[place] for mechanism, place in cells if mechanism != BAD_FIX]
        columns = [column[mechanism] for mechanism, _ in cells if mechanism != BAD_FIX]
        born[name] = own[:, rows, columns].sum(axis=1)
        if any(mechanism == BAD_FIX for mechanism, _ in cells):
            born[name] = born[name] + tally.bad_fixes
    return born
