"""Rows of text in columns: a table on a terminal, plain and unwrapped elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click


def print_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under column names."""
    if sys.stdout.isatty():
        from rich import box
        from rich.console import Console
        from rich.table import Table

        table = Table(*names, box=box.SIMPLE_HEAD)
        for row in rows:
            table.add_row(*row)
        Console().print(table)
        return
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    for row in (names, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
