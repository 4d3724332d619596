"""The contest: what is counted is what is expected, culprits are found, the page is its code's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator.engines.program.compilation import program_for
from simulator.questions.risk.words import TRIED
from tests.contest.organisations import Organisation, drawn, next_year
from tests.contest.report import PAGE, said, written
from tests.contest.rules import CHANGED, CONTESTS, ORACLE, PREDICTORS
from tests.contest.study import (
    EACH,
    Entry,
    Row,
    _expected,
    _scores,
    _showing,
    contested,
    counted,
    rows,
    seen_of,
)

SHOWING = dict.fromkeys(("defect", "lost", "drift", "unowned"), 0.3)


def company(seed: int = 7) -> Organisation:
    return drawn(0.6, np.random.default_rng(seed))


def test_failures_counted_in_a_year_are_on_average_those_expected() -> None:
    program = program_for(company().scenario(SHOWING))
    years = np.array([counted(program, seed) for seed in range(300)])
    expected, error = _expected(program, 5, 200), years.std(axis=0, ddof=1) / np.sqrt(300)
    # 3.5 standard errors at each of some twenty places; a fault of 2 % moves the sum by 4 of them
    assert (np.abs(years.mean(axis=0) - expected) <= 3.5 * error + 1e-9).all()
    total = years.sum(axis=1)
    assert abs(total.mean() - expected.sum()) <= 3.0 * total.std(ddof=1) / np.sqrt(300)


def test_mistakes_show_as_often_as_a_share_and_a_number_ask() -> None:
    showing = _showing(company(), 0.3, 20.0, 3)
    assert showing is not None
    expected = _expected(program_for(company().scenario(showing)), 4, 50)
    teams = len(company().teams)
    assert expected.sum() == pytest.approx(20.0, rel=0.1)
    assert expected[teams:].sum() / expected.sum() == pytest.approx(0.3, abs=0.03)


def test_a_tenth_of_the_places_are_others_a_year_later() -> None:
    before = company()
    after = next_year(before, np.random.default_rng(1))
    places = {**before.teams, **before.handovers}
    now = {**after.teams, **after.handovers}
    changed = sum(places[name] != now[name] for name in places)
    assert changed == max(1, round(CHANGED * len(places)))
    assert (after.ways, after.loads) == (before.ways, before.loads)


def test_a_planted_culprit_is_named_by_the_three_questions() -> None:
    before = company()
    busiest = max(before.answered(), key=lambda each: each["crossed"])
    name = list(before.handovers)[before.answered().index(busiest)]
    culprit = replace(before.handovers[name], owned=0.3, fidelity=0.5, hidden=1.0)
    others = {
        other: replace(each, owned=0.99, fidelity=0.999, hidden=1.0)
        for other, each in before.handovers.items()
    }
    planted = replace(before, handovers={**others, name: culprit})
    luck = np.random.default_rng(2)
    program = program_for(planted.scenario(SHOWING))
    seen = seen_of(planted, program, 3, luck)
    expected = _expected(program, 4, 20)
    scores = _scores(seen, expected, expected)["which boundary"]
    assert scores["three questions"] == scores[ORACLE] > 0.8


def _entries(score: float) -> list[Entry]:
    names = [*PREDICTORS, ORACLE]
    luck = np.random.default_rng(1)
    return [
        Entry(
            where=(0, 0, 0),
            scores={
                contest: {
                    name: float(luck.uniform()) * 0.1 + (score if name == "three questions" else 0)
                    for name in names
                }
                for contest in CONTESTS
            },
        )
        for _ in range(30)
    ]


@pytest.mark.parametrize(("score", "ahead"), [(0.5, 1), (0.0, 0), (-0.5, -1)])
def test_a_row_says_who_is_surely_ahead_and_the_line_says_it_either_way(
    score: float, ahead: int
) -> None:
    table = rows(_entries(score))
    assert [row.ahead["last year's failures"] for row in table] == [ahead, ahead]
    assert ("three questions" in table[0].best) == (ahead >= 0)
    assert f"in {int(ahead == 1)} kinds and lose to them in {int(ahead == -1)};" in said(table)


def test_the_contest_at_a_small_size_gives_the_same_table_twice() -> None:
    found = [list(contested(1, strata=[(1, 0, 1), (2, 1, 2)])) for _ in range(2)]
    assert found[0] == found[1]
    assert [each.where for each in found[0]] == [(1, 0, 1), (2, 1, 2)]
    for each in found[0]:
        for scores in each.scores.values():
            assert min(scores.values()) >= 0.0
            assert scores["chance"] < scores[ORACLE] <= 1.0


def test_the_line_of_the_command_stands_on_the_page() -> None:
    assert TRIED in PAGE.read_text("utf-8")
    assert f"{EACH} of each" in PAGE.read_text("utf-8")


@pytest.mark.slow
def test_the_page_is_that_of_the_contest() -> None:
    found: list[Row] = rows(list(contested()))
    assert PAGE.read_text("utf-8") == written(found)
    assert said(found) == TRIED
