"""`edgewise duel`."""

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
    help="Person-days a year that either side spends.",
)
@click.option(
    "--outcome",
    default="change_failure_rate",
    show_default=True,
    help="What decides who wins.",
)
@click.option(
    "--worlds",
    type=click.IntRange(0, 10_000),
    default=100,
    show_default=True,
    help="Plausible organisations drawn over the file's ranges; 0: none.",
)
@question_options(100)
def duel(file: str, budget: float, outcome: str, worlds: int, asked: Asked) -> None:
    """Hold the best use of a budget inside teams against the best between them.

    Both are found in the same way and judged on luck they were not made with, beside the even
    spread, recovery, other structures and nothing. Then: up to which budget each pays, years 1
    to 3, and what it does when the teams pay with their own time.

    \b
    Example:  edgewise duel typical-company --budget 600
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.methods.allocation.duel import duel as ask
    from simulator.methods.progress import WHOLE
    from simulator.questions.duel.words import shown

    answered(
        asked,
        file,
        "duel",
        {"budget": budget, "outcome": outcome, "worlds": worlds},
        ask=lambda scenario, runner, step: ask(
            scenario,
            runner,
            budget=budget,
            outcome=outcome,
            replications=asked.replications,
            worlds=worlds,
            progress=step,
        ),
        show_as=shown,
        total=WHOLE,
        what="planning and judging",
    )
