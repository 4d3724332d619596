"""What the commands share that write sheets to fill in on paper."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from simulator.cli.options import refuse

__all__ = ["size_option", "write_sheets"]

size_option = click.option(
    "--size",
    type=click.Choice(["A4", "Letter"]),
    default="A4",
    show_default=True,
    help="Paper of the sheet.",
)


def write_sheets(folder: Path, texts: Mapping[str, str], *, quiet: bool) -> None:
    """Write files by name into a folder, and say so; refuse to write over one that is there."""
    from simulator.files.disk import write

    there = [name for name in texts if (folder / name).exists()]
    if there:
        refuse(f"{folder / there[0]} is already there; allowed: a new folder with --out")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        write(folder / name, text.encode())
    if not quiet:
        for name in texts:
            click.echo(f"Wrote {folder / name}.", err=True)
