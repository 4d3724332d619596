"""`edgewise tally`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.ask import help_of, own_options
from simulator.cli.bulk import running
from simulator.cli.options import refuse, refusing, scenario_from
from simulator.cli.question import Asked, delivered, means, question_options
from simulator.cli.sheets import size_option, write_sheets
from simulator.questions.asking import parameters
from simulator.questions.organisation import Organisation
from simulator.questions.tally.answer import Tally
from simulator.questions.tally.answer import tally as ask

if TYPE_CHECKING:
    from simulator.scenario.scenario import Scenario

_ROWS = click.IntRange(1, 200)


@click.command(help=help_of(ask))
@click.argument("file", metavar="FILE.csv", required=False)
@own_options(ask)
@click.option("--sheet", is_flag=True, help="Write a sheet to print and a CSV to fill in instead.")
@size_option
@click.option("--rows", type=_ROWS, default=30, show_default=True, help="Rows of the sheet.")
@question_options(parameters(ask)["replications"])
def tally(
    file: str | None, scenario: str | None, sheet: bool, size: str, rows: int, asked: Asked
) -> None:
    """Count where reviewed failures started, or write a sheet for it."""
    if sheet:
        if file is not None:
            refuse(f"--sheet: found {file!r} beside it; allowed: --sheet without a file")
        _sheet(Path(asked.out or "."), size, rows, quiet=asked.quiet)
        return
    if file is None:
        refuse("FILE.csv: found nothing; allowed: a CSV or XLSX file, or --sheet for an empty one")
    _tally(file, scenario, asked)


def _tally(file: str, scenario: str | None, asked: Asked) -> None:
    from simulator.files.coded import review
    from simulator.files.marks import marks_of
    from simulator.files.write import text_of as resolved
    from simulator.present.answer_folder import content_of

    try:
        text = review(file)
        marks_of(text, file)
    except OSError as error:
        refuse(f"{file}: cannot be read ({error.strerror}); allowed: a CSV or XLSX file")
    whole = scenario_from(scenario) if scenario else None
    words = ["edgewise", "tally", file]
    if scenario:
        words += ["--scenario", scenario, "-n", f"{asked.n}", "--seed", f"{asked.seed}"]
    against = {} if whole is None else {
        "scenario": resolved(whole), "seed": asked.seed, "n": asked.n
    }  # fmt: skip
    content = content_of(text, **against)
    folder = asked.folder(Path(file).stem, "tally", content)
    found = _counted(file, whole, asked)
    delivered(
        found.document(),
        folder,
        asked,
        summary=found.as_json(),
        command=shlex.join(words),
        content=content,
    )


def _counted(file: str, scenario: Scenario | None, asked: Asked) -> Tally:
    """Return what the marks amount to, beside the break-even of a scenario where there is one."""
    if scenario is None:
        return ask(file)
    with refusing("--scenario"), running(asked.bulk, seed=asked.seed) as runner:
        return ask(
            file,
            Organisation(file=file, scenario=scenario),
            replications=asked.n,
            seed=asked.seed,
            engine=asked.bulk.engine,
            means=means(runner, quiet=asked.quiet),
        )


def _sheet(folder: Path, size: str, rows: int, *, quiet: bool) -> None:
    from simulator.questions.tally.sheet import sheet_csv, sheet_html

    texts = {"post-mortems.html": sheet_html(size=size, rows=rows),
             "post-mortems.csv": sheet_csv(rows=rows)}  # fmt: skip
    write_sheets(folder, texts, quiet=quiet)
