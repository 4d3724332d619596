"""`edgewise run`."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.ask import help_of, own_options
from simulator.cli.bulk import Bulk, bulk_options, carried_out, running
from simulator.cli.columns import paragraph, print_json
from simulator.cli.options import FileToWrite, check_plan, run_options, scenario_from, show
from simulator.questions.asking import parameters
from simulator.questions.run.answer import simulate


@click.command(help=help_of(simulate))
@click.argument("file")
@own_options(simulate)
@click.option(
    "--events",
    type=FileToWrite(),
    help="Write the event log of every replication to this Parquet file.",
)
@run_options(parameters(simulate)["replications"], folder=False)
@bulk_options
def run(
    file: str,
    plan: str,
    events: Path | None,
    seed: int,
    replications: int,
    form: str,
    quiet: bool,
    bulk: Bulk,
) -> None:
    """Run one plan until it is precise enough, print what was measured, and write its events."""
    from simulator.experiments.best_rule import planned_program
    from simulator.experiments.engine import log_of
    from simulator.measures.outcomes import OUTCOMES
    from simulator.methods.remarks.remarks import remarks
    from simulator.methods.run import Answer
    from simulator.present import words
    from simulator.present.folder import as_text
    from simulator.present.remarks import sentences
    from simulator.present.tables import answer_tables, as_csv

    scenario = scenario_from(file)
    check_plan(plan, scenario)
    rule = bulk.rule(scenario.outcome, replications)
    with running(bulk, seed=seed) as runner:
        chosen = planned_program(scenario, plan, runner)
        rows, stopped = carried_out(
            runner, f"running {plan}", {plan: chosen}, replications, rule=rule, quiet=quiet
        )
        made = len(rows[plan].sums)
        known = remarks(scenario, runner, {plan: chosen}, replications=made)
    answer = Answer(program=chosen, seed=seed, tally=rows[plan])
    if events:
        from simulator.present.events import write_events

        logs = (log_of(chosen, seed, number, bulk.engine) for number in range(answer.replications))
        write_events(logs, events)
    if form == "json":
        ended = {"precision": stopped.as_json()} if stopped else {}
        print_json(as_text({**answer.as_json(), "remarks": known, **ended}))
    elif form == "csv":
        click.echo(as_csv(answer_tables(answer)), nl=False)
    else:
        told = (scenario.question, *sentences(known), words.about(answer))
        for line in filter(None, told):
            paragraph(line)
        click.echo()
        show(answer_tables(answer))
        released = {plan: OUTCOMES["lead_time"].valueless(chosen, answer.tally)}
        if empty := words.without_value("lead_time", released, answer.replications):
            paragraph(empty)
        if stopped:
            paragraph(stopped.words())
