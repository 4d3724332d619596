"""`edgewise validate`: without a file the simulator itself, with one a user's organisation."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.bulk import running
from simulator.cli.options import progress, refuse, scenario_from
from simulator.cli.question import Asked, delivered, question_options

if TYPE_CHECKING:
    from simulator.validation.validation import Validation

BASE = "telephone-game"
"""The scenario that is kept beside the rows, since most of them ran a variant of it."""


@click.command()
@click.argument("file", required=False)
@click.option(
    "--group",
    "groups",
    multiple=True,
    help="Only this group: exact, level, published, structural, counter-evidence, power.",
)
@question_options(100)
def validate(file: str | None, asked: Asked, groups: tuple[str, ...]) -> None:
    """Hold the simulator against the world, or FILE against what is plausible.

    Without FILE: every row with its target, what was simulated, a verdict from both intervals, and
    what was fitted; -n is per cent of each row's own number of replications. Exit code 1 if a row
    that must agree does not. With FILE: does today look like you?

    \b
    Example:  edgewise validate
              edgewise validate --group published
              edgewise validate my-company.yaml
    """  # noqa: D301 - click reads the mark as an escape
    if file is not None:
        if groups:
            refuse("--group: goes without FILE only")
        from simulator.cli.plausible import plausible

        plausible(file, asked)
        return
    if _validated(asked, groups).failed:
        sys.exit(1)


def _validated(asked: Asked, groups: tuple[str, ...]) -> Validation:
    """Hold the simulator against the world, keep the answer in its folder, and print it."""
    from simulator.present.folder import FolderError, check, content_id, default_folder
    from simulator.questions.validate.words import shown
    from simulator.validation.check import GROUPS
    from simulator.validation.validation import CHECKS, validate

    scenario = scenario_from(BASE)
    wanted = groups or tuple(GROUPS)
    options = {"seed": asked.seed, "engine": asked.bulk.engine, "replications": asked.replications}
    content = content_id(scenario, command="validate", groups=list(wanted), **options)
    folder = Path(asked.out) if asked.out else default_folder("edgewise", "validate", content)
    words = ["edgewise", "validate", "-n", f"{asked.replications}", "--seed", f"{asked.seed}"]
    words += [word for group in groups for word in ("--group", group)]
    words += ["--engine", asked.bulk.engine]
    try:
        check(folder, content)
        with (
            running(asked.bulk, seed=asked.seed) as runner,
            progress("checks", CHECKS, quiet=asked.quiet) as step,
        ):
            found = validate(runner, replications=asked.replications, groups=wanted, progress=step)
    except FolderError as error:
        refuse(str(error))
    except ValueError as error:
        refuse(str(error))
    delivered(
        shown(found),
        folder,
        form=asked.form,
        quiet=asked.quiet,
        figures=asked.figures,
        summary=found.as_json(),
        command=shlex.join(words),
        content=content,
        scenario=scenario,
    )
    return found
