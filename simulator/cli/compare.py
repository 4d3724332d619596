"""`edgewise compare`."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.bulk import Bulk, bulk_options, carried_out, running
from simulator.cli.columns import paragraph
from simulator.cli.options import progress, refuse, run_options, scenario_from, show

if TYPE_CHECKING:
    from simulator.experiments.runner import Runner
    from simulator.experiments.stopping_rule import Stopped
    from simulator.methods.comparison import Comparison
    from simulator.scenario.scenario import Scenario


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
@bulk_options
def compare(
    file: str,
    outcome: str,
    worlds: int,
    seed: int,
    replications: int,
    form: str,
    out: str | None,
    quiet: bool,
    bulk: Bulk,
) -> None:
    """Compare all plans of FILE (a scenario file or a shipped name) under the same luck.

    \b
    Example:  edgewise compare typical-company -n 200
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.measures.outcomes import decisive
    from simulator.present.folder import FolderError, check, content_id, default_folder

    scenario = scenario_from(file)
    try:
        decisive(outcome, scenario)
    except ValueError as error:
        refuse(f"--outcome: {error}")
    asked = {"seed": seed, "outcome": outcome, "worlds": worlds, "engine": bulk.engine}
    content = content_id(scenario, command="compare", **asked)
    folder = Path(out) if out else default_folder(Path(file).stem, "compare", content)
    command = ["edgewise", "compare", file, "-n", f"{replications}"]
    command += ["--precision", bulk.precision] if bulk.precision else []
    command += [word for name, value in asked.items() for word in (f"--{name}", f"{value}")]
    job = _Job(scenario=scenario, folder=folder, content=content, command=shlex.join(command))
    try:
        check(folder, content)
        with running(bulk, seed=seed, folder=folder) as runner:
            comparison, stopped = _compared(job, runner, bulk, outcome, worlds, replications)
    except FolderError as error:
        refuse(str(error))
    _printed(comparison, stopped, form)
    if form == "table" and not quiet:
        click.echo(f"Files: {folder}", err=True)


@dataclass(frozen=True, kw_only=True)
class _Job:
    """What is compared, and the folder for it."""

    scenario: Scenario
    folder: Path
    content: str
    command: str


def _compared(
    job: _Job, runner: Runner, bulk: Bulk, outcome: str, worlds: int, replications: int
) -> tuple[Comparison, Stopped | None]:
    from simulator.experiments.best_rule import arm_plan
    from simulator.experiments.design import Design
    from simulator.methods.comparison import compare as compare_plans
    from simulator.present.folder import claim, write
    from simulator.questions.compare.publication import complete

    rule = bulk.rule(outcome, replications)
    scenario = job.scenario
    try:
        plans = {name: arm_plan(scenario, name, runner) for name in ("today", *scenario.arms)}
    except ValueError as error:
        refuse(str(error))
    design = Design(plans=plans, seed=runner.seed, replications=1, engine=runner.engine)
    kept = {**vars(job), "made": design.as_json()}
    claim(**kept, seed=runner.seed)
    rows, stopped = carried_out(
        runner, "comparing plans", plans, replications, rule=rule, quiet=bulk.quiet
    )
    with progress("plausible organisations", worlds, quiet=bulk.quiet) as step:
        comparison = compare_plans(
            scenario,
            runner,
            seed=runner.seed,
            replications=range(len(rows["today"].sums)),
            outcome=outcome,
            worlds=worlds,
            turns=True,
            progress=step,
        )
    write(
        **kept,
        summary={**comparison.as_json(), **_ended(stopped)},
        tables={"differences": [each.as_json() for each in comparison.differences]},
    )
    complete(job.folder, comparison)
    return comparison, stopped


def _ended(stopped: Stopped | None) -> dict[str, object]:
    return {"precision": stopped.as_json()} if stopped else {}


def _printed(comparison: Comparison, stopped: Stopped | None, form: str) -> None:
    from simulator.present import words
    from simulator.present.folder import as_text
    from simulator.present.tables import as_csv, comparison_tables

    if form == "json":
        click.echo(as_text({**comparison.as_json(), **_ended(stopped)}), nl=False)
    elif form == "csv":
        click.echo(as_csv(comparison_tables(comparison)), nl=False)
    else:
        paragraph(comparison.scenario.question or comparison.scenario.name)
        click.echo()
        paragraph(words.headline(comparison))
        paragraph(words.verdict(comparison))
        click.echo()
        for line in words.uncertainties(comparison):
            paragraph(line)
        click.echo()
        show(comparison_tables(comparison))
        paragraph(words.footer(comparison))
        if stopped:
            paragraph(stopped.words())
