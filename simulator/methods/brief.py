"""The brief: every answer a leader asks for before deciding, from one file and one luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.experiments.runner import Runner
from simulator.methods.accounts.account import Account, account
from simulator.methods.allocation.invest import Investment, invest
from simulator.methods.comparison import Comparison
from simulator.methods.comparison import compare as compare_plans
from simulator.methods.detection import Detection, detection
from simulator.methods.progress import part
from simulator.methods.turns.breakeven import SEARCHED, Breakeven, breakeven
from simulator.scenario.scenario import TODAY, Scenario

__all__ = ["Brief", "First", "brief", "chosen"]

FIRST = 3
_SHARES = {"compare": 40, "account": 15, "breakeven": 15, "invest": 20, "detection": 10}
_WORLDS = 100


@dataclass(frozen=True, kw_only=True)
class First:
    """One of the first investments: what the budget's greedy path spends on a lever at a place."""

    lever: str
    place: str
    person_days: float
    decides: str


@dataclass(frozen=True, kw_only=True)
class Brief:
    """One organisation's question answered from all sides.

    `plan` is the plan that the brief is about: the recommended one. `breakeven` is None with fewer
    than two plans, `investment` where nothing can be bought, and `detections` is empty where
    `today` is chosen.
    """

    scenario: Scenario
    seed: int
    replications: int
    plan: str
    comparison: Comparison
    account: Account
    breakeven: Breakeven | None
    investment: Investment | None
    first: tuple[First, ...]
    detections: tuple[Detection, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the brief by its keys in JSON, each answer as its own command gives it."""
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replications,
            "plan": self.plan,
            "first": self.first,
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
    progress: Callable[[int], None] = lambda _: None,
) -> Brief:
    """Return the brief of a scenario, by `outcome` or the file's own; `progress` is told per cent.

    Refuses fewer than 20 replications, and an outcome that cannot decide (ValueError).
    """
    if replications < 20:
        raise ValueError(f"found {replications} replications; allowed: 20 or more")
    few = range(min(replications, SEARCHED))
    comparison = compare_plans(
        scenario,
        run,
        seed=run.seed,
        replications=range(replications),
        worlds=worlds,
        outcome=outcome,
        turns=True,
        progress=part(progress, _SHARES["compare"], worlds),
    )
    plan = chosen(comparison)
    found = account(scenario, run, replications=few)
    progress(_SHARES["account"])
    turns = None
    if len(scenario.arms) > 1:
        turns = breakeven(scenario, run, replications=few, outcome=comparison.aim)
    progress(_SHARES["breakeven"])
    investment = _investment(comparison, run, plan, few)
    progress(_SHARES["invest"])
    seen = () if plan == TODAY else detection(scenario, plan, run, replications=replications)
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
        first=_first(investment) if investment else (),
        detections=seen,
    )


def chosen(comparison: Comparison) -> str:
    """Return the plan a brief is about: the recommended one, `today` where none can be judged."""
    found = comparison.judgement
    return TODAY if found is None else found.recommended or found.best or TODAY


def _investment(
    comparison: Comparison, run: Runner, plan: str, few: Sequence[int]
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
    )


def _first(investment: Investment) -> tuple[First, ...]:
    """Return the first places of the path, with all that the path spends on each."""
    spent: dict[tuple[str, str], float] = {}
    for step in investment.path:
        key = step.lever, step.place
        spent[key] = spent.get(key, 0.0) + step.person_days
    decides = {(row.lever, row.place): row.decides for row in investment.ranking}
    return tuple(
        First(lever=lever, place=place, person_days=days, decides=decides[lever, place])
        for (lever, place), days in list(spent.items())[:FIRST]
    )
