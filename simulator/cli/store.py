"""`edgewise store`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.columns import paragraph
from simulator.cli.options import refuse, show

if TYPE_CHECKING:
    from simulator.experiments.store.keeping import Contents
    from simulator.present.tables import TextTable

_UNITS = {"": 1, "k": 1024, "M": 1024**2, "G": 1024**3}
_SIZE = re.compile(r"(\d{1,9})\s*([kMG]?)B?")
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
@click.option("--store", type=_FOLDER, help="Which store; default: EDGEWISE_STORE, or the user's.")
@click.pass_context
def store(ctx: click.Context, store: Path | None) -> None:
    """Look after the finished runs that all commands share.

    A store holds numbers of runs, known by hashes: no name or word of a scenario file, and no
    machine code. Taking runs away changes no answer; they are run again.

    \b
    Example:  edgewise store show
              edgewise store prune --to 500M
              edgewise store export /media/stick
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.experiments.store.place import store_folder

    try:
        ctx.obj = store_folder(store)
    except RuntimeError as error:
        refuse(f"the store: {error}")


@store.command("show")
@click.pass_obj
def show_store(folder: Path) -> None:
    """Show where the store is and what it holds, engine by engine."""
    from simulator.experiments.store.keeping import contents

    held, damaged = contents(folder)
    paragraph(f"{folder}: {_bytes(sum(each.size for each in held))}")
    if held:
        show((_table(held),))
    for path in damaged:
        paragraph(f"{path} is damaged; the next command that meets it takes it away")


@store.command()
@click.option("--to", "size", default="1G", show_default=True, metavar="SIZE",
              help="How much stays, such as 500M or 2G: what was used last.")  # fmt: skip
@click.pass_obj
def prune(folder: Path, size: str) -> None:
    """Take away the runs used longest ago until the store is as small as said."""
    parts = _SIZE.fullmatch(size.strip())
    if parts is None:
        refuse(f"--to: found {size!r}; allowed: a size such as 500M or 2G")
    _shrunk(folder, int(parts[1]) * _UNITS[parts[2]])


@store.command()
@click.pass_obj
def empty(folder: Path) -> None:
    """Take away all runs."""
    _shrunk(folder, 0)


@store.command("export")
@click.argument("there", metavar="FOLDER", type=_FOLDER)
@click.pass_obj
def export_rows(folder: Path, there: Path) -> None:
    """Copy all runs to FOLDER, to be imported on another machine."""
    from simulator.experiments.store.keeping import take_out

    paragraph(f"{_files(take_out(folder, there))} copied to {there}.")


@store.command("import")
@click.argument("there", metavar="FOLDER", type=click.Path(exists=True, file_okay=False,
                                                           path_type=Path))  # fmt: skip
@click.pass_obj
def import_rows(folder: Path, there: Path) -> None:
    """Copy the runs in FOLDER into the store; damaged or contradicting ones are refused."""
    from simulator.experiments.store.keeping import bring_in

    try:
        new = bring_in(there, folder)
    except ValueError as error:
        refuse(f"{error}; nothing was imported")
    paragraph(f"{_files(new)} copied to {folder}.")


def _shrunk(folder: Path, size: int) -> None:
    from simulator.experiments.store.keeping import shrink

    gone = shrink(folder, size)
    paragraph(f"{_files(gone)} taken away from {folder}.")


def _table(held: Sequence[Contents]) -> TextTable:
    from simulator.experiments.store.identity import engine_id
    from simulator.present.tables import TextTable

    here = {engine_id("compiled"), engine_id("reference")}
    return TextTable(
        title="Finished runs",
        columns=("engine", "used here", "files", "programs", "runs", "size"),
        rows=tuple(
            (
                each.engine[:21],
                "yes" if each.engine in here else "no",
                f"{each.segments}",
                f"{each.programs}",
                f"{each.replications}",
                _bytes(each.size),
            )
            for each in held
        ),
        text=("used here",),
    )


def _files(number: int) -> str:
    return f"{number} file{'s' * (number != 1)}"


def _bytes(size: float) -> str:
    for unit in ("B", "kB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"
