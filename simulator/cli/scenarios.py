"""`edgewise scenarios`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--copy", "name", metavar="NAME", help="Copy this scenario instead of listing.")
@click.argument("to", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="What is printed.",
)
def scenarios(name: str | None, to: Path | None, form: str) -> None:
    """List the scenarios that come with edgewise, or copy one into the current folder.

    \b
    Example:  edgewise scenarios
              edgewise scenarios --copy typical-company my-company.yaml
    """  # noqa: D301 - click reads the mark as an escape
    if name is None and to is not None:
        raise click.UsageError(f"found {str(to)!r} without --copy; allowed: --copy NAME {to}")
    if name is None:
        _list(form)
    else:
        _copy(name, to)


def _list(form: str) -> None:
    import json

    from simulator.cli.columns import print_columns, print_json
    from simulator.files.read import load
    from simulator.files.shipped import shipped
    from simulator.present.tables import csv_of

    loaded = {name: load(path) for name, path in shipped().items()}
    columns = ("scenario", "name", "what it teaches")
    taught = {name: of.teaches.says if of.teaches else None for name, of in loaded.items()}
    rows = [(name, of.name, taught[name] or "-") for name, of in loaded.items()]
    if form == "json":
        listed = [
            {
                "scenario": name,
                "name": of.name,
                "question": of.question,
                "teaches": taught[name],
                "plans": list(of.arms),
            }
            for name, of in loaded.items()
        ]
        print_json(json.dumps(listed, indent=2, ensure_ascii=False))
    elif form == "csv":
        click.echo(csv_of([columns, *rows]), nl=False)
    else:
        print_columns(columns, rows)


def _copy(name: str, to: Path | None) -> None:
    from simulator.files.shipped import shipped
    from simulator.scenario.shape import nearest

    known = shipped()
    if name not in known:
        close = nearest(name, known)
        hint = f"; did you mean {close}?" if close else ""
        raise click.UsageError(f"--copy: found {name!r}; allowed: {', '.join(known)}{hint}")
    path = Path(f"{name}.yaml") if to is None else to
    if path.is_dir():
        path /= f"{name}.yaml"
    try:
        with path.open("xb") as copy:
            copy.write(known[name].read_bytes())
    except FileExistsError:
        raise click.UsageError(f"{path} is already there; allowed: a new name") from None
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from None
    click.echo(f"Copied {name} to {path}.", err=True)
