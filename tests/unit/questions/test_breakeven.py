"""Where it turns is said for either side, drawn in every shape, and published shares are cited."""

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from simulator.experiments.runner import Runner
from simulator.files.evidence import evidence
from simulator.methods.judging import decision
from simulator.methods.turns.breakeven import Breakeven, Turning, breakeven
from simulator.methods.turns.turning_point import NEVER, OPEN, TURNS, Turn
from simulator.model.outcome import HEADLINE
from simulator.present.dial import Mark, dial_view, percent, published
from simulator.present.document import Document
from simulator.questions.breakeven.words import (
    LABELS,
    condition,
    headline,
    sentence,
    shown,
    turning_view,
)
from simulator.scenario.scenario import Scenario
from tests.unit.present.cases import CASES
from tests.unit.present.test_figures import cut, drawn, overlapping

TWO_PLANS = ("one_boundary", "all_cores", "equal_arms", "many_long_names", "strange_names",
             "all_external")  # fmt: skip


def found(name: str, n: int = 3) -> Breakeven:
    scenario = Scenario.from_tree(CASES[name]())
    plans = tuple(scenario.arms)[:2]
    return breakeven(scenario, Runner(seed=1), plans=plans, replications=range(n))


def document(name: str) -> Document:
    scenario = Scenario.from_tree(CASES[name]())
    few = range(3)
    judged = decision(
        scenario, Runner(seed=1), seed=1, replications=few, worlds=0, outcome=HEADLINE
    )
    return shown(found(name), judged)


def turned(what: str, at: float, today: float = 1.0, verdict: str = TURNS) -> Turning:
    """One thing that turns at a value."""
    turn = Turn(
        factor=at, low=0.9 * at, high=1.1 * at, verdict=verdict, below=1, above=-1,
        crossings=1, searched=(0.0625, 16.0),
    )  # fmt: skip
    return Turning(what=what, today=today, turn=turn, below="cores", above="edges", better="")


@pytest.mark.parametrize("name", TWO_PLANS)
def test_no_text_of_the_figures_is_cut_or_lies_on_another(name: str) -> None:
    for view in document(name).views:
        for figure in drawn(view.drawing, view.frame):
            assert not cut(figure), view.drawing.name
            assert not overlapping(figure), view.drawing.name


@pytest.mark.parametrize(
    ("what", "at", "said"),
    [
        ("boundary_share", 0.24, "fewer than 24 % of your failures start between teams"),
        ("boundary_share", 0.6, "more than 60 % of your failures start between teams"),
        ("price_ratio", 1.6, "practices between teams cost more than 1.6 times what was assumed"),
        ("price_ratio", 0.5, "practices inside teams cost more than 2 times what was assumed"),
        ("ceiling", 0.4, "practices between teams reach less than 40 % as far as was assumed"),
        ("ceiling", 4.0, "practices inside teams reach less than 25 % as far as was assumed"),
        ("adherence", 0.4, "practices between teams are followed less than 40 % as often as was"),
        ("boundaries", 2.0, "there are more than 2 times as many handovers"),
        ("core_strength", 0.5, "teams make fewer than 0.5 times as many mistakes inside"),
        # so near to today once, or all of it, would be no factor
        ("price_ratio", 1.004, "practices between teams cost a little more than assumed"),
        ("price_ratio", 0.996, "practices inside teams cost a little more than assumed"),
        ("ceiling", 0.996, "practices between teams reach a little less far than was assumed"),
        ("ceiling", 1.004, "practices inside teams reach a little less far than was assumed"),
        ("adherence", 0.996, "practices between teams are followed a little less often"),
        ("boundaries", 1.004, "there are a few handovers more, each to be paid for"),
        ("core_strength", 0.996, "teams make a few mistakes fewer inside"),
    ],
)
def test_a_condition_says_who_would_have_to_change_and_how_much(
    what: str, at: float, said: str
) -> None:
    today = 0.43 if what == "boundary_share" else 1.0
    assert condition(turned(what, at, today)).startswith(said)
    assert condition(turned(what, at, today, NEVER)) == ""


@pytest.mark.parametrize(
    ("low", "high", "span", "near"),
    [
        (1.2, 2.0, "× 1.20 to × 2.00", False),
        (1.2, math.nan, "× 1.20 or more", False),
        (math.nan, 2.0, "× 2.00 or less", True),
        (math.nan, math.nan, "open at both ends", True),
    ],
)
def test_an_end_that_was_not_found_is_said_to_be_open_and_excludes_nothing(
    low: float, high: float, span: str, near: bool
) -> None:
    whole = turned("price_ratio", 1.6)
    one = replace(whole, turn=replace(whole.turn, low=low, high=high))
    found = with_share(turned("boundary_share", 0.3, 0.5))
    view = turning_view(replace(found, factors=(found.factors[0], one)), LABELS, "")
    assert view.frame["told"].tolist() == [f"turns at × 1.60 ({span})"]
    assert sentence(one).endswith("Too near to tell.") == near


def with_share(share: Turning, spends: tuple[str, str] = ("core", "edge")) -> Breakeven:
    """A break-even whose boundary share turns like this."""
    base = found("equal_arms")
    return Breakeven(
        **{**vars(base), "plans": ("cores", "edges"), "spends": spends,
           "factors": (share, *base.factors[1:])}
    )  # fmt: skip


def test_the_headline_names_the_share_and_where_the_file_stands() -> None:
    told = headline(with_share(turned("boundary_share", 0.3, 0.5)))
    assert told.startswith(
        "Between teams does better if more than 30 % (27 to 33) of your failures"
    )
    assert "too near to tell" not in told
    assert "too near to tell" in headline(with_share(turned("boundary_share", 0.3, 0.31)))
    named = headline(with_share(turned("boundary_share", 0.3, 0.5), ("edge", "edge")))
    assert named.startswith("edges does better if more than")


def test_what_never_turns_is_an_answer_and_what_cannot_be_told_another() -> None:
    same = found("equal_arms")
    assert {each.turn.verdict for each in same.factors[1:]} == {OPEN}
    said = headline(with_share(turned("boundary_share", math.nan, 0.5, OPEN)))
    assert said.startswith("Cannot be told within the range searched")
    clear = document("all_cores")
    assert any(line.startswith("Never within the range searched") for line in clear.lines)


def test_where_failures_start_on_one_side_only_their_share_is_not_searched() -> None:
    told = document("all_cores").headline
    assert told.startswith("Failures start on one side only")
    assert "inside teams first is better" in told


def test_every_published_share_stands_on_the_dial_with_how_far_it_was_verified() -> None:
    marks = published()
    shares = [found.figure.value for found in evidence().boundary_shares.values()]
    assert [mark.share for mark in marks] == sorted(share for share in shares if share is not None)
    notes = " ".join(mark.note for mark in marks)
    for word in ("secondary source only", "primary table", "primary abstract", "derived"):
        assert word in notes
    assert any(mark.told.startswith("at least 66 %") for mark in marks)
    view = dial_view(marks[:0], title="", told="", below="inside", above="between")
    assert set(view.frame["below"]) == {""}
    assert all("defines it differently" in group for group in view.frame["group"])


def test_a_counted_share_stands_between_today_and_the_published() -> None:
    marks = [
        Mark(what="turn", label="It turns around at", share=31.0, low=27.0, high=36.0),
        Mark(what="today", label="You, as the file stands", share=44.0, low=43.5, high=44.5),
        Mark(what="counted", label="You, counted", share=37.0, low=19.0, high=59.0, note="7 of 19"),
    ]
    view = dial_view(marks, title="t", told="t", below="inside pays", above="between pays")
    assert list(view.frame["what"][:4]) == ["turn", "today", "counted", "published"]
    for figure in drawn(view.drawing, view.frame):
        assert not cut(figure)
        assert not overlapping(figure)


def test_shares_are_said_as_exactly_as_they_are_known() -> None:
    assert percent(31.2, 27.1, 36.4) == "31 % (27 to 36)"
    assert percent(44.1, 43.5, 44.6) == "44.1 % (43.5 to 44.6)"
    assert percent(16.4) == "16.4 %"
    assert percent(8.0) == "8 %"
    assert percent(63.1, 55.0, math.nan) == "63 % (55 or more)"
    assert percent(63.1, math.nan, 70.0) == "63 % (70 or less)"
    assert percent(math.nan) == "-"


def test_frames_hold_factors_and_published_shares_in_plain_values() -> None:
    answer = document("one_boundary")
    sources = " ".join(row[0] for row in answer.tables[1].rows)
    assert "doi 10.1145/2987550.2987583" in sources
    kept: Any = answer.frames
    assert len(pd.DataFrame(kept["factors"])) == 6
    assert len(pd.DataFrame(kept["published"])) == len(evidence().boundary_shares)
