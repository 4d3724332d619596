"""Uses of money that a command found itself, judged over the file's ranges as its plans are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.best_rule import FIRST_PLANNING, in_order
from simulator.measures.outcomes import OUTCOMES
from simulator.methods.allocation.greedy import Judge
from simulator.methods.judging import judge
from simulator.methods.records.population import REPLICATIONS, population, programs_of
from simulator.methods.run import Answer
from simulator.methods.verdict import Judged, Judgement
from simulator.scenario.scenario import TODAY, Scenario
from simulator.stats.estimate import Floats
from simulator.stats.paired import each_event

__all__ = ["bought_again", "drawn", "judgement"]

_FIRST = FIRST_PLANNING + 600_000


def drawn(
    judging: Judge,
    uses: Mapping[str, Program],
    worlds: int,
    progress: Callable[[int], None] = lambda _: None,
    *,
    among: int = 0,
) -> Floats | None:
    """Return what uses come to in `worlds` plausible organisations; None where none can be drawn.

    One layer an organisation, one row a replication and one column a use, counted so that less is
    better. What a use buys was settled on the file's stated values and is the same in all of them.
    They are chosen from as many as `among` drawn, where those are more. `progress` is told of each
    organisation.
    """
    found = population(judging.scenario, judging.run, n=max(worlds, among), progress=progress)
    if found is None:
        return None
    few = replace(judging, n=REPLICATIONS, first=_FIRST)
    chosen = [found.drawn[number] for number in found.choose(worlds)]
    again = [bought_again(each, judging.scenario) for each in uses.values()]
    programs = programs_of(chosen, judging.scenario, [(each.plan, each.bought) for each in again])
    return few.over(list(zip(*programs, strict=True)), progress)


def judgement(
    judging: Judge,
    uses: Mapping[str, Program],
    values: Floats,
    *,
    sampled: bool,
    pairs: Sequence[tuple[str, str]] = (),
) -> Judgement | None:
    """Return the judgement on uses of which `today` is the first; None from one run alone.

    `values` is as `drawn` gives it, or one layer of the file's own organisation.
    """
    nothing = uses[TODAY]
    today = Answer(
        program=nothing,
        seed=judging.run.seed,
        tally=judging.run(nothing, range(judging.n)),
    )
    of = OUTCOMES[judging.outcome]
    found = Judged(
        plans=tuple(uses),
        outcome=judging.outcome,
        values=values,
        weights=np.ones(len(values)),
        sampled=sampled,
        sign=1.0,
        spends={name: _beyond(nothing, program) for name, program in uses.items()},
        event=each_event(of.event, of.fraction(nothing, today.tally)[1]),
    )
    return judge(found, today, pairs=pairs)


def _beyond(nothing: Program, program: Program) -> float:
    """Return what a use spends beyond what is spent already [person-days a year]."""
    own, all_ = (sum(each.person_days for each in use.bought) for use in (nothing, program))
    return max(0.0, all_ - own)


def bought_again(program: Program, world: Scenario) -> Program:
    """Return the plan that buys the same in another world of the same organisation."""
    spend: dict[tuple[str, str], float] = {}
    for each in program.bought:
        spend[each.lever, each.place] = spend.get((each.lever, each.place), 0.0) + each.person_days
    return program_for(world, program.plan, in_order(world.for_plan(program.plan), spend))
