"""`edgewise run`."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.options import progress, refuse, run_options, scenario_from, show


@click.command()
@click.argument("file")
@click.option("--arm", default="today", show_default=True, help="Which plan to run.")
@click.option(
    "--events",
    type=click.Path(dir_okay=False),
    help="Write the event log of every replication to this Parquet file.",
)
@run_options(20, folder=False)
def run(
    file: str,
    arm: str,
    events: str | None,
    seed: int,
    replications: int,
    form: str,
    quiet: bool,
) -> None:
    """Run one plan of FILE (a scenario file or a shipped name) and show what was measured.

    \b
    Example:  edgewise run typical-company --arm "edges first" -n 50
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.analysis.answer import Answer
    from simulator.experiments.best import arm_plan
    from simulator.experiments.replicate import replicate
    from simulator.report.folder import as_text
    from simulator.report.tables import answer_tables, as_csv

    scenario = scenario_from(file)
    if arm != "today" and arm not in scenario.arms:
        refuse(f"--arm: found {arm!r}; allowed: {', '.join(('today', *scenario.arms))}")
    plan = arm_plan(scenario, arm, lambda plan, numbers: replicate(plan, seed, numbers))
    with progress(f"running {arm}", replications, quiet=quiet) as step:
        tally = replicate(plan, seed, range(replications), step)
    answer = Answer(plan=plan, seed=seed, tally=tally)
    if events:
        from simulator.engines.reference.engine import simulate
        from simulator.report.events import write_events

        logs = (simulate(plan, seed, replication) for replication in range(replications))
        write_events(logs, Path(events))
    if form == "json":
        click.echo(as_text(answer.as_json()), nl=False)
    elif form == "csv":
        click.echo(as_csv(answer_tables(answer)), nl=False)
    else:
        show(answer_tables(answer))
