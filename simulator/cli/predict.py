"""`edgewise predict`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from simulator.cli.ask import help_of, own_options
from simulator.cli.options import option_of, progress, refuse
from simulator.cli.question import Wanted, delivered
from simulator.cli.records import record_options
from simulator.questions.asking import Means, parameters
from simulator.questions.predict.answer import predict as ask


@click.command(help=help_of(ask))
@click.argument("file", metavar="STUDY.yaml")
@own_options(ask)
@option_of(parameters(ask)["seed"])
@option_of(parameters(ask)["engine"])
@record_options
def predict(file: str, organisations: int, seed: int, engine: str, asked: Wanted) -> None:
    """Predict what the programme of a study leaves, print it, and keep it in its folder."""
    from simulator.files.problem import ScenarioError
    from simulator.files.study import study_of
    from simulator.present.answer_folder import content_of

    try:
        study = study_of(file)
    except OSError as error:
        refuse(f"{file}: cannot be read ({error.strerror}); allowed: a study, or a shipped one")
    except ScenarioError as error:
        refuse(str(error))
    known = {"organisations": organisations, "seed": seed, "engine": engine}
    content = content_of(study.model_dump_json(), **known)
    folder = asked.folder(Path(file).stem, "predict", content)
    means = Means(progress=lambda what, total: progress(what, total, quiet=asked.quiet))
    found = ask(file, organisations=organisations, seed=seed, engine=engine, means=means)
    words = [word for name, value in known.items() for word in (f"--{name}", f"{value}")]
    delivered(
        found.document(),
        folder,
        asked,
        summary=found.as_json(),
        command=shlex.join(["edgewise", "predict", file, *words]),
        content=content,
    )
