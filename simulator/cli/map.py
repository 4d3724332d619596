"""`edgewise map`."""

from __future__ import annotations

import click

from simulator.cli.options import refuse
from simulator.cli.question import Asked, answered, question_options


@click.command()
@click.argument("file")
@click.option(
    "--x",
    default="boundary share=5..65",
    show_default=True,
    metavar="KEY=LOW..HIGH",
    help="What is drawn across; 0.5x..2x are factors on what the file says.",
)
@click.option(
    "--y",
    default="core quality=0.5..0.97",
    show_default=True,
    metavar="KEY=LOW..HIGH",
    help="What is drawn up.",
)
@click.option("--cells", type=int, default=12, show_default=True, help="Cells along each side.")
@click.option(
    "--budget",
    type=float,
    default=600.0,
    show_default=True,
    help="Person-days a year that either plan spends on its side.",
)
@click.option(
    "--outcome", default="expected_failures", show_default=True, help="What decides who wins."
)
@click.option("--at", metavar="X,Y", help="Read out the cell of this point.")
@question_options(32)
def map(  # noqa: A001 - the command's own name
    file: str, x: str, y: str, cells: int, budget: float, outcome: str, at: str | None, asked: Asked
) -> None:
    """Draw where either side wins over any two parameters of FILE, and where it cannot be told.

    A parameter is a key of the file: boundary.fidelity (everywhere), teams.Platform.people (one
    place), lever.scale=0.5x..2x (factors), pressure; or "boundary share", or "core quality". A map
    that was broken off goes on where it was.

    \b
    Example:  edgewise map typical-company
              edgewise map typical-company --x boundary.fidelity=0.8..0.99 --y lever.scale=0.5x..2x
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.methods.atlas.atlas import Atlas, atlas
    from simulator.methods.progress import WHOLE
    from simulator.present.document import Document
    from simulator.questions.map.words import shown

    point = _point(at)

    def show_as(found: Atlas) -> Document:
        return shown(found, point)

    answered(
        asked,
        file,
        "map",
        {"x": x, "y": y, "cells": cells, "budget": budget, "outcome": outcome},
        ask=lambda scenario, runner, step: atlas(
            scenario,
            runner,
            x=x,
            y=y,
            cells=cells,
            budget=budget,
            outcome=outcome,
            replications=asked.replications,
            progress=step,
        ),
        show_as=show_as,
        total=WHOLE,
        what="drawing the map",
    )


def _point(text: str | None) -> tuple[float, float] | None:
    """Return the two numbers of a point; refuses anything else."""
    if text is None:
        return None
    parts = text.split(",")
    try:
        x, y = (float(part.strip().removesuffix("x").removesuffix("%")) for part in parts)
    except ValueError:
        refuse(f"--at: found {text!r}; allowed: two numbers such as 30,0.85")
    return x, y
