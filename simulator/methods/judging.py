"""Plans run under the same luck and judged: every command asks here which one to take."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES, aim, outcome_of
from simulator.methods.input_uncertainty import Sample, Worlds, sample, summary
from simulator.methods.records.contradiction import Contradiction, contradictions
from simulator.methods.records.reviews_needed import reviews_needed
from simulator.methods.remarks.remarks import Remarks, remarks
from simulator.methods.run import Answer, answered
from simulator.methods.verdict import Judged, Judgement, Stated, asked, judged
from simulator.scenario.scenario import TODAY, Scenario
from simulator.stats.empirical_bayes import Belief
from simulator.stats.estimate import Estimate, ratio_contributions
from simulator.stats.paired import each_event, paired_ratio_difference

__all__ = ["REPLICATIONS", "UNSURE", "WORLDS", "Decision", "decision", "judge"]

REPLICATIONS = 100
"""Replications of each plan that a decision is made on, whatever command asks for it."""
UNSURE = frozenset({"likely", "leaning", "open"})
"""The verdicts that knowing more of where failures start could make surer."""
WORLDS = 200
"""Plausible organisations that a decision is made in, whatever command asks for it."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """`today` and all plans of a file under the same luck, and the judgement on which to take.

    `answers` are those of one organisation: `like`, of those that fit what is known the one most
    like all of them, or the file's own where none were drawn. What a plan buys is settled on the
    file's own values. `judgement` is None where `today` or every plan has no value of the outcome,
    or there is no plan; `worlds` is None where no organisations were drawn or there are fewer than
    two plans, and `drawn` where none were drawn. `contradictions` are the records that the file
    cannot produce. `remarks` are what must be known
    before it is believed.
    """

    scenario: Scenario
    like: Scenario
    seed: int
    outcome: str
    answers: Mapping[str, Answer]
    judgement: Judgement | None
    worlds: Worlds | None = None
    drawn: Sample | None = field(default=None, compare=False, repr=False)
    contradictions: tuple[Contradiction, ...] = ()
    remarks: Remarks | None = None

    @property
    def most_like(self) -> Scenario | None:
        """The organisation most like all that fit; None where none were drawn."""
        return None if self.drawn is None else self.like

    @property
    def replications(self) -> int:
        """How many replications each plan was run for."""
        return next(iter(self.answers.values())).replications

    @cached_property
    def levels(self) -> Mapping[str, Mapping[str, Estimate]]:
        """Every outcome of every plan: the mean of the organisations drawn, their 95 % points.

        Where none were drawn, or a plan has no value in all of them, the replications of the file's
        own organisation with their simulation noise.
        """
        return {
            plan: {
                name: self._level(plan, name) or estimate
                for name, estimate in answer.outcomes.items()
            }
            for plan, answer in self.answers.items()
        }

    def _level(self, plan: str, outcome: str) -> Estimate | None:
        found = self._by.get(outcome)
        if found is None:
            return None
        belief = found.level(plan)
        low, high = belief.interval()
        best = belief.mean
        return Estimate(best=best, low=min(best, low), high=max(best, high), n=len(found.values))

    def lead(self, plan: str, against: str, outcome: str) -> Belief | None:
        """Return by how much a plan is better in the organisations drawn; None without any."""
        found = self._by.get(outcome)
        return None if found is None else found.lead(plan, against)

    @cached_property
    def reviews(self) -> int | None:
        """How many reviewed failures would tell the plan to take from the next best.

        None where the organisations drawn tell already, or no number of reviews would.
        """
        main = self.judgement.main if self.judgement else None
        if self.drawn is None or main is None or main.verdict not in UNSURE:
            return None
        lead = self.lead(main.plan, main.against, self.outcome)
        return None if lead is None else reviews_needed(self.drawn, lead, self.outcome)

    @cached_property
    def _by(self) -> Mapping[str, Judged]:
        if self.drawn is None:
            return {}
        spends = {name: answer.person_days for name, answer in self.answers.items()}
        found = {name: self.drawn.judged(name, spends) for name in self.drawn.values}
        return {name: each for name, each in found.items() if each is not None}

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
        lead = self.lead(plan, TODAY, "cost")
        if lead is not None:
            return -lead.mean
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
    drawn = sample(scenario, run, n=worlds, progress=progress)
    like = drawn.most_like(outcome) if drawn else scenario
    written = {name: planned_program(scenario, name, run) for name in (TODAY, *scenario.arms)}
    answers = {}
    for name in written:
        program = planned_program(scenario, name, run, like)
        answers[name] = answered(program, run(program, replications), replications, run)
    against = contradictions(drawn.population) if drawn else ()
    found = _judged(answers, outcome, drawn)
    known = found.plans if found else ()
    return Decision(
        scenario=scenario,
        like=like,
        seed=seed,
        outcome=outcome,
        answers=answers,
        judgement=judge(
            found,
            answers[TODAY],
            pairs=((known[1], known[2]),) if len(known) > 2 else (),
            contradicted=any(each.binding for each in against),
        ),
        worlds=summary(drawn, outcome) if drawn else None,
        drawn=drawn,
        contradictions=against,
        remarks=remarks(
            scenario,
            run,
            written,
            replications=len(replications),
        ),
    )


def _judged(answers: Mapping[str, Answer], outcome: str, drawn: Sample | None) -> Judged | None:
    """Return the plans as they are judged by an outcome; None where there is nothing to judge.

    In the organisations drawn, or by the replications of the file's own, of which one alone says
    nothing.
    """
    spends = {name: answer.person_days for name, answer in answers.items()}
    if drawn is not None:
        return drawn.judged(outcome, spends)
    of = OUTCOMES[outcome]
    fractions = {name: of.fraction(each.program, each.tally) for name, each in answers.items()}
    known = {name: pair for name, pair in fractions.items() if pair[1].sum() > 0.0}
    if len(known) < 2 or TODAY not in known:
        return None
    values = np.stack([ratio_contributions(*pair) for pair in known.values()], axis=1)[None]
    return Judged(
        plans=tuple(known),
        outcome=outcome,
        values=values,
        weights=np.ones(1),
        sampled=False,
        sign=-1.0 if of.better == "more" else 1.0,
        spends=spends,
        event=each_event(of.event, known[TODAY][1]),
    )


def judge(
    found: Judged | None,
    today: Answer,
    *,
    pairs: Sequence[tuple[str, str]] = (),
    contradicted: bool = False,
) -> Judgement | None:
    """Return the judgement on plans by what they come to; None where one run alone was made.

    `today` says what the file asks for, and `pairs` are judged besides; where the records
    contradict the file (`contradicted`) nothing is recommended.
    """
    if found is None or found.values.shape[1] < 2 or not np.isfinite(found.values).all():
        return None
    stated = Stated.of(today, found.outcome)
    return judged(found, stated=stated, pairs=pairs, contradicted=contradicted)
