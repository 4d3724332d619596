"""The words of a file's field, those of software where it says nothing else."""

from __future__ import annotations

from typing import Final

from simulator.model.incident import SEVERITIES
from simulator.model.resolved import Resolved
from simulator.model.workshop import Vocabulary

__all__ = ["SOFTWARE", "spoken"]

SOFTWARE: Final = Vocabulary(
    item="change",
    items="changes",
    team="team",
    teams="teams",
    goes_live="goes live",
    fails="fails",
    failed="failed changes",
    serious="serious failures",
    grades=tuple(SEVERITIES),
    undo="undo",
    called="called",
    handover="handover",
    handovers="handovers",
    days="days to release",
    anyway="would have happened anyway",
    practices={},
)


def spoken(scenario: Resolved) -> Vocabulary:
    """Return the words of a file's field, every one of them filled in."""
    if scenario.words is None:
        return SOFTWARE
    own = {key: of for key, of in dict(scenario.words).items() if of is not None}
    return SOFTWARE.model_copy(update=own)
