"""The design: which plans meet which luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass

from simulator.engines.program.compilation import Plan
from simulator.experiments.engine import resolved, sources
from simulator.experiments.store.identity import plan_id, rows_id

__all__ = ["Design"]


@dataclass(frozen=True, kw_only=True)
class Design:
    """Plans by name, each run on the replications 0 to `replications` - 1 of the same luck."""

    plans: Mapping[str, Plan]
    seed: int
    replications: int
    engine: str = "auto"

    def __post_init__(self) -> None:
        """Refuse a design without plans or replications, and an engine that does not exist."""
        if not self.plans or self.replications < 1:
            raise ValueError("a design needs a plan and a replication at least")
        resolved(self.engine)

    def rows_ids(self) -> dict[str, str]:
        """Return the id of each plan's rows."""
        return {
            name: rows_id(plan_id(plan), self.seed, self.engine)
            for name, plan in self.plans.items()
        }

    def as_json(self) -> dict[str, object]:
        """Return what is needed to run the same again from the scenario: engine, plans, rows."""
        name = resolved(self.engine)
        return {
            "engine": {"name": name, "sources": sources(name)},
            "plans": {
                arm: {
                    "rows": rows,
                    "bought": [astuple(purchase) for purchase in self.plans[arm].bought],
                }
                for arm, rows in self.rows_ids().items()
            },
        }
