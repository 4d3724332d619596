"""Where the answer turns is said for either side, for none, and where nothing is clear."""

import math

import pytest

from simulator.methods.turns.breakeven import ShareTurn, Turning
from simulator.methods.turns.turning_point import NEVER, OPEN, TURNS, Turn
from simulator.present.turns import SHARE, sentence
from simulator.stats.estimate import Estimate

PRICE = "price_ratio"


def turning(what: str, at: float, below: str, above: str, verdict: str = TURNS) -> Turning:
    """One thing that turns at a value, or does not."""
    turn = Turn(
        factor=at, low=0.9 * at, high=1.1 * at, verdict=verdict, below=-1, above=1,
        crossings=int(verdict == TURNS), searched=(0.02, 0.75) if what == SHARE else (0.0625, 16),
    )  # fmt: skip
    return Turning(what=what, today=0.43, turn=turn, below=below, above=above, better="")


def found(share: Turning, price: Turning) -> ShareTurn:
    """Both turns beside today's share."""
    today = Estimate(best=0.43, low=0.42, high=0.44, n=50)
    return ShareTurn(boundary_share=today, share=share, price=price)


BOTH = found(
    turning(SHARE, 0.24, "cores", "edges"),
    turning(PRICE, 1.63, "edges", "cores"),
)


@pytest.mark.parametrize(
    ("better", "share", "price"), [("edges", "fewer", "more"), ("cores", "more", "less")]
)
def test_the_same_turn_is_said_from_either_side(better: str, share: str, price: str) -> None:
    assert sentence(BOTH, better, clear=True) == (
        f" It turns around if {share} than 24 % of your failures start between teams, or if "
        f"practices between teams cost {price} than 1.6 times what was assumed."
    )


def test_below_one_it_is_the_practices_inside_that_have_become_dearer() -> None:
    dear = found(
        turning(SHARE, 0.6, "cores", "edges"),
        turning(PRICE, 0.25, "edges", "cores"),
    )
    assert sentence(dear, "cores", clear=True) == (
        " It turns around if more than 60 % of your failures start between teams, or if practices "
        "inside teams cost more than 4 times what was assumed."
    )


def test_without_a_clear_answer_the_balance_names_both_plans() -> None:
    assert sentence(BOTH, "edges", clear=False) == (
        " The balance is at 24 % of failures starting between teams: with more of them edges is "
        "ahead, with fewer cores (today: 43 %)."
    )


def test_an_answer_that_never_turns_says_how_far_was_searched() -> None:
    never = [turning(what, math.nan, "", "", NEVER) for what in (SHARE, PRICE)]
    assert sentence(found(*never), "edges", clear=True) == (
        " It does not turn around, be it 2 or 75 % of your failures that start between teams, and "
        "be practices on one side 16 times dearer than assumed."
    )


def test_what_cannot_be_told_is_not_told() -> None:
    unknown = [turning(what, math.nan, "", "", OPEN) for what in (SHARE, PRICE)]
    assert sentence(found(*unknown), "edges", clear=True) == ""
    assert sentence(found(*unknown), "edges", clear=False) == ""
    assert sentence(None, "edges", clear=True) == ""
    assert sentence(BOTH, "", clear=False) == ""
