"""The first questions: simulate, compare, explain."""

from __future__ import annotations

from simulator.api.answers import Comparison, Simulation
from simulator.api.explanation import Explanation
from simulator.api.organisation import Organisation
from simulator.api.source import Source, organisation_of
from simulator.engines.program.compilation import Plan
from simulator.experiments.best_rule import arm_plan
from simulator.experiments.engine import log_of
from simulator.experiments.runner import Runner
from simulator.methods.comparison import compare as compare_plans
from simulator.methods.failure.explanation import explain as explain_failure
from simulator.methods.run import Answer

__all__ = ["compare", "explain", "simulate"]


def simulate(
    source: Source,
    plan: str = "today",
    *,
    replications: int = 20,
    seed: int = 1,
    engine: str = "auto",
) -> Simulation:
    """Return one plan, simulated `replications` times with the luck of `seed`.

    Refuses a plan or an engine that does not exist, and no replications (ValueError).
    """
    _check(replications)
    runner = Runner(seed=seed, engine=engine)
    found = _plan(organisation_of(source), plan, runner)
    tally = runner(found, range(replications))
    return Simulation(answer=Answer(plan=found, seed=seed, tally=tally), engine=engine)


def compare(
    source: Source,
    *,
    replications: int = 100,
    seed: int = 1,
    outcome: str = "change_failure_rate",
    worlds: int = 0,
    turns: bool = False,
    engine: str = "auto",
) -> Comparison:
    """Return all plans against each other under the same luck.

    `outcome` decides who wins; `worlds` plausible organisations are drawn over the file's ranges
    (0: none, which is quick; the command's default is 200); with `turns` it is found where the
    answer between the first two plans turns around, as the command does. Refuses an outcome or an
    engine that does not exist, and no replications (ValueError).
    """
    _check(replications)
    organisation = organisation_of(source)
    return Comparison(
        compared=compare_plans(
            organisation.scenario,
            Runner(seed=seed, engine=engine),
            seed=seed,
            replications=range(replications),
            outcome=outcome,
            worlds=worlds,
            turns=turns,
        )
    )


def explain(
    source: Source,
    plan: str = "today",
    *,
    replication: int = 0,
    failure: int | None = None,
    item: tuple[str, int] | None = None,
    years: int = 1,
    seed: int = 1,
    engine: str = "auto",
) -> Explanation:
    """Return one failure of one run explained.

    `failure` is its number (1 is the first that showed), `item` a change (kind, arrival number);
    without them the failure that teaches most is told. `years` runs are counted under each lever.
    Refuses what does not exist (ValueError).
    """
    if failure is not None and item is not None:
        raise ValueError("found failure and item; allowed: one of them")
    found = _plan(organisation_of(source), plan, Runner(seed=seed, engine=engine))
    return Explanation(
        explained=explain_failure(
            found,
            lambda plan, seed, number: log_of(plan, seed, number, engine),
            seed=seed,
            replication=replication,
            number=failure,
            item=item,
            years=years,
        )
    )


def _plan(organisation: Organisation, plan: str, runner: Runner) -> Plan:
    if plan not in organisation.plans:
        raise ValueError(f"there is no plan {plan!r}; allowed: {', '.join(organisation.plans)}")
    return arm_plan(organisation.scenario, plan, runner)


def _check(replications: int) -> None:
    if replications < 1:
        raise ValueError(f"found {replications} replications; allowed: 1 or more")
