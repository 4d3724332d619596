"""`edgewise parameters`."""

from __future__ import annotations

from collections.abc import Sequence

import click

COLUMNS = ("key", "meaning", "unit", "range", "default", "better", "status", "source")


@click.command()
@click.option("--evidence", is_flag=True, help="List the published figures instead.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    default="table",
    show_default=True,
    help="What is printed.",
)
def parameters(evidence: bool, form: str) -> None:
    """List every parameter: meaning, unit, range, default, better direction, status, source.

    Ranges are in the unit of the file format, times in working days; 1e+12 stands where nothing
    else bounds a number, so that sums and products stay numbers. A status is measured, borrowed
    (from another field) or judgement. A source cites studies by name in square brackets;
    with --evidence these are listed, each figure with population, design, n, value, interval, DOI,
    how it was obtained and how far it carries to software.

    \b
    Example:  edgewise parameters --format csv > parameters.csv
              edgewise parameters --evidence --format markdown
    """  # noqa: D301 - click reads the mark as an escape
    import json

    from simulator.cli.columns import print_json

    if form == "json":
        listed = _evidence() if evidence else _parameters()
        print_json(json.dumps(listed, indent=2, ensure_ascii=False))
    elif evidence:
        from simulator.present import evidence as register

        if form == "markdown":
            click.echo(register.page(), nl=False)
        else:
            _print(register.COLUMNS, register.rows(), form)
    else:
        _print(COLUMNS, _rows(), form)


def _parameters() -> list[dict[str, object]]:
    from simulator.files.evidence import cited
    from simulator.model.register import REGISTER

    names = ("key", "meaning", "unit", "low", "high", "written", "better", "status", "source")
    return [
        {
            **{
                "default" if name == "written" else name: getattr(parameter, name) for name in names
            },
            "evidence": [
                {"slug": entry.slug, "study": entry.study, "doi": entry.doi}
                for entry in cited(parameter.source)
            ],
        }
        for parameter in REGISTER.values()
    ]


def _evidence() -> list[dict[str, object]]:
    from simulator.files.evidence import evidence

    return [
        {
            **entry.model_dump(exclude={"group", "figures"}),
            "figures": [each.model_dump() for each in entry.figures.values()],
        }
        for entry in evidence().studies.values()
    ]


def _rows() -> list[tuple[str, ...]]:
    from simulator.model.register import REGISTER

    return [
        (
            parameter.key,
            parameter.meaning,
            parameter.unit,
            parameter.bounds,
            "-" if parameter.written is None else str(parameter.written),
            parameter.better,
            parameter.status,
            parameter.source,
        )
        for parameter in REGISTER.values()
    ]


def _print(columns: Sequence[str], rows: Sequence[tuple[str, ...]], form: str) -> None:
    from simulator.cli.columns import print_columns
    from simulator.present.tables import csv_of

    if form == "csv":
        click.echo(csv_of([columns, *rows]), nl=False)
    elif form == "markdown":
        from simulator.present.evidence import table

        click.echo("\n".join(table(columns, rows)), nl=False)
    else:
        print_columns(columns, rows)
