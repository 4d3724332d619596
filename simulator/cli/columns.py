"""Text for people: wrapped by word and ruled on a terminal, plain and unwrapped elsewhere."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from simulator.present.harmless import visible

if TYPE_CHECKING:
    from rich.console import Console

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def literal_console(**options: Any) -> Console:
    """Return a console that prints every text as it stands: no name in it is read as markup."""
    from rich.console import Console

    return Console(markup=False, emoji=False, **options)


def paragraph(text: str) -> None:
    """Print a paragraph: on a terminal wrapped by word to its width, elsewhere as one line."""
    if sys.stdout.isatty():
        literal_console(highlight=False).print(visible(text))
    else:
        click.echo(visible(text))


def print_json(text: str) -> None:
    """Print JSON; signs that standard output's encoding lacks are escaped, so that none is lost."""
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        text = _NOT_ASCII.sub(lambda sign: json.dumps(sign[0])[1:-1], text)
    click.echo(text.rstrip("\n"))


def print_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under column names."""
    rows = [tuple(map(visible, row)) for row in rows]
    if sys.stdout.isatty():
        from rich import box
        from rich.table import Table

        table = Table(*names, box=box.SIMPLE_HEAD)
        for row in rows:
            table.add_row(*row)
        literal_console().print(table)
        return
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    for row in (names, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
