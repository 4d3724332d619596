"""Plans run under the same luck and judged: every command asks here which one to take."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES, aim, outcome_of
from simulator.methods.input_uncertainty import Sample, Worlds, sample, summary
from simulator.methods.remarks.remarks import Remarks, remarks
from simulator.methods.run import Answer, answered
from simulator.methods.verdict import Judged, Judgement, Stated, asked, judged
from simulator.scenario.scenario import TODAY, Scenario
from simulator.stats.estimate import Floats, ratio_contributions
from simulator.stats.paired import each_event, paired_ratio_difference

__all__ = ["REPLICATIONS", "WORLDS", "Decision", "decision", "judge"]

REPLICATIONS = 100
"""Replications of each plan that a decision is made on, whatever command asks for it."""
WORLDS = 200
"""Plausible organisations that a decision is made in, whatever command asks for it."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """`today` and all plans of a file under the same luck, and the judgement on which to take.

    `judgement` is None where `today` or every plan has no value of the outcome, or there is no
    plan; `worlds` is None where no organisations were drawn or there are fewer than two plans;
    `remarks` are what must be known before it is believed.
    """

    scenario: Scenario
    seed: int
    outcome: str
    answers: Mapping[str, Answer]
    judgement: Judgement | None
    worlds: Worlds | None = None
    remarks: Remarks | None = None

    @property
    def replications(self) -> int:
        """How many replications each plan was run for."""
        return next(iter(self.answers.values())).replications

    @property
    def aim(self) -> str:
        """What is searched by: the outcome, with less noise where there is one."""
        return aim(self.outcome)

    @property
    def matters(self) -> float:
        """The smallest difference that anyone cares about [unit of the outcome]."""
        if self.judgement is not None:
            return self.judgement.matters
        today = self.answers[TODAY]
        level = abs(today.outcomes[self.outcome].best)
        return asked(Stated.of(today, self.outcome), level)[1] if math.isfinite(level) else 0.0

    def net(self, plan: str) -> float | None:
        """Return what a plan costs a year beyond what it saves [currency]; None without prices."""
        if self.scenario.costs is None:
            return None
        mine, theirs = (
            OUTCOMES["cost"].fraction(answer.program, answer.tally)
            for answer in (self.answers[plan], self.answers[TODAY])
        )
        found = paired_ratio_difference(*mine, *theirs).best
        return None if math.isnan(found) else found


def decision(
    scenario: Scenario,
    run: Runner,
    *,
    seed: int,
    replications: Sequence[int] = range(REPLICATIONS),
    worlds: int = WORLDS,
    outcome: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Decision:
    """Return the plans of a file, run on `replications`, and the judgement on them.

    `run` runs with the luck of `seed`. They are judged in `worlds` plausible organisations,
    `progress` being told of each, or by the replications of the file's own organisation where none
    can be drawn, by `outcome`, the file's own where none is given. Refuses an outcome that cannot
    decide (ValueError).
    """
    outcome = outcome_of(scenario, outcome).name
    answers = {}
    for name in (TODAY, *scenario.arms):
        program = planned_program(scenario, name, run)
        answers[name] = answered(program, run(program, replications), replications, run)
    drawn = sample(scenario, run, n=worlds, seed=seed, outcome=outcome, progress=progress)
    return Decision(
        scenario=scenario,
        seed=seed,
        outcome=outcome,
        answers=answers,
        judgement=_judgement(answers, outcome, drawn),
        worlds=summary(drawn) if drawn else None,
        remarks=remarks(
            scenario,
            run,
            {name: answer.program for name, answer in answers.items()},
            replications=len(replications),
        ),
    )


def _judgement(
    answers: Mapping[str, Answer], outcome: str, drawn: Sample | None
) -> Judgement | None:
    """Return the verdict on the plans that have a value of the outcome."""
    of = OUTCOMES[outcome]
    if drawn is not None:
        plans, values = drawn.plans, drawn.values
    else:
        fractions = {name: of.fraction(each.program, each.tally) for name, each in answers.items()}
        known = {name: pair for name, pair in fractions.items() if pair[1].sum() > 0.0}
        plans = tuple(known)
        columns = [ratio_contributions(*pair) for pair in known.values()]
        values = np.stack(columns, axis=1)[None] if columns else np.zeros((1, 1, 0))
    if len(plans) < 2 or plans[0] != TODAY:
        return None
    return judge(
        values,
        outcome=outcome,
        sampled=drawn is not None,
        sign=-1.0 if of.better == "more" else 1.0,
        spends={name: answers[name].person_days for name in plans},
        today=answers[TODAY],
        pairs=((plans[1], plans[2]),) if len(plans) > 2 else (),
    )


def judge(
    values: Floats,
    *,
    outcome: str,
    sampled: bool,
    sign: float,
    spends: Mapping[str, float],
    today: Answer,
    pairs: Sequence[tuple[str, str]] = (),
) -> Judgement | None:
    """Return the judgement on plans by what they come to; None where one run alone was made.

    `values` is as `Judged` has it, a column for each plan of `spends` [person-days a year], `today`
    first; `today` says what the file asks for, and `pairs` are judged besides.
    """
    if values.shape[1] < 2 or not np.isfinite(values).all():
        return None
    of = OUTCOMES[outcome]
    found = Judged(
        plans=tuple(spends),
        outcome=outcome,
        values=values,
        weights=np.ones(len(values)),
        sampled=sampled,
        sign=sign,
        spends=spends,
        event=each_event(of.event, of.fraction(today.program, today.tally)[1]),
    )
    return judged(found, stated=Stated.of(today, outcome), pairs=pairs)
