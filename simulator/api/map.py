"""A map of two parameters, from Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.api.answered import Answered
from simulator.api.source import Source, organisation_of
from simulator.experiments.executor import executor_for
from simulator.experiments.runner import Runner
from simulator.methods.allocation.invest import BUDGET, OUTCOME
from simulator.methods.atlas.atlas import CELLS, REPLICATIONS
from simulator.methods.atlas.atlas import Atlas as Found
from simulator.methods.atlas.atlas import atlas as drawn
from simulator.methods.atlas.axes import X, Y
from simulator.present.document import Document
from simulator.questions.map.words import read_out, shown

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Atlas", "atlas"]


@dataclass(frozen=True, kw_only=True)
class Atlas(Answered):
    """Where either side averts more over two parameters: what `edgewise map` prints."""

    found: Found

    def at(self, x: float, y: float) -> str:
        """Return the cell that holds a point as a sentence; refuses a point off the map."""
        return read_out(self.found, x, y)

    def frame(self) -> DataFrame:
        """Return one row a cell: x, y, edges_minus_cores, low, high, n, verdict."""
        import pandas as pd

        return pd.DataFrame(shown(self.found).frames["cells"])

    def contour(self) -> DataFrame:
        """Return where neither side is ahead: along which axis, at what of the other, where."""
        import pandas as pd

        columns = ["along", "at", "best", "low", "high"]
        return pd.DataFrame(shown(self.found).frames.get("contour", []), columns=columns)

    def __repr__(self) -> str:
        found = self.found
        return f"Atlas({found.x.key!r}, {found.y.key!r}, cells={found.across})"

    def _shown(self) -> Document:
        return shown(self.found)


def atlas(
    source: Source,
    x: str = X,
    y: str = Y,
    *,
    cells: int = CELLS,
    budget: float = BUDGET,
    outcome: str = OUTCOME,
    replications: int = REPLICATIONS,
    seed: int = 1,
    engine: str = "auto",
) -> Atlas:
    """Return the map of two parameters, each written `KEY=low..high`.

    Named after a book of maps, since Python has a `map` of its own. Refuses a parameter that does
    not exist, an empty range, a negative budget, a file without a lever on each side, and no
    replications (ValueError).
    """
    organisation = organisation_of(source)
    if replications < 1:
        raise ValueError(f"found {replications} replications; allowed: 1 or more")
    executor = executor_for("threads", None)
    return Atlas(
        found=drawn(
            organisation.scenario,
            Runner(seed=seed, engine=engine, jobs=None, executor=executor),
            x=x,
            y=y,
            cells=cells,
            budget=budget,
            outcome=outcome,
            replications=replications,
        )
    )
