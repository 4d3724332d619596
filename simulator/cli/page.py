"""`edgewise page`."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.bulk import store_option
from simulator.cli.options import FileToWrite, refuse
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
@click.option(
    "--zip", "zipped", is_flag=True, help="Pack it: for gateways that stop HTML in mails."
)
@store_option
def page(
    source: str, output: Path | None, zipped: bool, store: Path | None, **wish: object
) -> None:
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
    if zipped and output and output.suffix != ".zip":
        refuse(f"-o: found {output.name}; allowed with --zip: a name that ends in .zip")
    asked = Wish(store=store, zipped=zipped, **wish)  # type: ignore[arg-type]  # click knows them
    found = what_if(source, asked)
    target = output or Path(found.name)
    found.write(target)
    click.echo(str(target))
