"""The simulator held against the world."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from simulator.questions.answered import Answered
from simulator.questions.asking import HERE, Engine, Means, Option, Replications, Seed, question

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.present.document import Document
    from simulator.validation.check import Check
    from simulator.validation.validation import Validation as Found

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

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.validate.words import shown

        return shown(self.found)


@question
def validate(
    *,
    replications: Replications = 100,
    seed: Seed = 1,
    groups: Annotated[
        Iterable[str],
        Option(
            help="Only this group: exact, level, published, structural, counter-evidence, power.",
            several=0,
            names=("--group",),
        ),
    ] = (),
    engine: Engine = "auto",
    means: Means = HERE,
) -> Validation:
    """Hold the simulator against the world, or FILE against what is plausible.

    Without FILE: every row with its target, what was simulated, a verdict from both intervals, and
    what was fitted; -n is per cent of each row's own number of replications. Exit code 1 if a row
    that must agree does not. With FILE: does today look like you?

    Raises
    ------
    ValueError
        For an unknown group or engine.

    Examples
    --------
    edgewise validate
    edgewise validate --group published
    edgewise validate my-company.yaml
    """
    from simulator.validation.check import GROUPS
    from simulator.validation.validation import CHECKS
    from simulator.validation.validation import validate as hold

    with means.progress("checks", CHECKS) as step:
        found = hold(
            means.runner(seed, engine),
            replications=replications,
            groups=tuple(groups) or tuple(GROUPS),
            progress=step,
        )
    return Validation(found=found)
