"""`edgewise compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from simulator.cli.ask import help_of, own_options
from simulator.cli.bulk import carried_out
from simulator.cli.options import refusing
from simulator.cli.question import Asked, answered, question_options
from simulator.questions.asking import parameters
from simulator.questions.compare.answer import compare as ask

if TYPE_CHECKING:
    from simulator.experiments.runner import Runner
    from simulator.experiments.stopping_rule import Stopped
    from simulator.scenario.scenario import Scenario


@click.command(help=help_of(ask))
@click.argument("file")
@own_options(ask)
@click.option("--all", "whole", is_flag=True, help="Print every pair of plans and the prices too.")
@question_options(parameters(ask)["replications"], precision=True)
def compare(file: str, asked: Asked, outcome: str | None, whole: bool, **own: Any) -> None:
    """Compare all plans until it is precise enough, print the answer, and keep its folder."""

    def first(scenario: Scenario, runner: Runner) -> tuple[int, Stopped | None]:
        """Return how many runs each plan had, and how the stopping rule ended."""
        from simulator.experiments.best_rule import planned_program
        from simulator.measures.outcomes import outcome_of

        with refusing("--outcome"):
            judged = outcome_of(scenario, outcome).name
        rule = asked.bulk.rule(judged, asked.n)
        plans = {
            name: planned_program(scenario, name, runner) for name in ("today", *scenario.arms)
        }
        rows, stopped = carried_out(
            runner, "comparing plans", plans, asked.n, rule=rule, quiet=asked.quiet
        )
        return len(rows["today"].sums), stopped

    own |= {} if outcome is None else {"outcome": outcome}
    answered(asked, file, "compare", ask, own, first=first, whole=whole)
