"""`edgewise page`."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.bulk import store_option
from simulator.cli.options import FileToWrite
from simulator.cli.page_made import Wish, what_if, wish_options


@click.command()
@click.argument("source", metavar="FILE")
@wish_options
@click.option(
    "-o",
    "--output",
    "output",
    type=FileToWrite(),
    help="Where the page is written; without it NAME-what-if.html in this folder.",
)
@store_option
def page(source: str, output: Path | None, store: Path | None, **wish: object) -> None:
    """Write the answer as one HTML file in which the reader moves the slider and it is simulated.

    FILE is a scenario file, a shipped name, or the results folder that `compare` left. The file
    needs a browser, no network and no server: the engine itself is in it. It shows names and
    numbers of the organisation to whoever has it. Plans that change the structure stay at home,
    but for those that --plan or the answer itself names. Beside the results lies middle.yaml, the
    organisation that the sliders run: of those that fit, the one nearest to their mean.

    \b
    Example:  edgewise page results/typical-company-compare-1a2b3c4d
              edgewise page my-company.yaml --by "the SRE team"
    """  # noqa: D301 - click reads the mark as an escape
    found = what_if(source, Wish(store=store, **wish))  # type: ignore[arg-type]  # click knows them
    target = output or Path(f"{found.stem}-what-if.html")
    found.write(target)
    click.echo(str(target))
