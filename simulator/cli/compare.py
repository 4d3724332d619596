"""`edgewise compare`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.ask import help_of, own_options
from simulator.cli.bulk import Bulk, bulk_options, carried_out, running
from simulator.cli.options import progress, refuse, run_options, scenario_from
from simulator.cli.question import delivered
from simulator.questions.asking import parameters
from simulator.questions.compare.answer import compare as ask

if TYPE_CHECKING:
    from simulator.experiments.runner import Runner
    from simulator.experiments.stopping_rule import Stopped
    from simulator.methods.comparison import Comparison
    from simulator.scenario.scenario import Scenario


@click.command(help=help_of(ask))
@click.argument("file")
@own_options(ask)
@run_options(parameters(ask)["replications"].default)
@bulk_options
def compare(
    file: str,
    outcome: str,
    worlds: int,
    seed: int,
    replications: int,
    form: str,
    out: str | None,
    figures: bool,
    quiet: bool,
    bulk: Bulk,
) -> None:
    """Compare all plans until it is precise enough, print the answer, and keep its folder."""
    from simulator.measures.outcomes import decisive
    from simulator.present.folder import FolderError, check, content_id, default_folder
    from simulator.questions.compare.words import shown

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
        with running(bulk, seed=seed, scenario=scenario) as runner:
            comparison, made, stopped = _compared(job, runner, bulk, outcome, worlds, replications)
    except FolderError as error:
        refuse(str(error))
    delivered(
        shown(comparison),
        folder,
        form=form,
        quiet=quiet,
        figures=figures,
        summary={**comparison.as_json(), **({"precision": stopped.as_json()} if stopped else {})},
        after=stopped.words() if stopped else "",
        command=job.command,
        content=content,
        scenario=scenario,
        made=made,
    )


@dataclass(frozen=True, kw_only=True)
class _Job:
    """What is compared, and the folder for it."""

    scenario: Scenario
    folder: Path
    content: str
    command: str


def _compared(
    job: _Job, runner: Runner, bulk: Bulk, outcome: str, worlds: int, replications: int
) -> tuple[Comparison, Mapping[str, Any], Stopped | None]:
    """Return the comparison, how it was made, and how the stopping rule ended."""
    from simulator.experiments.best_rule import arm_plan
    from simulator.methods.comparison import compare as compare_plans

    rule = bulk.rule(outcome, replications)
    scenario = job.scenario
    try:
        plans = {name: arm_plan(scenario, name, runner) for name in ("today", *scenario.arms)}
    except ValueError as error:
        refuse(str(error))
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
    return comparison, runner.made(), stopped
