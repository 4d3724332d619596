"""`edgewise account`."""

from __future__ import annotations

import click

from simulator.cli.question import Asked, answered, question_options


@click.command()
@click.argument("file")
@question_options(50, arm=True)
def account(file: str, asked: Asked) -> None:
    """Tell where failures of FILE start, and what would be gone without each place.

    The same luck with perfect teams, perfect handovers, both and neither; then by what goes wrong,
    by place and by kind of work.

    \b
    Example:  edgewise account typical-company
              edgewise account typical-company --arm "edges first" -n 200
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.methods.accounts.account import STEPS
    from simulator.methods.accounts.account import account as account_of
    from simulator.questions.account.words import shown

    answered(
        asked,
        file,
        "account",
        {},
        ask=lambda scenario, runner, step: account_of(
            scenario,
            runner,
            arm=asked.arm,
            replications=range(asked.replications),
            progress=step,
        ),
        show_as=shown,
        total=STEPS,
        what="perfect places",
    )
