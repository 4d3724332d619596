"""`edgewise run`."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.bulk import Bulk, bulk_options, carried_out, running
from simulator.cli.columns import paragraph
from simulator.cli.options import refuse, run_options, scenario_from, show


@click.command()
@click.argument("file")
@click.option("--arm", default="today", show_default=True, help="Which plan to run.")
@click.option(
    "--events",
    type=click.Path(dir_okay=False),
    help="Write the event log of every replication to this Parquet file.",
)
@run_options(20, folder=False)
@bulk_options
def run(
    file: str,
    arm: str,
    events: str | None,
    seed: int,
    replications: int,
    form: str,
    quiet: bool,
    bulk: Bulk,
) -> None:
    """Run one plan of FILE (a scenario file or a shipped name) and show what was measured.

    \b
    Example:  edgewise run typical-company --arm "edges first" -n 50
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.experiments.best_rule import arm_plan
    from simulator.experiments.engine import log_of
    from simulator.measures.outcomes import OUTCOMES
    from simulator.methods.run import Answer
    from simulator.present import words
    from simulator.present.folder import as_text
    from simulator.present.tables import answer_tables, as_csv

    scenario = scenario_from(file)
    if arm != "today" and arm not in scenario.arms:
        refuse(f"--arm: found {arm!r}; allowed: {', '.join(('today', *scenario.arms))}")
    rule = bulk.rule("change_failure_rate", replications)
    with running(bulk, seed=seed) as runner:
        try:
            plan = arm_plan(scenario, arm, runner)
        except ValueError as error:
            refuse(str(error))
        rows, stopped = carried_out(
            runner, f"running {arm}", {arm: plan}, replications, rule=rule, quiet=quiet
        )
    answer = Answer(plan=plan, seed=seed, tally=rows[arm])
    if events:
        from simulator.present.events import write_events

        logs = (log_of(plan, seed, number, bulk.engine) for number in range(answer.replications))
        write_events(logs, Path(events))
    if form == "json":
        ended = {"precision": stopped.as_json()} if stopped else {}
        click.echo(as_text({**answer.as_json(), **ended}), nl=False)
    elif form == "csv":
        click.echo(as_csv(answer_tables(answer)), nl=False)
    else:
        show(answer_tables(answer))
        released = {arm: OUTCOMES["lead_time"].valueless(plan, answer.tally)}
        if empty := words.without_value("lead_time", released, answer.replications):
            paragraph(empty)
        if stopped:
            paragraph(stopped.words())
