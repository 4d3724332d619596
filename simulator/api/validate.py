"""The simulator held against the world, from Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.api.answered import Answered
from simulator.experiments.runner import Runner
from simulator.present.document import Document
from simulator.questions.validate.words import shown
from simulator.validation.check import GROUPS, Check
from simulator.validation.validation import USUAL
from simulator.validation.validation import Validation as Found
from simulator.validation.validation import validate as hold

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Validation", "validate"]


@dataclass(frozen=True, kw_only=True)
class Validation(Answered):
    """What the simulator agrees with and what it gets wrong: one row a check."""

    found: Found

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every check: target and what was simulated with their intervals, and the verdict."""
        return self.found.checks

    @property
    def holds(self) -> bool:
        """Whether every row that must agree does."""
        return not self.found.failed

    def frame(self) -> DataFrame:
        """Return one row a check, with the columns that `--format json` gives."""
        import pandas as pd

        return pd.DataFrame([check.as_json() for check in self.found.checks])

    def __repr__(self) -> str:
        """Return the answer in a sentence."""
        return f"<Validation: {self.headline}>"

    def _shown(self) -> Document:
        return shown(self.found)


def validate(
    *,
    replications: int = USUAL,
    seed: int = 1,
    groups: Iterable[str] = tuple(GROUPS),
    engine: str = "auto",
) -> Validation:
    """Return the simulator held against closed forms, its own symmetry and published figures.

    `replications` is per cent of each row's own number (100 takes a minute or two). `groups` are
    some of exact, level, published, structural, counter-evidence, power. Refuses an unknown group
    or engine (ValueError).
    """
    runner = Runner(seed=seed, engine=engine, jobs=None)
    return Validation(found=hold(runner, replications=replications, groups=groups))
