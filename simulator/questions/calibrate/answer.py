"""What a file's records teach about what it does not know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.model.plain import plain
from simulator.questions.answered import Answered
from simulator.questions.asking import HERE, Engine, Means, Replications, Seed, Worlds, question
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.calibration import Calibration as Found
    from simulator.present.document import Document

__all__ = ["Calibration", "calibrate"]


@dataclass(frozen=True, kw_only=True)
class Calibration(Answered):
    """Each unknown before and after the records: what `edgewise calibrate` prints."""

    found: Found

    def frame(self) -> DataFrame:
        """Return one row an unknown or product: its range before and after, moved, narrowed."""
        return self._kept("learnt").set_index("name")

    def further(self) -> DataFrame:
        """Return what each further record is expected to narrow, the one that tells most first."""
        return self._kept("further").set_index("record")

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise calibrate --format json` prints, as plain values."""
        told = {name: value for name, value in vars(self.found).items() if name != "scenario"}
        values: dict[str, Any] = plain({"scenario": self.found.scenario.name, **told})
        return values

    def __repr__(self) -> str:
        return f"Calibration({self.found.scenario.name!r}, records={list(self.found.records)})"

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.calibrate.words import shown

        return shown(self.found)


@question
def calibrate(
    source: Source,
    *,
    worlds: Worlds = 200,
    replications: Replications = 2,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Calibration:
    """Tell what FILE's records teach, what only as a product, and which record to keep next.

    Plausible organisations are drawn over the file's ranges and weighted by how well each one's
    today agrees with its `observed`: each number before and after, and the share of failures that
    start between teams. -n is how often each plan runs in each of them.

    Raises
    ------
    ValueError
        For a file without a range, and fewer than 20 organisations.

    Examples
    --------
    edgewise calibrate my-company.yaml
    """
    from simulator.methods.calibration import calibration

    with means.progress("simulating", 2 * worlds) as step:
        found = calibration(
            organisation_of(source).scenario,
            means.runner(seed, engine),
            n=worlds,
            replications=replications,
            progress=step,
        )
    return Calibration(found=found)
