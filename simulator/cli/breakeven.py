"""`edgewise breakeven`."""

from __future__ import annotations

import click

from simulator.cli.question import Asked, answered, question_options


@click.command()
@click.argument("file")
@click.option(
    "--arms",
    nargs=2,
    metavar="PLAN PLAN",
    help="Which two plans; the file's first two unless told otherwise.",
)
@click.option(
    "--outcome",
    default="expected_failures",
    show_default=True,
    help="What decides which plan is better.",
)
@question_options(50)
def breakeven(file: str, asked: Asked, arms: tuple[str, str] | None, outcome: str) -> None:
    """Tell under which conditions the answer of FILE turns around.

    First the share of failures that start between teams, beside what is published; then prices,
    reach, adherence, the number of handovers, and the mistakes made inside teams.

    \b
    Example:  edgewise breakeven typical-company
              edgewise breakeven typical-company --arms today "half and half"
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.methods.turns.breakeven import FACTORS
    from simulator.methods.turns.breakeven import breakeven as turning_points
    from simulator.questions.breakeven.words import shown

    answered(
        asked,
        file,
        "breakeven",
        {"arms": list(arms) if arms else None, "outcome": outcome},
        ask=lambda scenario, runner, step: turning_points(
            scenario,
            runner,
            arms=arms or (),
            replications=range(asked.replications),
            outcome=outcome,
            progress=step,
        ),
        show_as=shown,
        total=len(FACTORS) + 1,
        what="looking for where it turns",
    )
