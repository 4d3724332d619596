"""`edgewise validate`: without a file the simulator itself, with one a user's organisation."""

from __future__ import annotations

import shlex
import sys

import click

from simulator.cli.ask import help_of, own_options
from simulator.cli.bulk import running
from simulator.cli.options import option_of, refuse, scenario_from
from simulator.cli.question import Asked, delivered, means, question_options
from simulator.questions.asking import parameters
from simulator.questions.plausible.answer import plausible as of_file
from simulator.questions.validate.answer import Validation
from simulator.questions.validate.answer import validate as ask

BASE = "telephone-game"
"""The scenario that is kept beside the rows, since most of them ran a variant of it."""


@click.command(help=help_of(ask))
@click.argument("file", required=False)
@own_options(ask)
@option_of(parameters(of_file)["worlds"])
@question_options(parameters(ask)["replications"])
def validate(file: str | None, asked: Asked, groups: tuple[str, ...], worlds: int) -> None:
    """Hold the simulator against the world, or FILE against what is plausible."""
    if file is not None:
        if groups:
            refuse("--group: goes without FILE only")
        from simulator.cli.plausible import plausible

        plausible(file, asked, worlds=worlds)
        return
    if not _validated(asked, groups).holds:
        sys.exit(1)


def _validated(asked: Asked, groups: tuple[str, ...]) -> Validation:
    """Hold the simulator against the world, keep the answer in its folder, and print it."""
    from simulator.present.folder import content_id
    from simulator.validation.check import GROUPS

    scenario = scenario_from(BASE)
    wanted = groups or tuple(GROUPS)
    options = {"seed": asked.seed, "engine": asked.bulk.engine, "replications": asked.n}
    content = content_id(scenario, command="validate", groups=list(wanted), **options)
    folder = asked.folder("edgewise", "validate", content)
    words = ["edgewise", "validate", "-n", f"{asked.n}", "--seed", f"{asked.seed}"]
    words += [word for group in groups for word in ("--group", group)]
    words += ["--engine", asked.bulk.engine]
    with running(asked.bulk, seed=asked.seed) as runner:
        found = ask(
            replications=asked.n,
            seed=asked.seed,
            groups=wanted,
            engine=asked.bulk.engine,
            means=means(runner, quiet=asked.quiet),
        )
    delivered(
        found.document(),
        folder,
        asked,
        summary=found.as_json(),
        command=shlex.join(words),
        content=content,
        scenario=scenario,
    )
    return found
