"""What an answer rests on: the plans of a scenario that were run, and the hashes of their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.engine import resolved, sources
from simulator.experiments.store.identity import program_id
from simulator.measures.tally import BATCH, Floats
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import Purchase

__all__ = ["Provenance", "digests"]


@dataclass(frozen=True, kw_only=True)
class _Run:
    """A plan that was run on the replications 0 to `n` - 1."""

    plan: str
    bought: tuple[Purchase, ...]
    n: int
    rows: tuple[str, ...]


class Provenance:
    """The plans of one scenario whose rows were handed out, and hashes of these.

    Plans that the scenario's file does not make again (plausible organisations, places made
    perfect) are not among them.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._runs: dict[str, _Run] = {}

    def note(self, key: str, program: Program, tables: Sequence[Floats]) -> None:
        """Take down that the first rows of a plan were used, as one table or a table a batch."""
        plan = program.plan
        if plan != "today" and plan not in self._scenario.arms:
            return
        known, n = self._runs.get(key), sum(map(len, tables))
        own = program.differs is None and program.structure is self._scenario.for_plan(plan)
        if not own or (known and known.n >= n):
            return
        rows = tuple(digest for table in tables for digest in digests(table))
        self._runs[key] = _Run(plan=plan, bought=program.bought, n=n, rows=rows)

    def as_json(self, engine: str) -> Mapping[str, Any]:
        """Return what is needed to run the same again from the scenario, and to compare."""
        name = resolved(engine)
        return {
            "engine": {"name": name, "sources": sources(name)},
            "programs": [
                {
                    "program": key,
                    "plan": run.plan,
                    "bought": [astuple(each) for each in run.bought],
                    "replications": run.n,
                    "rows": list(run.rows),
                }
                for key, run in self._runs.items()
                if program_id(program_for(self._scenario, run.plan, run.bought)) == key
            ],
        }


def digests(table: Floats) -> tuple[str, ...]:
    """Return the SHA-256, in hex digits, of each 25 rows of a table, the last of what is left."""
    plain = np.ascontiguousarray(table, "<f8")
    return tuple(
        sha256(plain[at : at + BATCH].tobytes()).hexdigest() for at in range(0, len(plain), BATCH)
    )
