"""`edgewise parameters`."""

from __future__ import annotations

import click

COLUMNS = ("key", "meaning", "unit", "range", "default", "better", "status", "source")


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="What is printed.",
)
def parameters(form: str) -> None:
    """List every parameter: meaning, unit, range, default, better direction, status, source.

    Ranges are in the unit of the file format, times in working days. A status is measured,
    borrowed (from another field) or judgement.

    \b
    Example:  edgewise parameters --format csv > parameters.csv
    """  # noqa: D301 - click reads the mark as an escape
    import csv
    import io
    import json

    from simulator.cli.columns import print_columns
    from simulator.model.register import REGISTER

    if form == "json":
        names = ("key", "meaning", "unit", "low", "high", "default", "better", "status", "source")
        listed = [
            {name: getattr(parameter, name) for name in names} for parameter in REGISTER.values()
        ]
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))
        return
    rows = [
        (
            parameter.key,
            parameter.meaning,
            parameter.unit,
            parameter.bounds,
            "-" if parameter.default is None else str(parameter.default),
            parameter.better,
            parameter.status,
            parameter.source,
        )
        for parameter in REGISTER.values()
    ]
    if form == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
        click.echo(out.getvalue(), nl=False)
    else:
        print_columns(COLUMNS, rows)
