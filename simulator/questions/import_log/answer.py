"""An event log made into a scenario that says where each number is from."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from simulator.model.plain import plain
from simulator.questions.answered import Answered
from simulator.questions.asking import HERE, Means, Option, question
from simulator.questions.organisation import Organisation
from simulator.questions.records import Log, MapFile, told_by

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.logs.imported import Imported as Found
    from simulator.logs.starting_points import Started
    from simulator.present.document import Document

__all__ = ["Imported", "import_log"]

_PARTS = 3


@dataclass(frozen=True, kw_only=True)
class Imported(Answered):
    """A scenario made of a log, and what of it was measured: what `edgewise import` prints.

    Of a team matrix or a CODEOWNERS file nothing was measured, and there is no mapping.
    """

    found: Found | Started

    @property
    def log(self) -> Found:
        """What the log said; refused (ValueError) where there was no log."""
        from simulator.logs.starting_points import Started

        if not isinstance(self.found, Started):
            return self.found
        raise ValueError(f"{self.found.file} is {self.found.source}, and no log")

    @property
    def text(self) -> str:
        """The scenario file."""
        return self.found.text

    @property
    def mapping(self) -> str:
        """The mapping file that the log was read by, guesses included; empty without a log."""
        from simulator.logs.starting_points import Started

        return "" if isinstance(self.found, Started) else self.found.mapping.text()

    def organisation(self) -> Organisation:
        """Return the organisation of the scenario file, as `load` would."""
        from simulator.files.read import load_text

        return Organisation(file=self.found.file, scenario=load_text(self.text))

    def frame(self) -> DataFrame:
        """Return one row a measured number: parameter, place, value, low, high, unit, n."""
        return self._kept("measured")

    def judged(self) -> DataFrame:
        """Return predicted against observed, one row a figure; empty unless it was asked for."""
        return self._kept("judged")

    def write(self, path: str | PathLike[str]) -> None:
        """Write the scenario file, and the mapping file of a log beside it."""
        from simulator.files.disk import write

        place = Path(path)
        write(place, self.text.encode())
        if self.mapping:
            beside = Path(f"{str(place).removesuffix('.yaml')}.mapping.yaml")
            write(beside, self.mapping.encode())

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise import --format json` prints, as plain values."""
        values: dict[str, Any] = plain(self.found)
        return values

    def __repr__(self) -> str:
        return f"Imported({self.found.file!r})"

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.logs.starting_points import Started
        from simulator.questions.import_log.words import begun, shown

        return begun(self.found) if isinstance(self.found, Started) else shown(self.found)


@question
def import_log(
    log: Log,
    *,
    mapping: MapFile = None,
    level: Annotated[
        str,
        Option(help="Count between teams, or between units of teams.", choices=("team", "unit")),
    ] = "team",
    holdout: Annotated[
        bool,
        Option(help="Fit on the first two thirds of the weeks, and judge on the rest."),
    ] = False,
    keep_persons: Annotated[
        bool,
        Option(help="Keep salted hashes of persons in --events; still personal data."),
    ] = False,
    events: Annotated[
        str | None,
        Option(help="Write the long table of events to this Parquet file.", word="FILE"),
    ] = None,
    means: Means = HERE,
) -> Imported:
    """Make a scenario of LOG: teams, ways, arrivals, people, ownership, each with interval and n.

    What the log cannot tell (what gets lost, what goes out of date, what levers cost) stays
    judgement with a range. What its columns mean is guessed and shown (docs/logs.md).

    A matrix of who hands to whom (CSV) and a CODEOWNERS file are lighter starting points.

    Raises
    ------
    ValueError
        For a log or a mapping file that cannot be understood, with every problem.

    Examples
    --------
    edgewise import incidents.csv --out my-desk
    edgewise import incidents.csv --map my-desk.mapping.yaml --holdout
    """
    from simulator.logs.imported import imported
    from simulator.logs.log import log_of
    from simulator.logs.starting_points import started

    name = Path(log).name.split(".")[0].replace("_", " ").replace("-", " ") or "A log"
    light = started(str(log), name) if mapping is None else None
    if light is not None:
        return Imported(found=light)
    with (
        means.progress("reading", _PARTS) as step,
        log_of(log, told_by(mapping), keep_persons=keep_persons) as ordered,
    ):
        found = imported(ordered, name, level=level, judge=holdout, events=events, step=step)
    return Imported(found=found)
