"""Plans against each other under the same luck: the answer behind `edgewise compare`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np

from simulator.experiments.runner import Runner
from simulator.measures.fractions import Fraction
from simulator.measures.outcomes import OUTCOMES, Outcome, outcomes_of
from simulator.measures.reviewed import reviewed
from simulator.methods.course import Course, changing, course, spans
from simulator.methods.judging import Decision, decision
from simulator.methods.prices import Money, money
from simulator.methods.run import Answer
from simulator.methods.turns.breakeven import ShareTurn, boundary_share_turn
from simulator.methods.verdict import Judgement, Stated, Word, asked, changes_a_year, word_of
from simulator.scenario.scenario import TODAY, Scenario
from simulator.stats.empirical_bayes import from_replications
from simulator.stats.estimate import Estimate, Floats, ratio_contributions
from simulator.stats.paired import each_event, share_better
from simulator.stats.selection import chance_of_being_best, survivors
from simulator.stats.several import holm, max_t_level, two_sided_p

__all__ = ["NO_CLEAR_DIFFERENCE", "Comparison", "Difference", "compare", "word_by_luck"]

NO_CLEAR_DIFFERENCE = "no clear difference"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`plan` less `against` in one outcome, over replications that share their luck.

    `estimate` carries 95 % simulation noise, paired; `p_better` is the share of replications in
    which `plan` is better as things struck, ties half, of those in which both have a value: never a
    confidence.
    `verdict` is the word of the verdict on the pair, whichever is the better by `estimate`: in the
    outcome asked as it was judged, where it was; else by these replications, as if every number in
    the file were right.
    """

    plan: str
    against: str
    outcome: str
    estimate: Estimate
    p_better: float
    verdict: Word

    def as_json(self) -> dict[str, object]:
        """Return the difference by its keys in JSON."""
        return {
            "arm": self.plan,
            "against": self.against,
            "outcome": self.outcome,
            **asdict(self.estimate),
            "p_better": self.p_better,
            "verdict": self.verdict,
        }


@dataclass(frozen=True, kw_only=True)
class Comparison(Decision):
    """All plans of a scenario, every pair of them in every outcome, and who wins on `outcome`.

    `winner` is the recommended plan where its verdict is `better`. `course` is there where anything
    changes within the window that is counted.
    """

    differences: tuple[Difference, ...]
    money: Money
    turns: ShareTurn | None = None
    course: Course | None = None

    def difference(self, plan: str, against: str, outcome: str) -> Difference:
        """Return the difference of one pair; refuses a pair that was not compared (KeyError)."""
        for found in self.differences:
            if (found.plan, found.against, found.outcome) == (plan, against, outcome):
                return found
        raise KeyError(f"no comparison of {plan} against {against} in {outcome}")

    @property
    def winner(self) -> str:
        """The recommended plan where it is clearly better than the next best."""
        found = self.judgement
        if found is None or found.main is None or not found.main.clear:
            return NO_CLEAR_DIFFERENCE
        return found.main.plan if found.main.plan == found.recommended else NO_CLEAR_DIFFERENCE

    @property
    def headline(self) -> Difference | None:
        """The difference of the file's first two plans in the outcome asked, if there are two."""
        plans = [name for name in self.answers if name != "today"]
        return self.difference(plans[1], plans[0], self.outcome) if len(plans) > 1 else None

    @cached_property
    def chances(self) -> Mapping[str, float]:
        """Each plan's share of resampled replications in which it is best: noise only."""
        found = dict(zip(self._valued, chance_of_being_best(self._scores()), strict=True))
        return {name: found.get(name, 0.0) for name in self.answers}

    @cached_property
    def selected(self) -> tuple[str, ...]:
        """The plans that may still be best or within `matters` of it, with 95 %; one is chosen."""
        names = self._valued
        left = survivors(self._scores(), self.matters)
        return tuple(names[index] for index in left)

    @cached_property
    def together(self) -> tuple[Difference, ...]:
        """Every pair in the outcome asked, with intervals that hold all at once (max-t)."""
        found, table = self._pairs()
        if self.replications < 2 or not found:
            return ()
        of, level = OUTCOMES[self.outcome], max_t_level(table)
        return tuple(
            replace(each, estimate=_paired(self.answers, each.plan, each.against, of, level))
            for each in found
        )

    @property
    def pairs(self) -> tuple[Difference, ...]:
        """Every pair in the outcome asked as tables have it: with the intervals of `together`."""
        at_once = {(each.plan, each.against): each for each in self.together}
        return tuple(
            at_once.get((each.plan, each.against), each)
            for each in self.differences
            if each.outcome == self.outcome
        )

    @cached_property
    def holm_p(self) -> tuple[float, ...]:
        """Holm's adjusted p-value of each pair of `together` differing at all: noise only."""
        found, table = self._pairs()
        if self.replications < 2 or not found:
            return ()
        return tuple(holm([two_sided_p(column) for column in table.T]).tolist())

    def _pairs(self) -> tuple[list[Difference], Floats]:
        """Return the pairs in the outcome asked, and one row a replication, one column a pair.

        A pair of which one plan has no value in any replication has no difference.
        """
        found = [
            each
            for each in self.differences
            if each.outcome == self.outcome and not math.isnan(each.estimate.best)
        ]
        scores = dict(zip(self._valued, self._scores().T, strict=True))
        sign = -1.0 if OUTCOMES[self.outcome].better == "more" else 1.0
        columns = [sign * (scores[each.plan] - scores[each.against]) for each in found]
        return found, np.stack(columns, axis=1) if columns else np.zeros((self.replications, 0))

    @cached_property
    def one_year(self) -> Mapping[str, Mapping[str, float]]:
        """What one real year of 260 days can look like: 10, 50 and 90 % points, unpaired."""
        points = {}
        for name, answer in self.answers.items():
            values = answer.struck(OUTCOMES[self.outcome])
            known = values[~np.isnan(values)]
            quantiles = np.quantile(known if len(known) else [math.nan], (0.1, 0.5, 0.9))
            points[name] = dict(zip(("p10", "p50", "p90"), quantiles.tolist(), strict=True))
        return points

    @cached_property
    def valueless(self) -> Mapping[str, int]:
        """In how many replications each plan has no value of the outcome asked."""
        outcome = OUTCOMES[self.outcome]
        return {
            name: outcome.valueless(answer.program, answer.tally)
            for name, answer in self.answers.items()
        }

    @property
    def _valued(self) -> tuple[str, ...]:
        """The plans that have a value in some replication; all, where none has one."""
        found = [name for name, empty in self.valueless.items() if empty < self.replications]
        return tuple(found or self.answers)

    def _scores(self) -> Floats:
        """Return one row a replication and one column a plan of `_valued`; less is better."""
        outcome = OUTCOMES[self.outcome]
        columns = []
        for answer in (self.answers[name] for name in self._valued):
            above, below = outcome.fraction(answer.program, answer.tally)
            some = below.sum() > 0
            columns.append(ratio_contributions(above, below) if some else np.zeros(len(above)))
        table = np.stack(columns, axis=1)
        return -table if outcome.better == "more" else table

    def as_json(self) -> dict[str, object]:
        """Return the comparison by its keys in JSON (NaN stays NaN)."""
        units = {name: outcome.unit for name, outcome in OUTCOMES.items()}
        return {
            "scenario": self.scenario.name,
            "question": self.scenario.question,
            "seed": self.seed,
            "replications": self.replications,
            "outcome": self.outcome,
            "changes_a_year": changes_a_year(self.answers[TODAY]),
            "matters": self.matters,
            "arms": [
                {
                    "name": name,
                    "spend": answer.person_days,
                    "outcomes": {
                        key: {**asdict(estimate), "unit": units[key]}
                        for key, estimate in self.levels[name].items()
                    },
                }
                for name, answer in self.answers.items()
            ],
            "differences": self.differences,
            "winner": self.winner,
            **(self.judgement.as_json() if self.judgement else {}),
            "selected": self.selected,
            "together": [
                {"arm": e.plan, "against": e.against, **asdict(e.estimate), "p_holm": p}
                for e, p in zip(self.together, self.holm_p, strict=True)
            ],
            "chance_of_being_best": self.chances,
            "worlds": self.worlds,
            "contradictions": self.contradictions,
            "measure_first": _first(self.reviews),
            "turns": _turns(self.turns),
            "course": self.course,
            "one_year": self.one_year,
            "valueless": self.valueless,
            "simulation": _noise(self.headline),
            "money": self.money,
            "remarks": self.remarks,
            "reviewed": {
                name: reviewed(answer.program, answer.tally)
                for name, answer in self.answers.items()
            },
        }


def compare(
    scenario: Scenario,
    run: Runner,
    *,
    seed: int,
    replications: Sequence[int],
    outcome: str | None = None,
    worlds: int = 0,
    turns: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Comparison:
    """Return the comparison of `today` and all plans of the file.

    `run` runs a plan on replication numbers, with the luck of `seed`; all plans are run on the same
    `replications` and judged by `outcome`, the file's own where none is given; in each of `worlds`
    plausible organisations on a few of their own, with `progress` told of each. With `turns` it is
    found where the answer between the file's first two plans turns around, on as many replications
    as `breakeven` takes, however many were asked for. Refuses an outcome that cannot decide and a
    plan that does not exist (ValueError).
    """
    found = decision(
        scenario,
        run,
        seed=seed,
        replications=replications,
        worlds=worlds,
        outcome=outcome,
        progress=progress,
    )
    answers = found.answers
    return Comparison(
        **vars(found),
        differences=_differences(found),
        money=money(
            found.like,
            {name: (answer.program, answer.tally) for name, answer in answers.items()},
            run,
            replications,
            found.outcome,
        ),
        turns=_turn(found, run) if turns and len(scenario.arms) > 1 else None,
        course=_course(found, run, replications),
    )


def _course(found: Decision, run: Runner, replications: Sequence[int]) -> Course | None:
    programs = {name: answer.program for name, answer in found.answers.items()}
    if not any(map(changing, programs.values())):
        return None
    today = programs[TODAY]
    unit, edges = spans(today.warm_up, today.horizon)
    return course(programs, run, replications, outcome=found.outcome, unit=unit, edges=edges)


def _turn(found: Decision, run: Runner) -> ShareTurn | None:
    """Return where the answer turns around; None where nothing is released to be judged by."""
    try:
        return boundary_share_turn(found.scenario, run, outcome=found.aim, like=found.most_like)
    except ValueError:
        return None


def _first(reviews: int | None) -> dict[str, object] | None:
    return None if reviews is None else {"record": "causes", "n": reviews}


def _turns(found: ShareTurn | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "boundary_share": found.boundary_share,
        "most_like": found.most_like,
        "factors": [found.share.as_json(), found.price.as_json()],
    }


def _noise(headline: Difference | None) -> dict[str, float | int] | None:
    if headline is None:
        return None
    estimate = headline.estimate
    return {"low": estimate.low, "high": estimate.high, "n": estimate.n}


def _differences(found: Decision) -> tuple[Difference, ...]:
    """Return every pair of plans, the later one first, in every outcome that `today` has."""
    today = found.answers[TODAY]
    matters = {
        each.name: asked(Stated.of(today, each.name), abs(today.outcomes[each.name].best))[1]
        for each in outcomes_of(today.program)
    }
    return tuple(
        _difference(found, plan, against, each, matters[each.name])
        for against, plan in combinations(found.answers, 2)
        for each in outcomes_of(today.program)
    )


def _difference(
    found: Decision, plan: str, against: str, outcome: Outcome, matters: float
) -> Difference:
    pair = [found.answers[name] for name in (plan, against)]
    mine, theirs = (outcome.fraction(each.program, each.tally) for each in pair)
    known = (mine[1] > 0.0) & (theirs[1] > 0.0)
    struck = [outcome.as_struck(each.program, each.tally) for each in pair]
    ratios = [above[known] / below[known] for above, below in struck]
    less = outcome.better != "more"
    p_better = (
        share_better(*ratios, less_is_better=less)
        if known.any() and outcome.better != "neither"
        else math.nan
    )
    judged = _as_judged(found.judgement, plan, against, outcome)
    return Difference(
        plan=plan,
        against=against,
        outcome=outcome.name,
        estimate=_paired(found.answers, plan, against, outcome),
        p_better=p_better,
        verdict=judged or word_by_luck(outcome, mine, theirs, matters),
    )


def _paired(
    answers: Mapping[str, Answer], plan: str, against: str, outcome: Outcome, level: float = 0.95
) -> Estimate:
    one, other = ((answers[name].program, answers[name].tally) for name in (plan, against))
    return outcome.difference(one, other, level)


def _as_judged(found: Judgement | None, plan: str, against: str, outcome: Outcome) -> Word | None:
    if found is None or found.outcome != outcome.name:
        return None
    pair = {plan, against}
    return next((e.verdict for e in found.verdicts if {e.plan, e.against} == pair), None)


def word_by_luck(outcome: Outcome, mine: Fraction, theirs: Fraction, matters: float) -> Word:
    """Return the word of a pair by its replications, the better one first."""
    sums = [float(column.sum()) for column in (*mine, *theirs)]
    if outcome.better == "neither" or len(mine[0]) < 2 or not (sums[1] > 0.0 and sums[3] > 0.0):
        return "none"
    if sums[0] == sums[2] == 0.0:
        return "none"
    gap = ratio_contributions(*mine) - ratio_contributions(*theirs)
    event = each_event(outcome.event, mine[1], theirs[1])
    return word_of(from_replications(gap if gap.mean() >= 0.0 else -gap, event=event), matters)
