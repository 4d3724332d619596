"""`edgewise report`."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.options import refuse


@click.command()
@click.argument("results", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--letters",
    is_flag=True,
    help="Letters for team names, in RESULTS/letters, without the scenario file.",
)
def report(results: Path, letters: bool) -> None:
    """Draw page, figures, workbook and lines of RESULTS again; nothing is simulated or opened.

    RESULTS is the folder of a comparison. Prints where the page stands.

    \b
    Example:  edgewise report results/typical-company-compare-1a2b3c4d --letters
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.present.folder import FolderError
    from simulator.questions.compare.publication import render_again

    try:
        page = render_again(results, letters=letters)
    except FolderError as error:
        refuse(str(error))
    click.echo(str(page))
