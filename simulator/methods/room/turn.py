"""Where a room ends: at which share of failures between teams other cards are the better ones."""

from __future__ import annotations

from simulator.experiments.runner import Runner
from simulator.methods.room.hands import Company
from simulator.methods.turns.breakeven import SEARCHED, Turning, share_turn
from simulator.model.outcome import HEADLINE

__all__ = ["turn"]


def turn(company: Company, run: Runner) -> Turning | None:
    """Return where a company's best hand of cards between teams overtakes its best one inside.

    The company is made to fail more, or less, between its teams, all else as it is, over at most
    fifty of its years. None where no hand is of one side only.
    """
    inside, between = company.inside, company.between
    if inside is None or between is None:
        return None
    return share_turn(
        company.scenario,
        run,
        plans=(inside.cards, between.cards),
        replications=range(min(SEARCHED, company.replications)),
        outcome=HEADLINE,
    )
