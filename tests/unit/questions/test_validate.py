"""The figures of the validation: in three shapes, nothing cut and nothing on top of anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simulator.present.chart.sheet import page_figure, slide, svg_bytes
from simulator.present.document import View
from simulator.questions.validate.words import A_FIGURE, headline, shown
from simulator.stats.estimate import Estimate
from simulator.validation.check import Check, Forecast, Target, span
from simulator.validation.validation import Validation
from tests.unit.present.test_figures import cut, overlapping

LONG = "Checklist ordered in Ontario, complications after against before, if followed elsewhere"


def row(
    group: str,
    name: str,
    target: Target,
    best: float,
    half: float,
    fitted: str = "",
    **more: Any,
) -> Check:
    return Check(
        name=name,
        group=group,
        unit="% of facts left after handing over",
        source="Bhabra [bhabra-2007]",
        target=target,
        found=Estimate(best=best, low=best - half, high=best + half, n=10),
        seed=1,
        scenario="telephone-game",
        must=group == "exact",
        fitted=fitted,
        **more,
    )


@pytest.fixture(scope="module")
def found() -> Validation:
    nought = Target(value=0.0, low=0.0, high=0.0)
    wide = Target(value=85.5, low=57.5, high=96.2, margin=17.1)
    sure = Target(value=1234.5, low=1234.5, high=1234.5, margin=0.5)
    rows = [row("exact", f"nothing {index}", nought, 0.0, 0.0, "") for index in range(9)]
    bold, shy = (
        Forecast(low=low, high=high, naive_low=10.0, naive_high=99.0, others=("a-1", "b-2"))
        for low, high in ((20.0, 40.0), (12.0, 98.0))
    )
    rows += [
        row("published", LONG, wide, 31.0, 0.2, forecast=bold),
        row("published", "wide", wide, 31.0, 0.2, forecast=shy),
        row("published", "good", wide, 80.0, 0.2, forecast=replace(bold, low=70.0, high=90.0)),
        row("published", "short", wide, 85.0, 0.2, "fidelity 0.969"),
        row("published", "a range", span(5.0, 40.0), 6.0, 3.0, plausible=True),
        row("published", "no range", span(5.0, 40.0), 50.0, 3.0, plausible=True),
        row("published", "tight", sure, 1234.6, 0.1),
    ]
    return Validation(seed=1, replications=100, checks=tuple(rows))


def views(found: Validation) -> list[View]:
    return list(shown(found).views)


def test_few_checks_stand_in_one_figure_and_all_in_some(found: Validation) -> None:
    glance, *rest = views(found)
    assert len(glance.frame) == len(found.checks)
    assert [len(view.frame) for view in rest] == [5, 4, 3, 2, 1, 1]
    assert all(len(view.frame) <= A_FIGURE for view in rest)
    names = [view.name for view in views(found)]
    assert len(set(names)) == len(names)


def test_nothing_is_cut_and_nothing_lies_on_anything(found: Validation) -> None:
    for view in views(found):
        for drawn in (
            page_figure(view.drawing, view.frame),
            page_figure(view.drawing, view.frame, narrow=True),
            slide(view.drawing, view.frame, title=view.title, note=shown(found).footer),
        ):
            assert cut(drawn) == [], view.title
            assert overlapping(drawn) == [], view.title


def test_verdicts_are_told_without_colour(found: Validation) -> None:
    drawn = [
        svg_bytes(page_figure(view.drawing, view.frame), "x").decode() for view in views(found)
    ]
    tested = next(svg for svg in drawn if "predicted 20.0 to 40.0" in svg)
    for text in ("disagrees", "inconclusive", "agrees", "target 85.5 (57.5 to 96.2)"):
        assert text in tested
    whole = " ".join(drawn)
    for text in ("not tested", "plausible", "implausible", "simulated 85.00 (84.80 to 85.20)"):
        assert text in whole


def test_the_headline_counts_and_names_what_is_broken(found: Validation) -> None:
    assert headline(found) == (
        "All 9 rows that must agree do. 3 findings can be tested by two others or more: 2 lie in "
        "the interval predicted without them, and of these 1 were predicted better than by the "
        "mean of the others. Of 2 ranges and directions 1 are plausible, 1 are not. 2 rows were "
        "fitted or stand alone, and test nothing."
    )
    broken = row("exact", "a queue", Target(value=0.0, low=0.0, high=0.0), 1.0, 0.1, "")
    assert headline(Validation(seed=1, replications=1, checks=(broken,))) == (
        "Broken: 1 of 1 rows that must agree do not: a queue."
    )
