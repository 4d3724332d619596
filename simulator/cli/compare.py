"""`edgewise compare`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.options import progress, refuse, run_options, scenario_from, show

if TYPE_CHECKING:
    from simulator.analysis.compare import Comparison


@click.command()
@click.argument("file")
@click.option(
    "--outcome",
    default="change_failure_rate",
    show_default=True,
    help="What decides who wins.",
)
@click.option(
    "--worlds",
    type=click.IntRange(0, 100_000),
    default=200,
    show_default=True,
    help="Plausible organisations drawn over the file's ranges; 0: none.",
)
@run_options(100)
def compare(
    file: str,
    outcome: str,
    worlds: int,
    seed: int,
    replications: int,
    form: str,
    out: str | None,
    quiet: bool,
) -> None:
    """Compare all plans of FILE (a scenario file or a shipped name) under the same luck.

    \b
    Example:  edgewise compare typical-company -n 200
    """  # noqa: D301 - click reads the mark as an escape
    comparison = _compared(file, outcome, worlds, seed, replications, quiet)
    asked = {"seed": seed, "outcome": outcome, "worlds": worlds}
    folder = _kept(comparison, file, out, asked)
    _printed(comparison, form)
    if form == "table" and not quiet:
        click.echo(f"Files: {folder}", err=True)


def _compared(
    file: str, outcome: str, worlds: int, seed: int, replications: int, quiet: bool
) -> Comparison:
    from simulator.analysis.compare import compare as compare_plans
    from simulator.experiments.replicate import replicate

    scenario = scenario_from(file)
    with progress("plausible organisations", worlds, quiet=quiet) as step:
        try:
            return compare_plans(
                scenario,
                lambda plan, numbers: replicate(plan, seed, numbers),
                seed=seed,
                replications=range(replications),
                outcome=outcome,
                worlds=worlds,
                progress=step,
            )
        except ValueError as error:
            refuse(str(error))


def _kept(comparison: Comparison, file: str, out: str | None, asked: dict[str, object]) -> Path:
    from simulator.report.folder import FolderError, content_id, default_folder, write

    summary = comparison.as_json()
    content = content_id(comparison.scenario, command="compare", **asked)
    folder = Path(out) if out else default_folder(Path(file).stem, "compare", content)
    options = " ".join(f"--{name} {value}" for name, value in asked.items())
    try:
        write(
            folder,
            command=f"edgewise compare {file} -n {comparison.replications} {options}",
            content=content,
            scenario=comparison.scenario,
            summary=summary,
            tables={"differences": [each.as_json() for each in comparison.differences]},
        )
    except FolderError as error:
        refuse(str(error))
    return folder


def _printed(comparison: Comparison, form: str) -> None:
    from simulator.report import words
    from simulator.report.folder import as_text
    from simulator.report.tables import as_csv, comparison_tables

    if form == "json":
        click.echo(as_text(comparison.as_json()), nl=False)
    elif form == "csv":
        click.echo(as_csv(comparison_tables(comparison)), nl=False)
    else:
        click.echo(comparison.scenario.question or comparison.scenario.name)
        click.echo()
        click.echo(words.headline(comparison))
        click.echo(words.verdict(comparison))
        click.echo()
        for line in words.uncertainties(comparison):
            click.echo(line)
        click.echo()
        show(comparison_tables(comparison))
        click.echo(words.footer(comparison))
