"""The brief: every answer a leader asks for before deciding, from one file and one luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.engines.program.compilation import Program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import LEADING, OUTCOMES, RESULTS
from simulator.methods.accounts.account import Account, account
from simulator.methods.accounts.perfect import NothingReleasedError
from simulator.methods.allocation.greedy import decided_by
from simulator.methods.allocation.invest import Investment, invest
from simulator.methods.comparison import Comparison
from simulator.methods.comparison import compare as compare_plans
from simulator.methods.detection import Detection, detection
from simulator.methods.progress import part
from simulator.methods.turns.breakeven import SEARCHED, Breakeven, breakeven
from simulator.scenario.scenario import TODAY, Scenario

__all__ = ["Bought", "Brief", "brief", "chosen", "results"]

_SHARES = {"compare": 40, "account": 15, "breakeven": 15, "invest": 20, "detection": 10}
_WORLDS = 100


@dataclass(frozen=True, kw_only=True)
class Bought:
    """What a plan spends on a lever at a place [person-days a year], and who can decide it."""

    lever: str
    place: str
    person_days: float
    decides: str


@dataclass(frozen=True, kw_only=True)
class Brief:
    """One organisation's question answered from all sides.

    `plan` is the plan that the brief is about: the recommended one; `buys` what it spends, place by
    place. `account` is None where nothing is released today, `breakeven` there too, where nothing
    does under one of its plans, and with fewer than two plans; `nothing` says why nothing could be
    counted. `investment` is None where nothing can be bought, and `detections` is empty where
    `today` is chosen.
    """

    scenario: Scenario
    seed: int
    replications: int
    plan: str
    comparison: Comparison
    account: Account | None
    breakeven: Breakeven | None
    investment: Investment | None
    buys: tuple[Bought, ...]
    detections: tuple[Detection, ...]
    nothing: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the brief by its keys in JSON, each answer as its own command gives it."""
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replications,
            "plan": self.plan,
            "buys": self.buys,
            "when_seen": self.detections,
            "compare": self.comparison,
            "account": self.account,
            "breakeven": self.breakeven,
            "invest": self.investment,
        }


def brief(
    scenario: Scenario,
    run: Runner,
    *,
    replications: int,
    worlds: int,
    outcome: str | None = None,
    compared: Comparison | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Brief:
    """Return the brief of a scenario, by `outcome` or the file's own; `progress` is told per cent.

    `compared` is the comparison, where there is one already. Refuses fewer than 20 replications,
    and an outcome that cannot decide (ValueError).
    """
    if replications < 20:
        raise ValueError(f"found {replications} replications; allowed: 20 or more")
    few = range(min(replications, SEARCHED))
    comparison = compared or compare_plans(
        scenario,
        run,
        seed=run.seed,
        replications=range(replications),
        worlds=worlds,
        outcome=outcome,
        turns=True,
        progress=part(progress, _SHARES["compare"], worlds),
    )
    if compared is not None:
        progress(_SHARES["compare"])
    plan = chosen(comparison)
    like = comparison.most_like
    found, turns, nothing = None, None, ""
    try:
        found = account(scenario, run, replications=few, like=like)
        progress(_SHARES["account"])
        if len(scenario.arms) > 1:
            turns = breakeven(scenario, run, replications=few, outcome=comparison.aim, like=like)
    except NothingReleasedError as why:
        nothing = str(why)
    progress(_SHARES["breakeven"])
    investment = _investment(comparison, run, plan, few, worlds)
    progress(_SHARES["invest"])
    seen = _seen(comparison, plan, run)
    progress(_SHARES["detection"])
    return Brief(
        scenario=scenario,
        seed=run.seed,
        replications=replications,
        plan=plan,
        comparison=comparison,
        account=found,
        breakeven=turns,
        investment=investment,
        buys=_buys(comparison.answers[plan].program),
        detections=seen,
        nothing=nothing,
    )


def _seen(comparison: Comparison, plan: str, run: Runner) -> tuple[Detection, ...]:
    """Return how soon the plan would be seen in what decides and in what comes before it."""
    if plan == TODAY:
        return ()
    return detection(
        comparison.scenario,
        plan,
        run,
        replications=comparison.replications,
        outcomes=tuple(dict.fromkeys((*results(comparison.outcome), *LEADING))),
    )


def results(outcome: str) -> tuple[str, ...]:
    """Return the two results in which a plan would be seen: what decides, then failures."""
    decides = () if OUTCOMES[outcome].priced else (outcome,)
    return tuple(dict.fromkeys((*decides, *RESULTS)))[:2]


def chosen(comparison: Comparison) -> str:
    """Return the plan a brief is about: the recommended one, `today` where none can be judged."""
    found = comparison.judgement
    return TODAY if found is None else found.recommended or found.best or TODAY


def _investment(
    comparison: Comparison, run: Runner, plan: str, few: Sequence[int], worlds: int
) -> Investment | None:
    """Return where the chosen plan's budget, or the dearest one's, does most from today on."""
    spent = {name: answer.person_days for name, answer in comparison.answers.items()}
    budget = spent[plan] or max(spent.values())
    if not budget or not comparison.scenario.levers:
        return None
    return invest(
        comparison.scenario,
        run,
        budget=budget,
        outcome=comparison.aim,
        replications=len(few),
        worlds=_WORLDS,
        among=worlds,
    )


def _buys(program: Program) -> tuple[Bought, ...]:
    """Return what a plan buys, the largest first."""
    bought = sorted(program.bought, key=lambda each: (-each.person_days, each.lever, each.place))
    return tuple(
        Bought(
            lever=each.lever,
            place=each.place,
            person_days=each.person_days,
            decides=decided_by(program.scenario, each.lever, each.place)[0],
        )
        for each in bought
    )
