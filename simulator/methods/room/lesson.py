"""What a room is shown of one year: a failure that teaches, ten by lot, and the twin's reviews."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from simulator.engines.log import EventLog, Happening
from simulator.engines.program.compilation import Program
from simulator.experiments.engine import log_of
from simulator.measures.blame import resolver
from simulator.mechanisms.incidents import LOST
from simulator.methods.failure.record import Failure, Record
from simulator.methods.room.hands import Company

__all__ = ["DRAWN", "REVIEWED", "Lesson", "Reviews", "Shown", "lesson", "reviews"]

DRAWN, REVIEWED = 10, 40
_YEARS = 12
_SIDES = {"core": "inside", "edge": "between", "other": "neither"}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One failure as a room sees it; times in working days.

    `error` is its number in the log, `title` what the item is called, `called` the team that is
    called first, `mends` the one that can mend it (both "" where nobody inside is), `origin` a
    team, a handover or "", `fact` what got lost where that has a name, `side` inside, between or
    neither.
    """

    error: int
    kind: str
    title: str
    called: str
    mends: str
    origin: str
    mechanism: str
    side: str
    fact: str
    severity: int
    born: float
    time: float


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What is shown of one simulated year: `first` was chosen, `drawn` are by lot of `failures`.

    `year` is the number of its replication. `prevented` says that the best hand prevents `first`.
    """

    year: int
    first: Shown
    prevented: bool
    drawn: tuple[Shown, ...]
    failures: int

    def drawn_by(self) -> Counter[str]:
        """Return how many of those drawn began where: inside, between, neither."""
        return Counter(each.side for each in self.drawn)


@dataclass(frozen=True, kw_only=True)
class Reviews:
    """Where the last reviewed failures of a company began, and at which places most often."""

    sides: Counter[str]
    places: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How many were reviewed."""
        return self.sides.total()


def lesson(company: Company, *, engine: str = "auto") -> Lesson | None:
    """Return what a room is shown; None where nothing fails in twelve years.

    First come failures whose lost fact has a name, whose first called team had no part in it, and
    which the best hand prevents.
    """
    today, best = company.programs[""], company.programs[company.best.cards]
    for year in range(_YEARS):
        record = _record(today, company.seed, year, engine)
        some = [each for each in _counted(record) if each.kind is not None and not each.generation]
        if not some:
            continue
        other = _record(best, company.seed, year, engine)
        chosen = max(some, key=lambda each: (_teaches(record, other, each), -each.time))
        everything = _counted(record)
        return Lesson(
            year=year,
            first=_shown(record, chosen),
            prevented=_gone(record, other, chosen),
            drawn=tuple(_shown(record, each) for each in _by_lot(everything, company.seed)),
            failures=len(everything),
        )
    return None


def reviews(company: Company, *, engine: str = "auto") -> Reviews:
    """Return the last forty failures of a company today, of as many years as that takes."""
    found: list[Shown] = []
    for year in range(_YEARS):
        record = _record(company.programs[""], company.seed, year, engine)
        found += [_shown(record, each) for each in reversed(_counted(record))]
        if len(found) >= REVIEWED:
            break
    taken = found[:REVIEWED]
    places = Counter(each.origin for each in taken if each.origin)
    return Reviews(sides=Counter(each.side for each in taken), places=tuple(places.most_common()))


def _record(program: Program, seed: int, year: int, engine: str) -> Record:
    simulate: Callable[..., EventLog] = log_of
    return Record(program, simulate(program, seed, year, engine))


def _counted(record: Record) -> list[Failure]:
    """Return the failures that showed in the counted time, in that order."""
    program = record.program
    return [each for each in record.told if program.warm_up <= each.time < program.horizon]


def _by_lot(failures: Sequence[Failure], seed: int) -> Iterator[Failure]:
    """Return failures by a lot that everybody can draw again, in the order in which they showed."""

    def lot(each: Failure) -> str:
        return hashlib.sha256(f"{seed} {each.number}".encode()).hexdigest()

    yield from sorted(sorted(failures, key=lot)[:DRAWN], key=lambda each: each.time)


def _teaches(record: Record, other: Record, failure: Failure) -> tuple[bool, ...]:
    shown = _shown(record, failure)
    apart = shown.called not in (*shown.origin.split(" -> "), "")
    return bool(shown.fact), apart, _gone(record, other, failure), failure.serious


def _gone(record: Record, other: Record, failure: Failure) -> bool:
    return other.fate(record.identity(failure.error)) == "gone"


def _shown(record: Record, failure: Failure) -> Shown:
    reading, error = record.reading, failure.error
    scenario = record.program.scenario
    row = record.born[reading.root[error]]
    outside = failure.side == "other"
    kind = scenario.work.get(failure.kind or "")
    number = int(row["b"])
    named = kind is not None and row["a"] == LOST and number < len(kind.fact_names)
    titles = kind.titles if kind is not None else ()
    teams = tuple(scenario.teams)
    return Shown(
        error=error,
        kind=failure.kind or "",
        title=titles[(failure.arrival or 0) % len(titles)] if titles else "",
        called=_called(record, failure),
        mends="" if outside else teams[resolver(reading, int(reading.root[error]))],
        origin="" if outside else failure.origin,
        mechanism=failure.mechanism,
        side=_SIDES[failure.side],
        fact=kind.fact_names[number] if named and kind is not None else "",
        severity=failure.severity,
        born=float(row["time"]),
        time=failure.time,
    )


def _called(record: Record, failure: Failure) -> str:
    """Return the team that is called first."""
    paged = record.reading.of(Happening.PAGED)
    first = paged["place"][(paged["error"] == failure.error) & (paged["a"] == 0)][0]
    return tuple(record.program.scenario.teams)[int(first)]
