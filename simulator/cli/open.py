"""`edgewise open`."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.bulk import store_option
from simulator.cli.page_made import Wish, what_if, wish_options


@click.command("open")
@click.argument("source", metavar="[FILE]", default="typical-company")
@wish_options
@store_option
def open(source: str, store: Path | None, **wish: object) -> None:  # noqa: A001 - its command's name
    """Write the page of FILE under results/ and open it in your browser.

    As `page`, of the typical company where no FILE is given. Prints where the page stands, also
    where no browser could be opened.

    \b
    Example:  edgewise open my-company.yaml
    """  # noqa: D301 - click reads the mark as an escape
    import webbrowser

    found = what_if(source, Wish(store=store, **wish))  # type: ignore[arg-type]  # click knows them
    target = Path("results") / found.name
    target.parent.mkdir(exist_ok=True)
    found.write(target)
    click.echo(str(target))
    if not webbrowser.open(target.resolve().as_uri()):
        click.echo("No browser could be opened here; open the file yourself.", err=True)
