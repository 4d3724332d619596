"""Verification: a sample of kept replications run again, identical or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.engines.program.compilation import Plan, plan_for
from simulator.experiments.batch import taken
from simulator.experiments.engine import resolved, tallies
from simulator.experiments.store.identity import plan_id, rows_id
from simulator.experiments.store.shelf import AlteredError, Held, Shelf
from simulator.experiments.store.store import Store
from simulator.measures.tally import Tally
from simulator.mechanisms.luck import combine, replication_key
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import Purchase

__all__ = ["Again", "Check", "check_shelf", "sample_of", "verify"]

OTHERS = "other plans, only read"
"""What plans are called that an answer used beside those of the file."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """What came of one plan's kept replications: how many, which were run again, what differs.

    `differing` are replication numbers; `complaints` name files that are torn or altered.
    """

    plan: str
    kept: int
    sample: tuple[int, ...]
    differing: tuple[int, ...]
    complaints: tuple[str, ...]

    @property
    def identical(self) -> bool:
        """Whether all that was looked at is as it was kept."""
        return not self.differing and not self.complaints and self.kept > 0

    def as_json(self) -> Mapping[str, object]:
        """Return plain JSON values."""
        return {**vars(self), "identical": self.identical}


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


def verify(
    scenario: Scenario, manifest: Mapping[str, Any], store: Store, *, size: int, sample_seed: int
) -> list[Check]:
    """Return what comes of each plan of a results folder, from its scenario and its manifest.

    Refuses a manifest that does not tell engine, seed and plans (ValueError).
    """
    try:
        engine, seed = str(manifest["engine"]["name"]), int(manifest["seed"])
        made_from = str(manifest["engine"]["sources"])
        plans = {
            name: (str(plan["rows"]), [Purchase(*bought) for bought in plan["bought"]])
            for name, plan in manifest["plans"].items()
        }
        resolved(engine)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("the manifest does not tell engine, seed and plans") from error
    checks = []
    for name, (rows, bought) in plans.items():
        plan = plan_for(scenario, name, bought)
        if rows_id(plan_id(plan), seed, engine, made_from) == rows:
            again = Again(plan=plan, seed=seed, engine=engine, sample=size, sample_seed=sample_seed)
            checks.append(check_shelf(name, store.shelf(rows), again))
        else:
            said = "scenario.yaml is not what these replications were made from"
            checks.append(Check(plan=name, kept=0, sample=(), differing=(), complaints=(said,)))
    named = {store.shelf(rows).folder for rows, _ in plans.values()}
    others = [shelf for shelf in store.shelves() if shelf.folder not in named]
    return [*checks, *([_only_read(others)] if others else [])]


@dataclass(frozen=True, kw_only=True)
class Again:
    """How kept replications are run again: `sample` of them, chosen by `sample_seed`."""

    plan: Plan
    seed: int
    engine: str
    sample: int
    sample_seed: int


def check_shelf(name: str, shelf: Shelf, again: Again) -> Check:
    """Return what comes of reading all files of a shelf and running a sample again."""
    found: dict[int, Tally] = {}
    differing = set()
    wholes, complaints = _whole(shelf)
    for held, rows in wholes:
        for number in range(held.first, held.stop):
            row = taken(rows, number - held.first, number - held.first + 1)
            if number in found and not _same(found[number], row):
                differing.add(number)
            found[number] = row
    sample = sample_of(sorted(found), again.sample, again.sample_seed)
    for number in sample:
        if not _same(found[number], tallies(again.plan, again.seed, [number], again.engine)):
            differing.add(number)
    return Check(
        plan=name,
        kept=len(found),
        sample=sample,
        differing=tuple(sorted(differing)),
        complaints=tuple(complaints),
    )


def _whole(shelf: Shelf) -> tuple[list[tuple[Held, Tally]], list[str]]:
    """Return the files of a shelf that are whole, and what is to be said of the others."""
    wholes, complaints = [], []
    for held in shelf.held():
        try:
            wholes.append((held, shelf.read(held)))
        except AlteredError as error:
            complaints.append(str(error))
    return wholes, complaints


def _only_read(shelves: Sequence[Shelf]) -> Check:
    """Return what comes of reading the rows of plans that the manifest does not name."""
    kept, complaints = 0, list[str]()
    for shelf in shelves:
        wholes, said = _whole(shelf)
        kept += sum(held.stop - held.first for held, _ in wholes)
        complaints += said
    return Check(plan=OTHERS, kept=kept, sample=(), differing=(), complaints=tuple(complaints))


def _same(a: Tally, b: Tally) -> bool:
    return all(
        np.array_equal(rows, getattr(b, name), equal_nan=True) for name, rows in vars(a).items()
    )
