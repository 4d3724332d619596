"""The planted culprit comes first, equals are ties, and the greedy path is what theory says."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from simulator.engines.program.compilation import Program
from simulator.experiments.runner import Runner
from simulator.measures.tally import Tally
from simulator.methods.allocation.frontier import best_found
from simulator.methods.allocation.greedy import (
    LEADER,
    TEAM,
    TWO_TEAMS,
    Address,
    addresses,
    decided_by,
    greedy,
    grouped,
    planner,
    spent,
)
from simulator.methods.allocation.invest import Investment, invest
from simulator.methods.allocation.value_of_information import REPLICATIONS, measure_first, worth
from simulator.model.plain import plain
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Floats
from tests.unit.methods.spenders import Tree, chain, culprit_boundary, culprit_team, twins

PLACES = (("verification", "A"), ("verification", "B"), ("contracts", "A -> B"))
TOPS, SCALES = (5.0, 3.0, 8.0), (10.0, 4.0, 25.0)


def weighed(spends: Sequence[Mapping[Address, float]], _: float) -> Floats:
    """The same as a row a replication."""
    return np.array([separable(spends)])


def separable(spends: Sequence[Mapping[Address, float]]) -> list[float]:
    """Failures that fall exponentially in every place on its own."""
    return [
        sum(
            top * math.exp(-spend.get(place, 0.0) / scale)
            for place, top, scale in zip(PLACES, TOPS, SCALES, strict=True)
        )
        for spend in spends
    ]


def water_filled(budget: float) -> list[float]:
    """The optimum in closed form: all marginal gains alike, where anything is spent."""
    low, high = 0.0, max(top / scale for top, scale in zip(TOPS, SCALES, strict=True))
    for _ in range(200):
        price = 0.5 * (low + high)
        spends = [
            max(0.0, s * math.log(t / (s * price))) for t, s in zip(TOPS, SCALES, strict=True)
        ]
        low, high = (price, high) if sum(spends) > budget else (low, price)
    return spends


def asked(scenario: Scenario, **how: object) -> Investment:
    usual = {"budget": 20.0, "outcome": "expected_failures", "replications": 20, "worlds": 0}
    return invest(scenario, Runner(seed=3), **(usual | how))  # type: ignore[arg-type]


def test_a_planted_team_comes_first() -> None:
    found = asked(culprit_team())
    first = found.ranking[0]
    assert (first.lever, first.place, first.decides) == ("verification", "B", TEAM)
    assert not first.tied_with
    assert first.averted.low > 0
    assert found.path[0].place == "B"


def test_a_planted_boundary_comes_first() -> None:
    found = asked(culprit_boundary())
    first = found.ranking[0]
    assert (first.lever, first.place, first.decides) == ("contracts", "B -> C", TWO_TEAMS)
    assert first.deciders == ("B", "C")
    assert not first.tied_with


def test_two_equal_places_are_ties() -> None:
    rows = asked(twins()).ranking
    assert [row.rank for row in rows] == [1, 1]
    assert rows[0].tied_with == ((rows[1].lever, rows[1].place),)
    assert {row.place for row in rows} == {"A", "B"}


def test_the_marginal_worth_is_what_the_closed_form_says() -> None:
    """Of 2 defects an item in B half are left; money moves 0.5 to 0.98 at 5 person-days."""
    row = asked(culprit_team()).ranking[0]
    portion = 1.0
    removed = (0.98 - 0.5) * -math.expm1(-portion / 5.0)
    exact = 100.0 * 2.0 * removed * 0.4 / portion
    error = (row.averted.high - row.averted.low) / (2 * 2.09)
    assert abs(row.averted.best - exact) < 4 * error, (row.averted, exact, error)
    assert error < 0.05 * exact


def test_greedy_is_the_optimum_where_places_are_separate_and_yield_less_and_less() -> None:
    budget, portions = 60.0, 240
    path = greedy(PLACES, [budget / portions] * portions, weighed)
    exact = dict(zip(PLACES, water_filled(budget), strict=True))
    for place, days in spent(path).items():
        assert abs(days - exact[place]) <= 2 * budget / portions, place
    assert path[-1].score == pytest.approx(separable([exact])[0], rel=1e-4)


def test_the_optimiser_finds_the_same_from_the_even_spread() -> None:
    exact = dict(zip(PLACES, water_filled(60.0), strict=True))
    even = dict.fromkeys(PLACES, 20.0)
    found, looks = best_found(PLACES, 60.0, separable, even)
    assert separable([found])[0] == pytest.approx(separable([exact])[0], rel=2e-3)
    assert separable([found])[0] < separable([even])[0] - 0.1
    assert sum(found.values()) == pytest.approx(60.0)
    assert looks > 10


def test_a_greedy_path_takes_the_first_of_equals_and_spends_every_portion() -> None:
    path = greedy(PLACES, [1.0, 2.0], lambda spends, _: np.zeros((1, len(spends))))
    assert [(step.lever, step.place) for step in path] == [PLACES[0]] * 2
    assert [step.together for step in path] == [1.0, 3.0]


def test_columns_that_differ_by_less_than_their_noise_share_a_rank() -> None:
    noise = np.random.default_rng(1).normal(size=(40, 1))
    own = np.random.default_rng(2).normal(size=(40, 3)) * 0.2
    columns = noise + own + np.array([0.0, 3.0, 2.99])
    first, second = sorted((1, 2), key=lambda each: -columns[:, each].mean())
    assert grouped(columns) == [(1, [first, second]), (3, [0])]
    assert grouped(columns[:1]) == [(1, sorted(range(3), key=lambda each: -columns[0, each]))]


def test_knowing_what_turns_the_choice_is_worth_what_the_integral_says() -> None:
    """Choices x and 1/2 with x uniform: E max(x, 1/2) - 1/2 = 1/8; the second unknown is idle."""
    generator = np.random.default_rng(7)
    x = (generator.permutation(400) + 0.5) / 400
    table = np.stack([x, np.full(400, 0.5)], axis=1) + generator.normal(size=(400, 2)) * 0.1
    gain, changes, chance, _ = worth(x, table, np.ones(400))
    assert gain.low < 0.125 < gain.high
    assert gain.high - gain.low < 0.08
    assert changes == pytest.approx(0.5, abs=0.1)
    assert chance < 0.002
    idle, _, more, _ = worth(generator.random(400), table, np.ones(400))
    assert idle.best < 0.01
    assert more > 0.01


def test_a_heavy_organisation_makes_no_idle_unknown_worth_knowing() -> None:
    """Chances of 1 in 10 come up in one of ten idle unknowns, however heavy organisations are."""
    generator = np.random.default_rng(11)
    weights = np.repeat([1.0, 2.0, 5.0], 10)
    idle, repeated, alike = 0, 0, np.repeat(np.arange(30), weights.astype(int))
    for _ in range(80):
        column, table = generator.random(30), generator.normal(size=(30, 2))
        idle += worth(column, table, weights).chance <= 0.1
        repeated += worth(column[alike], table[alike], np.ones(len(alike))).chance <= 0.1
    assert 2 <= idle <= 16
    # as if each stood there as often as it is heavy
    assert repeated > 2 * idle


class Counting(Runner):
    """Counts what is asked of it."""

    asked = 0

    def all(self, requests: Sequence[tuple[Program, Sequence[int]]]) -> list[Tally]:
        self.asked += sum(len(numbers) for _, numbers in requests)
        return super().all(requests)


def test_no_two_organisations_meet_the_same_luck() -> None:
    judge = replace(planner(culprit_team(), "today", Runner(seed=3), "expected_failures"), n=2)
    worlds = [[judge.base, judge.program({("verification", "B"): 5.0})]] * 30
    told: list[int] = []
    found = judge.over(worlds, told.append)
    assert found.shape == (30, 2, 2)
    assert sum(told) == 30
    assert len(set(found[:, :, 0].flat)) == 60
    for number, layer in enumerate(found):
        own = replace(judge, first=judge.first + 2 * number)
        assert np.array_equal(layer, own.of(worlds[0]))


def test_what_turns_the_first_investment_is_measured_first_and_what_is_behind_not_tried() -> None:
    """B makes 0.5 to 3.5 mistakes an item and A makes 2; nobody else makes any worth a portion."""
    range_ = {"value": 2.0, "low": 0.5, "high": 3.5}
    scenario = chain(
        teams={"A": {"defects_per_item": 2.0}, "B": {"defects_per_item": range_}},
        defaults={"boundary": {"fidelity": {"value": 0.98, "low": 0.97, "high": 0.99}}},
    )
    run = Counting(seed=3)
    judge = planner(scenario, "today", run, "expected_failures")
    measure_first(judge, addresses(scenario)[:2], 2.0, 60)  # draws the organisations
    places = addresses(scenario)
    before = run.asked
    first, *others = measure_first(judge, places, 2.0, 60)
    assert first.origin == "teams.B.defects_per_item"
    assert first.clear
    assert first.gain.low > 0.0
    assert 0.2 < first.changes < 0.8
    assert not any(each.clear for each in others)
    assert len(places) == 5
    assert run.asked - before < 0.7 * 60 * 6 * REPLICATIONS
    assert len(measure_first(judge, places, 2.0, 2)) == 1 + len(others)


def test_who_decides_follows_from_the_place_and_the_owner() -> None:
    levers: Tree = {"ownership": {}, "accountability": {}, "people": {}}
    found = chain(levers=levers, boundaries={"A -> B": {"owner": "C"}})
    assert decided_by(found, "verification", "A") == (TEAM, ("A",))
    assert decided_by(found, "contracts", "B -> C") == (TWO_TEAMS, ("B", "C"))
    assert decided_by(found, "ownership", "A -> B") == (LEADER, ("A", "B"))
    assert decided_by(found, "accountability", "B -> C")[0] == LEADER
    assert decided_by(found, "people", "A")[0] == LEADER


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"budget": -1.0}, "--budget: found -1; allowed: person-days, 0 or more"),
        ({"budget": math.nan}, "--budget: found nan"),
        ({"outcome": "happiness"}, "there is no outcome 'happiness'"),
        ({"outcome": "near_misses"}, "the outcome 'near_misses' has no better side"),
        ({"outcome": "cost"}, "the file has no costs"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(how: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=r"allowed|costs") as error:
        asked(culprit_team(), **how)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_an_answer_is_plain_json_with_the_names_that_were_promised() -> None:
    found = asked(culprit_boundary())
    told = plain(found)
    assert list(told)[:3] == ["scenario", "seed", "replications"]
    row = told["ranking"][0]
    assert {"lever", "place", "averted_per_person_day", "tied_with", "decides"} <= set(row)
    assert set(row["averted_per_person_day"]) == {"best", "low", "high", "n"}
    assert len(told["path"]) == 20
    assert addresses(found.scenario, ("core",)) == tuple(
        ("verification", team) for team in ("A", "B", "C")
    )
