"""`edgewise invest`."""

from __future__ import annotations

import click

from simulator.cli.question import Asked, answered, question_options


@click.command()
@click.argument("file")
@click.option(
    "--budget",
    type=float,
    default=600.0,
    show_default=True,
    help="Person-days a year to spend.",
)
@click.option(
    "--outcome",
    default="expected_failures",
    show_default=True,
    help="What is averted: expected_failures, cost, lead_time, ...",
)
@click.option(
    "--worlds",
    type=click.IntRange(0, 10_000),
    default=100,
    show_default=True,
    help="Plausible organisations in which it is asked what to measure first; 0: none.",
)
@question_options(60, arm=True)
def invest(file: str, budget: float, outcome: str, worlds: int, asked: Asked) -> None:
    """Rank levers and places of FILE by what the next person-day averts there, and who decides.

    Places that cannot be told apart share a rank. Then: where the budget goes portion by portion,
    what an optimiser finds, what each budget reaches, and what to measure first.

    \b
    Example:  edgewise invest typical-company --budget 600
              edgewise invest typical-company --arm "cores first" --outcome cost
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.methods.allocation.invest import invest as ask
    from simulator.methods.progress import WHOLE
    from simulator.questions.invest.words import shown

    answered(
        asked,
        file,
        "invest",
        {"budget": budget, "outcome": outcome, "worlds": worlds},
        ask=lambda scenario, runner, step: ask(
            scenario,
            runner,
            budget=budget,
            arm=asked.arm,
            outcome=outcome,
            replications=asked.replications,
            worlds=worlds,
            progress=step,
        ),
        show_as=shown,
        total=WHOLE,
        what="trying places",
    )
