"""`edgewise explain`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.ask import help_of, own_options
from simulator.cli.bulk import Bulk, running, store_option
from simulator.cli.columns import paragraph, print_json
from simulator.cli.options import (
    FileToWrite,
    FolderToWrite,
    check_plan,
    refusing,
    scenario_from,
    show,
    typed,
)
from simulator.cli.question import means
from simulator.questions.asking import Engine, Seed
from simulator.questions.explain.answer import Explanation
from simulator.questions.explain.answer import explain as ask
from simulator.questions.organisation import Organisation

if TYPE_CHECKING:
    from simulator.experiments.runner import Runner
    from simulator.scenario.scenario import Scenario

_LISTED = 20


@click.command(help=help_of(ask))
@click.argument("file")
@own_options(ask)
@click.option("--list", "listing", is_flag=True, help="List the failures of the run instead.")
@typed("seed", Seed, 1)
@typed("engine", Engine, "auto")
@store_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="What is printed: the story and its tables, everything, or its events.",
)
@click.option(
    "--figure",
    type=FileToWrite(),
    help="Write the timeline to this file, .svg or .png.",
)
@click.option(
    "--out",
    type=FolderToWrite(),
    help="Keep the story in this folder, as a page to hand on; without it nothing is written.",
)
@click.option("--quiet", is_flag=True, help="No progress and no notes.")
def explain(
    file: str,
    seed: int,
    engine: str,
    store: Path | None,
    listing: bool,
    form: str,
    figure: Path | None,
    out: Path | None,
    quiet: bool,
    **own: Any,
) -> None:
    """Tell one failure's life, draw it and keep it where that is asked, or list all failures."""
    if own["failure"] is not None and own["item"] is not None:
        raise click.UsageError("found --failure and --item; allowed: one of them")
    if figure is not None and figure.suffix not in (".svg", ".png"):
        raise click.UsageError(f"--figure: found {figure.name!r}; allowed: a .svg or .png file")
    scenario = scenario_from(file)
    check_plan(own["plan"], scenario)
    bulk = Bulk(
        engine=engine, executor="threads", jobs=None, precision=None, quiet=quiet, store=store
    )
    with running(bulk, seed=seed) as runner:
        if listing:
            _list(scenario, runner, own, form, quiet=quiet)
            return
        found = ask(Organisation(file=file, scenario=scenario), **own, seed=seed, engine=engine,
                    means=means(runner, quiet=quiet))  # fmt: skip
    _print(found, form)
    if figure is not None:
        found.draw(figure)
    if out is not None:
        _keep(found, out, file, scenario, years=own["years"], worlds=own["worlds"])


def _list(
    scenario: Scenario, runner: Runner, own: Mapping[str, Any], form: str, *, quiet: bool
) -> None:
    from dataclasses import asdict

    from simulator.experiments.best_rule import planned_program
    from simulator.experiments.engine import log_of
    from simulator.methods.failure.explanation import instructive, lesson
    from simulator.methods.failure.record import Record
    from simulator.methods.middle import most_like
    from simulator.present.folder import as_text
    from simulator.present.tables import as_csv
    from simulator.questions.explain.words import failures_table

    like = most_like(scenario, runner, worlds=own["worlds"])
    chosen = planned_program(scenario, own["plan"], runner, like)
    log = log_of(chosen, runner.seed, own["replication"], runner.engine)
    failures = instructive(Record(chosen, log).told, lesson(scenario))
    if form == "json":
        rows = [{**asdict(failure), "side": failure.side} for failure in failures]
        print_json(as_text(rows))
    elif form == "csv":
        click.echo(as_csv((failures_table(failures),)), nl=False)
    else:
        show((failures_table(failures, _LISTED),))
        left = len(failures) - _LISTED
        if left > 0 and not quiet:
            click.echo(f"{left} more; --format csv or json lists all.", err=True)


def _keep(
    found: Explanation, folder: Path, file: str, scenario: Scenario, *, years: int, worlds: int
) -> None:
    from simulator.present.answer_folder import keep
    from simulator.present.folder import content_id

    explanation = found.explained
    options = {
        "plan": explanation.program.plan,
        "seed": explanation.seed,
        "replication": explanation.replication,
        "failure": explanation.story.failure.number,
        "years": years,
        "worlds": worlds,
    }
    words = [word for name, value in options.items() for word in (f"--{name}", f"{value}")]
    with refusing("--out"):
        keep(
            folder,
            command=shlex.join(["edgewise", "explain", file, *words]),
            content=content_id(scenario, command="explain", **options),
            scenario=scenario,
            summary={**found.as_json(), "replications": years},
            document=found.document(),
        )


def _print(found: Explanation, form: str) -> None:
    from simulator.present.folder import as_text
    from simulator.present.tables import csv_of
    from simulator.questions.explain import words
    from simulator.questions.explain.story import tell

    explanation = found.explained
    if form == "json":
        print_json(as_text(found.as_json()))
    elif form == "csv":
        told = found.frame()
        click.echo(csv_of([list(told.columns), *told.itertuples(index=False)]), nl=False)
    else:
        for part in tell(explanation):
            paragraph(part)
        click.echo()
        if explanation.counterfactuals:
            paragraph(words.AGAIN)
        for line in words.what_if(explanation):
            paragraph(line)
        click.echo()
        if explanation.year is not None:
            paragraph(words.year_words(explanation.year))
            click.echo()
        show(words.explanation_tables(explanation))
        paragraph(words.chosen(explanation))
