"""`edgewise what-if`."""

from __future__ import annotations

from typing import Any

import click

from simulator.cli.ask import help_of, own_options
from simulator.cli.options import refusing
from simulator.cli.question import Asked, answered, question_options
from simulator.questions.asking import parameters
from simulator.questions.what_if.answer import WhatIf
from simulator.questions.what_if.answer import what_if as ask


@click.command("what-if", help=help_of(ask))
@click.argument("file")
@own_options(ask)
@click.option("--write", is_flag=True, help="Put the changes into FILE as plans, too.")
@click.option("--all", "whole", is_flag=True, help="Print every outcome of every change too.")
@question_options(parameters(ask)["replications"])
def what_if(file: str, asked: Asked, write: bool, whole: bool, **own: Any) -> None:
    """Tell what changes do, keep the answer in its folder, and put them into the file if asked."""
    given = {name: value for name, value in own.items() if value is not None}
    found = answered(asked, file, "what-if", ask, given, whole=whole)
    if write and isinstance(found, WhatIf):
        from simulator.files.amend import add_plans

        with refusing("--write"):
            add_plans(file, found.plans())
        if not asked.quiet:
            click.echo(f"Written as plans: {', '.join(found.plans())}", err=True)
