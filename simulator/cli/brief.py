"""`edgewise brief`."""

from __future__ import annotations

import click

from simulator.cli.question import Asked, answered, question_options


@click.command()
@click.argument("file")
@click.option(
    "--worlds",
    type=click.IntRange(0, 100_000),
    default=200,
    show_default=True,
    help="Plausible organisations drawn over the file's ranges; 0: none.",
)
@question_options(100)
def brief(file: str, worlds: int, asked: Asked) -> None:
    """Write one page to hand on: what to do, how sure, what would change it, when it shows.

    The page (report.html in the folder) prints on one sheet of A4 or Letter.

    \b
    Example:  edgewise brief typical-company
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.methods.brief import brief as answer
    from simulator.methods.progress import WHOLE
    from simulator.questions.brief.words import shown

    answered(
        asked,
        file,
        "brief",
        {"worlds": worlds},
        ask=lambda scenario, run, step: answer(
            scenario, run, replications=asked.replications, worlds=worlds, progress=step
        ),
        show_as=shown,
        total=WHOLE,
        what="per cent of the brief",
    )
