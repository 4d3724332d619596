"""Whether today looks like an organisation's own records."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from simulator.questions.answered import Answered
from simulator.questions.asking import (
    HERE,
    Engine,
    Means,
    Replications,
    Seed,
    Worlds,
    question,
)
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.plausibility.plausible import Plausibility as Found
    from simulator.present.document import Document

__all__ = ["Plausibility", "plausible"]

_STEPS = 9


@dataclass(frozen=True, kw_only=True)
class Plausibility(Answered):
    """An organisation beside its records and what is plausible: `edgewise validate FILE`."""

    found: Found

    @property
    def like(self) -> bool | None:
        """Whether all records agree with the model; None where the file holds none."""
        return self.found.like

    @property
    def fails(self) -> bool:
        """Whether a queue has no end, or records are contradicted."""
        return self.found.fails

    def frame(self) -> DataFrame:
        """Return the checks, one row each, by group and name."""
        import pandas as pd

        rows = [asdict(check) for check in self.found.checks]
        return pd.DataFrame(rows).set_index(["group", "name"])

    def changes(self) -> DataFrame:
        """Return what would mend each record that is missed: one row a parameter, best first."""
        import pandas as pd

        columns = ["figure", "direction", "parameter", "times", "before", "after", "wanted",
                   "reaches", "within"]  # fmt: skip
        rows = [move.as_json() for move in self.found.moves]
        return pd.DataFrame(rows, columns=columns)

    def products(self) -> DataFrame:
        """Return the products of parameters that records can be learnt for as a whole only."""
        import pandas as pd

        return pd.DataFrame([vars(each) for each in self.found.products]).set_index("name")

    def __repr__(self) -> str:
        return f"Plausibility({self.found.scenario.name!r}, like={self.like})"

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.plausible.words import shown

        return shown(self.found)


@question
def plausible(
    source: Source,
    *,
    replications: Replications = 100,
    worlds: Worlds = 200,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Plausibility:
    """Tell how FILE's today stands beside its own records and what is plausible.

    Raises
    ------
    ValueError
        For an engine that does not exist, and no replications.

    Examples
    --------
    edgewise validate my-company.yaml
    """
    from simulator.methods.plausibility.plausible import plausible as checked

    with means.progress("simulating", _STEPS) as step:
        found = checked(
            organisation_of(source).scenario,
            means.runner(seed, engine),
            replications=replications,
            worlds=worlds,
            progress=step,
        )
    return Plausibility(found=found)
