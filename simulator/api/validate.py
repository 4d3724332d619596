"""The simulator held against the world, from Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.analysis.validity.check import GROUPS, Check
from simulator.analysis.validity.validation import USUAL
from simulator.analysis.validity.validation import Validation as Found
from simulator.analysis.validity.validation import validate as hold
from simulator.api.notebook import paragraphs
from simulator.api.notebook import shown as tables_of
from simulator.experiments.runner import Runner
from simulator.report.questions.validate import shown

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Validation", "validate"]


@dataclass(frozen=True, kw_only=True)
class Validation:
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

    @property
    def headline(self) -> str:
        """How many rows agree, in a sentence."""
        return shown(self.found).headline

    def frame(self) -> DataFrame:
        """Return one row a check, with the columns that `--format json` gives."""
        import pandas as pd

        return pd.DataFrame([check.as_json() for check in self.found.checks])

    def as_json(self) -> dict[str, object]:
        """Return everything as plain JSON values."""
        return self.found.as_json()

    def __repr__(self) -> str:
        """Return the answer in a sentence."""
        return f"<Validation: {self.headline}>"

    def _repr_html_(self) -> str:
        """Return the answer for a notebook."""
        answer = shown(self.found)
        return paragraphs(answer.headline, *answer.lines, title=answer.question) + tables_of(
            answer.tables
        )


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
