"""What `page` and `open` share: an answer found or asked for, and the page made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli import room
from simulator.cli.bulk import Bulk, running
from simulator.cli.options import Named, for_reader, refuse, refusing, scenario_from, typed
from simulator.questions.asking import Replications, Seed, Worlds

if TYPE_CHECKING:
    from simulator.web.make import Kept, Made

__all__ = ["WhatIf", "Wish", "what_if", "wish_options"]

_F = TypeVar("_F", bound=Callable[..., Any])
_LARGEST = 500_000


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a page was asked for; of an answer that is there already the first three are its own."""

    replications: int
    worlds: int
    seed: int
    plans: tuple[str, ...]
    by: str
    reader: str
    room: bool
    quiet: bool
    store: Path | None
    zipped: bool = False

    def say(self, note: str) -> None:
        """Say a note, where notes are wanted."""
        if not self.quiet:
            click.echo(note, err=True)


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """A page that is made: `stem` is what it is named by."""

    stem: str
    made: Made
    zipped: bool
    quiet: bool

    @property
    def name(self) -> str:
        """The name of the file that is written where none is asked for."""
        return f"{self.stem}-what-if.{'zip' if self.zipped else 'html'}"

    def write(self, target: Path) -> None:
        """Write the page, and say what its owner should know."""
        from simulator.files import disk

        whole = self.made.html.encode()
        if self.zipped:
            whole = _zipped(f"{self.stem}-what-if.html", whole)
        disk.write(target, whole)
        notes = [
            f'The answer names "{name}", which changes the structure: it travels with the page.'
            for name in self.made.named
        ]
        if len(whole) > _LARGEST:
            notes.append(
                f"The page has {len(whole) / 1000:.0f} kB: some mailboxes will not take it."
            )
        if self.made.obstacle:
            notes.append(f"Nothing can be simulated in the page, as {self.made.obstacle}.")
        if not self.quiet:
            for note in notes:
                click.echo(note, err=True)


def wish_options(function: _F) -> _F:
    """Add -n, --worlds, --seed, --plan, --for, --by, --room and --quiet."""
    options = (
        typed("replications", Replications, 100),
        typed("worlds", Worlds, 200),
        typed("seed", Seed, 1),
        click.option(
            "--plan",
            "plans",
            multiple=True,
            type=Named(),
            metavar="NAME",
            help="A plan that travels too.",
        ),
        for_reader("letters for names; no counts a year, efforts, prices or told numbers."),
        click.option(
            "--by", default="", metavar="TEXT", help='Who made it, such as "the SRE team".'
        ),
        click.option(
            "--room", is_flag=True, help="With the view of a room, for a file with a workshop."
        ),
        click.option("--quiet", is_flag=True, help="No progress and no notes."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def what_if(source: str, wish: Wish) -> WhatIf:
    """Return the page of a results folder, or of a file, which is asked first where need be."""
    from simulator.present.anonymise import legend
    from simulator.web.make import made

    folder = Path(source)
    asked = not folder.is_dir()
    if wish.room:
        # before anything is run for it
        name = source if asked else str(folder / "scenario.yaml")
        room.twin_of(name, scenario_from(name))
    if asked:
        folder = _asked(source, wish)
    kept = _kept(folder)
    outside = wish.reader == "outside"
    plans, names = wish.plans, legend(kept.document.names)
    file = source if asked else str(folder / "scenario.yaml")
    both = (kept.scenario, room.twin_of(file, kept.scenario)) if wish.room else None
    if both is not None and outside:
        lettered = room.outside(scenario_from(file), both[1])
        both, names = (lettered.scenario, lettered.twin), dict(lettered.letters)
    with ExitStack() as stack:
        if outside:
            plans = tuple(names.get(name, name) for name in plans)
            kept = stack.enter_context(_lettered(folder, kept, wish, names))
        bulk = Bulk(
            engine="auto", executor="threads", jobs=None, precision=None, quiet=wish.quiet,
            store=wish.store,
        )  # fmt: skip
        stack.enter_context(refusing("--plan"))
        runner = stack.enter_context(running(bulk, seed=int(kept.summary["seed"])))
        by = wish.by and f"Made by {wish.by}."
        played = None if both is None else room.played(file, both, runner, points=outside)
        found = made(kept, runner, plans=plans, by=by, outside=outside, room=played)
    if not outside:
        _put_middle(folder, found)
    stem = Path(source).stem if asked else folder.name.partition("-compare-")[0]
    stem = "an-organisation" if outside else stem
    return WhatIf(stem=stem, made=found, zipped=wish.zipped, quiet=wish.quiet)


def _zipped(name: str, whole: bytes) -> bytes:
    """Return a file in an archive, the same bytes for the same file."""
    from io import BytesIO
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    found = BytesIO()
    with ZipFile(found, "w", ZIP_DEFLATED) as archive:
        # an entry made of its name alone has a date of its own, 1 January 1980
        archive.writestr(ZipInfo(name), whole, ZIP_DEFLATED, 9)
    return found.getvalue()


def _asked(file: str, wish: Wish) -> Path:
    """Return the folder of FILE's comparison, made where it is not whole, or of another version."""
    from importlib.metadata import version

    from simulator.cli.main import main
    from simulator.present.folder import (
        FolderError,
        check_whole,
        content_id,
        default_folder,
        read_manifest,
    )

    scenario = scenario_from(file)
    identity = content_id(
        scenario, command="compare", worlds=wish.worlds, seed=wish.seed, engine="auto"
    )
    folder = default_folder(Path(file).stem, "compare", identity)
    try:
        check_whole(folder)
        known = read_manifest(folder)
        # what another version said is asked again: the page would say it beside its own words
        own = known.get("versions", {}).get("edgewise") == version("edgewise")
        if own and known.get("replications") == wish.replications:
            return folder
    except (FolderError, OSError):
        pass  # there is none yet
    words = [
        "compare",
        file,
        "--out",
        str(folder),
        "-n",
        f"{wish.replications}",
        "--worlds",
        f"{wish.worlds}",
    ]
    words += ["--seed", f"{wish.seed}", "--format", "csv", *(["--quiet"] if wish.quiet else [])]
    words += ["--store", str(wish.store)] if wish.store else []
    try:
        with redirect_stdout(StringIO()):
            main.main(words)
    except SystemExit as end:
        if end.code not in {None, 0}:
            raise
    return folder


def _kept(folder: Path) -> Kept:
    """Return what a results folder of `compare` holds; refuse any other."""
    import json

    from simulator.files import disk
    from simulator.files.read import load
    from simulator.present.folder import check_whole, read_manifest
    from simulator.present.kept_document import read_document
    from simulator.present.vocabulary import speak
    from simulator.questions.drawings import DRAWINGS
    from simulator.web.make import Kept

    check_whole(folder)
    manifest = read_manifest(folder)
    scenario = load(folder / "scenario.yaml")
    speak(scenario)
    command = str(manifest.get("command", "")).split(" ")[1:2]
    if command != ["compare"]:
        refuse(
            f"{folder}: found the answer of edgewise {' '.join(command)}; a page is made of the "
            "folder that edgewise compare leaves, or of a scenario file"
        )
    return Kept(
        folder=folder,
        scenario=scenario,
        document=read_document(folder, DRAWINGS),
        summary=json.loads(disk.read(folder / "summary.json")),
        manifest=manifest,
    )


@contextmanager
def _lettered(folder: Path, kept: Kept, wish: Wish, letters: Mapping[str, str]) -> Iterator[Kept]:
    """Yield the answer asked again of the same organisation with letters for names.

    The legend, which tells what they stand for, stays in the results folder.
    """
    from simulator.cli.report import lettered
    from simulator.present.anonymise import for_outside
    from simulator.present.answer_folder import LEGEND, legend_file
    from simulator.present.folder import FolderError, written
    from simulator.web.words import RESERVATION

    with lettered(folder, wish.say, wish.store) as again:
        if again is None:
            raise FolderError(f"{folder} is judged by money, which is not told outside")
        found = _kept(again)
        with written(folder) as aside:
            (aside / LEGEND).write_bytes(legend_file(letters))
        document = for_outside(replace(found.document, names={}))
        first = (RESERVATION,) if document.first else ()
        document = replace(document, frames=found.document.frames, stamp="", first=first)
        yield replace(found, document=document, day=kept.given)


def _put_middle(folder: Path, found: Made) -> None:
    from simulator.files.write import text_of
    from simulator.present.folder import written

    with written(folder) as aside:
        (aside / "middle.yaml").write_bytes(text_of(found.middle).encode())
