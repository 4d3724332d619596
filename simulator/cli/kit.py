"""`edgewise kit`."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.bulk import Bulk, running, store_option
from simulator.cli.options import FileToWrite, for_reader, scenario_from, typed
from simulator.cli.room import YEARS, companies, outside, shown, turned, twin_of
from simulator.questions.asking import Replications, Seed


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--minutes",
    type=click.Choice(["45", "60", "90"]),
    default="90",
    show_default=True,
    help="How long the room lasts.",
)
@click.option(
    "--paper",
    type=click.Choice(["a4", "letter"], case_sensitive=False),
    default="a4",
    show_default=True,
    help="What it is printed on.",
)
@for_reader("letters for names, points for efforts, no counts a year; a legend beside it.")
@typed("replications", Replications, YEARS)
@typed("seed", Seed, 1)
@click.option(
    "-o",
    "--output",
    "output",
    type=FileToWrite(),
    help="Where the kit is written; without it NAME-kit.html in this folder.",
)
@click.option("--quiet", is_flag=True, help="No progress and no notes.")
@store_option
def kit(
    file: str,
    minutes: str,
    paper: str,
    reader: str,
    replications: int,
    seed: int,
    output: Path | None,
    quiet: bool,
    store: Path | None,
) -> None:
    """Write what a trainer prints for a room: run sheet, cards, forms, debrief, all in one HTML.

    FILE has a `workshop:` (shipped: harbour). Every hand of its cards is simulated in FILE and in
    its twin, and every number on the sheets comes from these runs. It warns of what would surprise
    you in front of people: a card that does nothing, a best hand that cannot be told. The screens
    are those of `edgewise page FILE --room`, with the same seed. --for outside renames both
    companies, cards and stories before anything is simulated; what the letters stand for is written
    to NAME-kit-legend.csv, which stays with you.

    \b
    Example:  edgewise kit harbour
              edgewise kit my-room.yaml --minutes 60 --paper letter
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.files import disk
    from simulator.methods.room.lesson import reviews
    from simulator.present.answer_folder import legend_file
    from simulator.present.captions import AN_ORGANISATION
    from simulator.present.kit import kit as made
    from simulator.present.kit import notes, surprises
    from simulator.questions.risk.sheet import asked_on_paper

    scenario = scenario_from(file)
    twin = twin_of(file, scenario)
    away = reader == "outside"

    def say(note: str) -> None:
        if not quiet:
            click.echo(note, err=True)

    if away:
        found = outside(scenario, twin)
        for note in found.warnings():
            say(note)
        scenario, twin = found.scenario, found.twin
        legend = Path(f"{Path(file).stem}-kit-legend.csv")
        legend = output.with_name(f"{output.stem}-legend.csv") if output else legend
        disk.write(legend, legend_file(found.letters))
    bulk = Bulk(
        engine="auto", executor="threads", jobs=None, precision=None, quiet=quiet, store=store
    )
    with running(bulk, seed=seed) as runner:
        one, other = companies(scenario, twin, runner, replications=replications, points=away)
        turns = turned(one, other, runner)
    text = made(
        one, other, shown(file, one), reviews(other), minutes=int(minutes),
        size="A4" if paper.lower() == "a4" else "Letter", questions=asked_on_paper(),
        turns=turns, outside=away,
    )  # fmt: skip
    stem = AN_ORGANISATION.lower().replace(" ", "-") if away else Path(file).stem
    target = output or Path(f"{stem}-kit.html")
    disk.write(target, text.encode())
    for line in (*surprises(one, other), *notes(one, other)):
        say(line)
    click.echo(str(target))
