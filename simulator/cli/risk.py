"""`edgewise risk`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from simulator.cli.ask import help_of, own_options
from simulator.cli.options import refuse, scenario_from
from simulator.cli.question import Wanted, delivered
from simulator.cli.records import record_options
from simulator.cli.sheets import size_option, write_sheets
from simulator.questions.organisation import Organisation
from simulator.questions.risk.answer import risk as ask


@click.command(help=help_of(ask))
@click.argument("file", required=False)
@own_options(ask)
@click.option("--sheet", is_flag=True, help="Write a sheet to answer on paper instead.")
@size_option
@record_options
def risk(file: str | None, sheet: bool, size: str, asked: Wanted) -> None:
    """Ask three questions of every handover of FILE, or write a sheet for them."""
    if sheet:
        from simulator.questions.risk.sheet import sheet_html

        names = tuple(scenario_from(file).boundaries) if file else ()
        text = sheet_html(names, size=size)
        write_sheets(Path(asked.out or "."), {"handovers.html": text}, quiet=asked.quiet)
        return
    if file is None:
        refuse("FILE: found nothing; allowed: a scenario file, or --sheet for an empty sheet")
    _answered(file, asked)


def _answered(file: str, asked: Wanted) -> None:
    from simulator.present.folder import content_id

    scenario = scenario_from(file)
    content = content_id(scenario, command="risk")
    folder = asked.folder(Path(file).stem, "risk", content)
    found = ask(Organisation(file=file, scenario=scenario))
    delivered(
        found.document(),
        folder,
        asked,
        summary=found.as_json(),
        command=shlex.join(["edgewise", "risk", file]),
        content=content,
        scenario=scenario,
    )
