"""Verification: a sample of the batches that an answer rests on run again, identical or not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.batch import tables
from simulator.experiments.engine import resolved, sources, tallies
from simulator.experiments.provenance import digests
from simulator.experiments.store.identity import program_id
from simulator.measures.tally import BATCH
from simulator.mechanisms.luck import combine, replication_key
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import Purchase

__all__ = ["Again", "Check", "sample_of", "verify"]

_NOT_THIS = "scenario.yaml is not what its runs were made from"


@dataclass(frozen=True, kw_only=True)
class Check:
    """What came of one plan's runs: how many there are, and of batches of 25 how many.

    `again` are the batches that were run again, by the number of their first run, and `differing`
    those of them that came out otherwise; `complaint` says why none could be run.
    """

    plan: str
    runs: int
    batches: int
    again: tuple[int, ...] = ()
    differing: tuple[int, ...] = ()
    complaint: str = ""

    @property
    def identical(self) -> bool:
        """Whether all that was looked at is as it was."""
        return not self.differing and not self.complaint

    def as_json(self) -> Mapping[str, object]:
        """Return plain JSON values."""
        return {**vars(self), "identical": self.identical}


@dataclass(frozen=True, kw_only=True)
class Again:
    """What a results folder says of its runs, made ready to be run again.

    `runs` are the plans, each with its program's id, number of runs and hashes of batches.
    """

    engine: str
    sources: str
    seed: int
    runs: tuple[_Run, ...]

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Again:
        """Return what a manifest says; ValueError where it does not tell engine, seed and runs."""
        try:
            engine = manifest["engine"]
            runs = tuple(_Run.of(each) for each in manifest["programs"])
            found = cls(
                engine=resolved(str(engine["name"])),
                sources=str(engine["sources"]),
                seed=int(manifest["seed"]),
                runs=runs,
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("the manifest does not tell engine, seed and runs") from error
        return found

    @property
    def by_this_engine(self) -> bool:
        """Whether the engine that is here gives the same runs."""
        return self.sources == sources(self.engine)


@dataclass(frozen=True, kw_only=True)
class _Run:
    program: str
    plan: str
    bought: tuple[Purchase, ...]
    n: int
    rows: tuple[str, ...]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> _Run:
        n, rows = int(told["replications"]), tuple(map(str, told["rows"]))
        if n < 1 or len(rows) != -(-n // BATCH):
            raise KeyError("rows")
        return cls(
            program=str(told["program"]),
            plan=str(told["plan"]),
            bought=tuple(_purchase(*each) for each in told["bought"]),
            n=n,
            rows=rows,
        )


def _purchase(lever: str, place: str, person_days: float | None) -> Purchase:
    """Return a purchase as it was; JSON has no word for one without a limit."""
    return Purchase(lever, place, math.inf if person_days is None else person_days)


def sample_of(kept: Sequence[int], size: int, seed: int) -> tuple[int, ...]:
    """Return `size` of the kept numbers, in order: the first, the last, and others by luck.

    The luck is addressed by `seed` and the number, so the same request gives the same sample.
    """
    if len(kept) <= size:
        return tuple(kept)
    key = replication_key(seed, len(kept))
    by_luck = sorted(kept[1:-1], key=lambda number: combine(key, number))
    ends = (kept[0], kept[-1])[:size]
    return tuple(sorted((*ends, *by_luck[: size - len(ends)])))


def verify(scenario: Scenario, again: Again, *, size: int, sample_seed: int) -> list[Check]:
    """Return what comes of running `size` batches again, of all plans together."""
    every = [(run, first) for run in again.runs for first in range(0, run.n, BATCH)]
    chosen = {every[number] for number in sample_of(range(len(every)), size, sample_seed)}
    checks = []
    for run in again.runs:
        firsts = [first for each, first in every if each is run and (run, first) in chosen]
        checks.append(_check(scenario, again, run, firsts))
    return checks


def _check(scenario: Scenario, again: Again, run: _Run, firsts: Sequence[int]) -> Check:
    found = Check(plan=run.plan, runs=run.n, batches=len(run.rows), again=tuple(firsts))
    try:
        plan = program_for(scenario, run.plan, run.bought)
    except ValueError:
        return replace(found, again=(), complaint=_NOT_THIS)
    if program_id(plan) != run.program:
        return replace(found, again=(), complaint=_NOT_THIS)
    hashes = {first: _digest(plan, again, run, first) for first in firsts}
    differing = [first for first in firsts if hashes[first] != run.rows[first // BATCH]]
    return replace(found, differing=tuple(differing))


def _digest(plan: Program, again: Again, run: _Run, first: int) -> str:
    numbers = range(first, min(first + BATCH, run.n))
    return digests(tables(tallies(plan, again.seed, numbers, again.engine))[0])[0]
