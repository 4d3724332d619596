"""`edgewise explain`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.columns import paragraph
from simulator.cli.options import progress, refuse, scenario_from, show

if TYPE_CHECKING:
    from simulator.engines.program.compilation import Plan
    from simulator.methods.failure.explanation import Explanation

_LISTED = 20


@click.command()
@click.argument("file")
@click.option("--arm", default="today", show_default=True, help="Which plan to look into.")
@click.option(
    "--replication",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Which run.",
)
@click.option(
    "--failure", type=click.IntRange(min=1), help="Which failure, by its number in --list."
)
@click.option("--item", metavar="KIND:NUMBER", help="The failure of this change.")
@click.option("--list", "listing", is_flag=True, help="List the failures of the run instead.")
@click.option(
    "-n",
    "--replications",
    "--years",
    "years",
    type=click.IntRange(0, 10_000),
    default=1,
    show_default=True,
    help="Runs over which all failures are counted under each lever; 0: none.",
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True,
              help="Which luck; 0 is a seed like any other.")  # fmt: skip
@click.option(
    "--engine",
    type=click.Choice(["auto", "reference", "compiled"]),
    default="auto",
    show_default=True,
    help="auto is compiled; the reference engine gives the same, slowly.",
)
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
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the timeline to this file, .svg or .png.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the story in this folder, as a page to hand on; without it nothing is written.",
)
@click.option("--quiet", is_flag=True, help="No progress and no notes.")
def explain(
    file: str,
    arm: str,
    replication: int,
    failure: int | None,
    item: str | None,
    listing: bool,
    years: int,
    seed: int,
    engine: str,
    form: str,
    figure: Path | None,
    out: Path | None,
    quiet: bool,
) -> None:
    """Tell one failure's life, and what each lever would have changed under the same luck.

    Without --failure or --item the failure that teaches most is told: of those repaired before
    the end whose change arrived after the warm-up, the serious ones (P1, P2) first, then those
    blamed on the wrong team, then those born between teams, then the longest chain (teams that
    built on it plus teams it was passed on to), then the earliest. That is a choice for a room,
    not a sample; --list shows them all in this order.

    Each lever is put to its ceiling everywhere from day 0, followed with its own adherence, and
    the whole run is simulated again.

    \b
    Example:  edgewise explain strong-cores-fragile-edges
              edgewise explain typical-company --list
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.experiments.engine import log_of
    from simulator.methods.failure.explanation import explain as explained

    asked = _asked(failure, item, figure)
    plan = _plan(file, arm, seed, engine)
    if listing:
        _list(plan, seed, replication, engine, form, quiet=quiet)
        return
    total = max(1, years) * len(plan.scenario.levers)
    with progress("running again under each lever", total, quiet=quiet) as step:
        try:
            explanation = explained(
                plan,
                lambda plan, seed, number: log_of(plan, seed, number, engine),
                seed=seed,
                replication=replication,
                number=failure,
                item=asked,
                years=years,
                progress=step,
            )
        except ValueError as error:
            refuse(str(error))
    _print(explanation, form)
    if figure is not None:
        _draw(explanation, figure)
    if out is not None:
        _keep(explanation, out, file, years)


def _asked(failure: int | None, item: str | None, figure: Path | None) -> tuple[str, int] | None:
    if failure is not None and item is not None:
        raise click.UsageError("found --failure and --item; allowed: one of them")
    if figure is not None and figure.suffix not in (".svg", ".png"):
        raise click.UsageError(f"--figure: found {figure.name!r}; allowed: a .svg or .png file")
    return None if item is None else _item(item)


def _item(text: str) -> tuple[str, int]:
    kind, colon, number = text.rpartition(":")
    if not colon or not number.isdecimal():
        raise click.UsageError(
            f"--item: found {text!r}; allowed: a kind of work and a number, such as feature:12"
        )
    return kind, int(number)


def _plan(file: str, arm: str, seed: int, engine: str) -> Plan:
    from simulator.experiments.best_rule import arm_plan
    from simulator.experiments.replicate import replicate

    scenario = scenario_from(file)
    if arm != "today" and arm not in scenario.arms:
        refuse(f"--arm: found {arm!r}; allowed: {', '.join(('today', *scenario.arms))}")
    try:
        return arm_plan(
            scenario, arm, lambda plan, numbers: replicate(plan, seed, numbers, engine=engine)
        )
    except ValueError as error:
        refuse(str(error))


def _list(plan: Plan, seed: int, replication: int, engine: str, form: str, *, quiet: bool) -> None:
    from dataclasses import asdict

    from simulator.experiments.engine import log_of
    from simulator.methods.failure.explanation import instructive
    from simulator.methods.failure.record import Record
    from simulator.present.folder import as_text
    from simulator.present.tables import as_csv
    from simulator.questions.explain.words import failures_table

    failures = instructive(Record(plan, log_of(plan, seed, replication, engine)).told)
    if form == "json":
        rows = [{**asdict(failure), "side": failure.side} for failure in failures]
        click.echo(as_text(rows), nl=False)
    elif form == "csv":
        click.echo(as_csv((failures_table(failures),)), nl=False)
    else:
        show((failures_table(failures, _LISTED),))
        left = len(failures) - _LISTED
        if left > 0 and not quiet:
            click.echo(f"{left} more; --format csv or json lists all.", err=True)


def _draw(explanation: Explanation, path: Path) -> None:
    from simulator.present.chart.sheet import page_figure, png_bytes, svg_bytes
    from simulator.questions.explain.figure import TIMELINE
    from simulator.questions.explain.story import timeline

    drawn = page_figure(TIMELINE, timeline(explanation))
    data = svg_bytes(drawn, "timeline") if path.suffix == ".svg" else png_bytes(drawn)
    try:
        path.write_bytes(data)
    except OSError as error:
        refuse(f"--figure: {path} cannot be written ({error.strerror})")


def _keep(explanation: Explanation, folder: Path, file: str, years: int) -> None:
    from simulator.present.answer_folder import keep
    from simulator.present.folder import FolderError, content_id
    from simulator.questions.explain.story import as_json
    from simulator.questions.explain.words import shown

    failure, scenario = explanation.story.failure, scenario_from(file)
    options = {
        "arm": explanation.plan.arm,
        "seed": explanation.seed,
        "replication": explanation.replication,
        "failure": failure.number,
        "years": years,
    }
    words = [word for name, value in options.items() for word in (f"--{name}", f"{value}")]
    try:
        keep(
            folder,
            command=shlex.join(["edgewise", "explain", file, *words]),
            content=content_id(scenario, command="explain", **options),
            scenario=scenario,
            summary={**as_json(explanation), "replications": years},
            document=shown(explanation),
        )
    except FolderError as error:
        refuse(f"--out: {error}")


def _print(explanation: Explanation, form: str) -> None:
    from simulator.present.folder import as_text
    from simulator.questions.explain import words
    from simulator.questions.explain.story import as_json, tell, timeline

    if form == "json":
        click.echo(as_text(as_json(explanation)), nl=False)
    elif form == "csv":
        click.echo(timeline(explanation).to_csv(index=False, lineterminator="\n"), nl=False)
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
