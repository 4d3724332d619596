"""`edgewise warmup`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.bulk import Bulk, running, store_option
from simulator.cli.columns import paragraph, print_json
from simulator.cli.options import check_plan, run_options, scenario_from, show, typed
from simulator.questions.asking import Engine, PlanName, Replications, parameter_of

if TYPE_CHECKING:
    from simulator.experiments.warm_up import WarmUp
    from simulator.present.tables import TextTable


@click.command()
@click.argument("file")
@typed("plan", PlanName, "today")
@typed("engine", Engine, "auto")
@run_options(parameter_of("replications", Replications, 50), folder=False)
@store_option
def warmup(
    file: str,
    plan: str,
    engine: str,
    store: Path | None,
    seed: int,
    replications: int,
    form: str,
    quiet: bool,
) -> None:
    """Say whether the counted days of FILE still remember how the run began, and suggest a warm-up.

    The same luck is run twice, begun as the file says and with as much work as there is on average:
    what differs is remembered. Then work in progress and lead time, day by day, are averaged over
    replications (Welch); MSER-5 says how many first days to leave out.

    \b
    Example:  edgewise warmup typical-company
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.experiments.best_rule import planned_program
    from simulator.experiments.warm_up import warm_up_of
    from simulator.methods.remarks.beginning import RUNS, beginning
    from simulator.present.folder import as_text
    from simulator.present.remarks import early, forgotten
    from simulator.present.tables import as_csv

    scenario = scenario_from(file)
    check_plan(plan, scenario)
    bulk = Bulk(
        engine=engine, executor="threads", jobs=None, precision=None, quiet=quiet, store=store
    )
    with running(bulk, seed=seed) as runner:
        chosen = planned_program(scenario, plan, runner)
        begun = beginning(chosen, runner, range(min(RUNS, replications)))
    found = warm_up_of(chosen, seed, replications, engine)
    if form == "json":
        print_json(as_text({**found.as_json(), "beginning": begun}))
    elif form == "csv":
        click.echo(as_csv((_table(found),)), nl=False)
    else:
        show((_table(found),))
        paragraph(early(begun) if begun.early else forgotten(begun))
        paragraph(_advice(found, early=begun.early))


def _table(found: WarmUp) -> TextTable:
    from simulator.present.tables import TextTable

    return TextTable(
        title=f"{found.scenario}, {found.plan}: suggested warm-up [working days]",
        columns=("series", "suggested"),
        rows=tuple(
            (series.name.replace("_", " "), _days(series.suggested)) for series in found.series
        ),
        text=(),
    )


def _days(days: float | None) -> str:
    return "none within half the horizon" if days is None else f"{days:.0f}"


def _advice(found: WarmUp, *, early: bool) -> str:
    from simulator.experiments.warm_up import SOURCE

    shocks = " Its events change it on the way; the suggestion is for the whole." * bool(
        found.shocks
    )
    if not early and (found.suggested is None or found.stated < found.suggested):
        cut = "no cut" if found.suggested is None else f"a cut at day {found.suggested:.0f}"
        end = (
            f"MSER-5 finds {cut} within half of the {found.horizon:.0f} days; of so few days it is "
            "noisy, and more replications (-n) or a longer horizon would settle it."
        )
    elif found.suggested is None:
        end = (
            f"No warm-up within half of the {found.horizon:.0f} days is long enough: a queue keeps "
            "growing, or a longer horizon is needed to tell."
        )
    elif found.stated >= found.suggested:
        end = (
            f"The file's warm_up of {found.stated:.0f} days is enough; "
            f"{found.suggested:.0f} are needed."
        )
    else:
        end = (
            f"The file's warm_up of {found.stated:.0f} days is short of the "
            f"{found.suggested:.0f} suggested."
        )
    return f"{end}{shocks}\n{found.replications} replications, seed {found.seed}. Method: {SOURCE}."
