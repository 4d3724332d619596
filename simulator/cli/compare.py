"""`edgewise compare`."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.options import progress, refuse, run_options, scenario_from, show


@click.command()
@click.argument("file")
@click.option(
    "--outcome",
    default="change_failure_rate",
    show_default=True,
    help="What decides who wins.",
)
@run_options(100)
def compare(
    file: str,
    outcome: str,
    seed: int,
    replications: int,
    form: str,
    out: str | None,
    quiet: bool,
) -> None:
    r"""Compare all plans of FILE (a scenario file or a shipped name) under the same luck.

    \b
    Example:  edgewise compare typical-company -n 200
    """
    from simulator.analysis.compare import compare as compare_plans
    from simulator.experiments.replicate import replicate
    from simulator.report import words
    from simulator.report.folder import FolderError, as_text, content_id, default_folder, write
    from simulator.report.tables import as_csv, comparison_tables

    scenario = scenario_from(file)
    total = replications * (1 + len(scenario.arms))
    with progress("comparing plans", total, quiet=quiet) as step:
        try:
            comparison = compare_plans(
                scenario,
                lambda plan, numbers: replicate(plan, seed, numbers, step),
                seed=seed,
                replications=range(replications),
                outcome=outcome,
            )
        except ValueError as error:
            refuse(str(error))
    summary = comparison.as_json()
    content = content_id(scenario, command="compare", seed=seed, outcome=outcome)
    folder = Path(out) if out else default_folder(Path(file).stem, "compare", content)
    try:
        write(
            folder,
            command=f"edgewise compare {file} --seed {seed} -n {replications} --outcome {outcome}",
            content=content,
            scenario=scenario,
            summary=summary,
            tables={"differences": summary["differences"]},  # type: ignore[dict-item]
        )
    except FolderError as error:
        refuse(str(error))
    if form == "json":
        click.echo(as_text(summary), nl=False)
        return
    if form == "csv":
        click.echo(as_csv(comparison_tables(comparison)), nl=False)
        return
    click.echo(scenario.question or scenario.name)
    click.echo(words.verdict(comparison))
    show(comparison_tables(comparison))
    click.echo(words.footer(comparison))
    if not quiet:
        click.echo(f"Files: {folder}", err=True)
