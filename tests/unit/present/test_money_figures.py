"""The figures of invest, duel and map: nothing cut, nothing on top of anything, one voice."""

from collections.abc import Callable, Mapping
from functools import cache

import pytest

from simulator.experiments.runner import Runner
from simulator.methods.allocation.duel import Duel, duel
from simulator.methods.allocation.invest import Investment, invest
from simulator.methods.atlas.atlas import Atlas, atlas
from simulator.methods.comparison import NO_CLEAR_DIFFERENCE
from simulator.present.chart.sheet import page_figure, svg_bytes
from simulator.present.document import Document
from simulator.questions.duel import words as duel_words
from simulator.questions.invest import words as invest_words
from simulator.questions.map import words as map_words
from simulator.scenario.scenario import Scenario
from tests.tiers import sampled
from tests.unit.methods.spenders import culprit_boundary, culprit_team, exponential, twins
from tests.unit.present.cases import CASES
from tests.unit.present.test_figures import cut, drawn, overlapping

ORGANISATIONS: Mapping[str, Callable[[], Scenario]] = {
    "team": culprit_team,
    "boundary": culprit_boundary,
    "twins": twins,
    "priced": exponential,
    "strange": lambda: Scenario.from_tree(CASES["strange_names"]()),
}


@cache
def invested(name: str) -> Investment:
    return invest(
        ORGANISATIONS[name](), Runner(seed=1), budget=20.0, outcome="expected_failures",
        replications=4, worlds=4,
    )  # fmt: skip


@cache
def duelled(name: str, worlds: int = 4) -> Duel:
    return duel(
        ORGANISATIONS[name](), Runner(seed=1), budget=20.0, outcome="change_failure_rate",
        replications=4, worlds=worlds,
    )  # fmt: skip


@cache
def mapped(y: str) -> Atlas:
    return atlas(culprit_boundary(), Runner(seed=1), x="boundary share=5..95", y=y, cells=6,
                 outcome="expected_failures", replications=4, budget=20.0)  # fmt: skip


def sound(shown: Document) -> None:
    assert shown.headline.endswith(".")
    for view in shown.views:
        for figure in drawn(view.drawing, view.frame):
            assert not cut(figure), view.drawing.name
            assert not overlapping(figure), view.drawing.name
        first, second = (svg_bytes(page_figure(view.drawing, view.frame), "t") for _ in range(2))
        assert first == second


@pytest.mark.parametrize("name", sampled(ORGANISATIONS, 2))
def test_an_investment_is_drawn_without_cut_or_overlapping_text(name: str) -> None:
    sound(invest_words.shown(invested(name)))


@pytest.mark.parametrize("name", sampled(ORGANISATIONS, 2))
def test_a_duel_is_drawn_without_cut_or_overlapping_text(name: str) -> None:
    sound(duel_words.shown(duelled(name)))


@pytest.mark.parametrize("y", ["lever.scale=0.5x..2x", "pressure=0..2"])
def test_a_map_is_drawn_without_cut_or_overlapping_text(y: str) -> None:
    sound(map_words.shown(mapped(y), (30.0, 1.0)))


def test_the_sign_of_a_duels_words_is_that_of_its_numbers() -> None:
    for name in ("team", "boundary"):
        found = duelled(name, worlds=0)
        text = duel_words.shown(found).headline
        if found.verdict == NO_CLEAR_DIFFERENCE:
            fewer = "fewer" in text
            assert fewer == (found.difference.best < 0)
        else:
            assert text.startswith(found.verdict.capitalize())
            assert "fewer" in text


def test_ties_are_drawn_as_ties_and_the_first_is_named() -> None:
    shown = invest_words.shown(invested("twins"))
    groups = set(shown.views[0].frame["group"])
    assert groups == {"Rank 1 · 2 places that cannot be told apart"}
    assert "cannot be told apart" in shown.headline


def test_a_map_names_its_regions_in_words() -> None:
    frame = map_words.shown(mapped("pressure=0..2")).views[0].frame
    names = set(frame.loc[frame["kind"] == "cell", "label"])
    assert {"inside teams", "between teams"} <= names
    assert (frame["kind"] == "contour").any()


def test_prices_of_the_example_are_stamped_and_own_prices_are_not() -> None:
    assert invest_words.shown(invested("twins")).stamp == ""
    assert map_words.shown(mapped("pressure=0..2")).stamp == ""
