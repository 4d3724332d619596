"""The design: which plans meet which luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.engines.program.compilation import Program
from simulator.experiments.engine import resolved
from simulator.experiments.store.identity import program_id

__all__ = ["Design"]


@dataclass(frozen=True, kw_only=True)
class Design:
    """Plans by name, each run on the replications 0 to `replications` - 1 of the same luck."""

    programs: Mapping[str, Program]
    seed: int
    replications: int
    engine: str = "auto"

    def __post_init__(self) -> None:
        """Refuse a design without plans or replications, and an engine that does not exist."""
        if not self.programs or self.replications < 1:
            raise ValueError("a design needs a plan and a replication at least")
        resolved(self.engine)

    def keys(self) -> dict[str, str]:
        """Return the id of each plan's program."""
        return {name: program_id(program) for name, program in self.programs.items()}
