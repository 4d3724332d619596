"""`edgewise report`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("results", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--for",
    "reader",
    type=click.Choice(["us", "outside"]),
    default="us",
    show_default=True,
    help="outside: letters for names, no own counts, prices or reasons, in RESULTS/outside.",
)
@click.option("--letters", is_flag=True, hidden=True)
def report(results: Path, reader: str, letters: bool) -> None:
    """Draw page, figures, workbook and lines of RESULTS again; nothing is simulated or opened.

    RESULTS is the folder that any question left. Prints where the page stands. --for outside goes
    beside a legend that stays with you: letters hide names from strangers, not from colleagues.

    \b
    Example:  edgewise report results/typical-company-compare-1a2b3c4d --for outside
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.present.answer_folder import draw_again, draw_outside
    from simulator.questions.drawings import DRAWINGS

    draw = draw_outside if letters or reader == "outside" else draw_again
    page = draw(results, DRAWINGS, lambda note: click.echo(note, err=True))
    click.echo(str(page))
