"""The boundary share tilted: more failures from between teams and fewer from inside, or less."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.methods.accounts.perfect import Sides

__all__ = ["Tilt", "tilt_of", "tilted"]

_BETWEEN = ("manifest_lost", "manifest_drift", "manifest_unowned")
_MARGIN = 0.02
"""How near to nought and to the largest share is searched; on the ends one side has no failures."""


@dataclass(frozen=True, kw_only=True)
class Tilt:
    """How failures of insides and of boundaries are multiplied to reach a boundary share.

    `core`, `edge` and `external` [failures per 100] are today's account by Shapley's rule;
    `core_most` and `edge_most` how far each may be multiplied before a probability passes 1.
    """

    core: float
    edge: float
    external: float
    core_most: float
    edge_most: float

    @property
    def possible(self) -> bool:
        """Whether there are failures on both sides, so that the share can be tilted."""
        return self.core > 0.0 and self.edge > 0.0

    @property
    def searched(self) -> tuple[float, float]:
        """The boundary shares from next to none to next to all that is not external."""
        total = self.core + self.edge + self.external
        most = 1.0 - self.external / total
        low = self.edge * _MARGIN
        reach = self.edge_most * self.edge
        return low / total, min((1.0 - _MARGIN) * most, reach / (reach + self.external))

    def factors(self, share: float) -> tuple[float, float]:
        """Return the factors on failures from inside and from between that give this share.

        They keep the total; where a probability would pass 1 it is 1 and the other side's factor
        gives the share, so that the total falls.
        """
        total = self.core + self.edge + self.external
        inside = (total - self.external - share * total) / self.core
        between = share * total / self.edge
        if between > self.edge_most:
            reached = self.edge_most * self.edge
            return max(0.0, (reached * (1.0 / share - 1.0) - self.external) / self.core), (
                self.edge_most
            )
        if inside > self.core_most:
            rest = self.core_most * self.core + self.external
            return self.core_most, share * rest / (self.edge * (1.0 - share))
        return max(0.0, inside), between


def tilt_of(program: Program, found: Sides) -> Tilt:
    """Return the tilt of an organisation from its account."""
    return Tilt(
        core=max(0.0, found.core_shapley.best),
        edge=max(0.0, found.edge_shapley.best),
        external=max(0.0, found.external.best),
        core_most=_most(program, ("manifest_defect",)),
        edge_most=_most(program, _BETWEEN),
    )


def tilted(program: Program, inside: float, between: float) -> Program:
    """Return the plan with failures from inside and from between teams multiplied.

    What is multiplied is the chance that a mistake ever shows (`manifest`): the work, its mistakes,
    what levers do to them and what is found before release stay as they are. From records alone
    only the product of both can be learnt.
    """
    if inside == between == 1.0:
        return program
    epochs = program.epochs.copy()
    epochs["manifest_defect"] = np.minimum(1.0, inside * epochs["manifest_defect"])
    for name in _BETWEEN:
        epochs[name] = np.minimum(1.0, between * epochs[name])
    epochs.setflags(write=False)
    return replace(program, epochs=epochs)


def _most(program: Program, names: tuple[str, ...]) -> float:
    most = max(float(program.epochs[name].max()) for name in names)
    return 1.0 / most if most > 0.0 else 1.0
