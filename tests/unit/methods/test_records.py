"""Records weigh the organisations that a file may be speaking of, by Bayes' rule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.special import logsumexp

from simulator.engines.program.compilation import Program
from simulator.experiments.runner import Runner
from simulator.measures.tally import Tally
from simulator.methods.input_uncertainty import sample
from simulator.methods.judging import Decision, decision
from simulator.methods.records.contradiction import contradictions
from simulator.methods.records.figures import Figures, Spread
from simulator.methods.records.likelihood import Record, records_of
from simulator.methods.records.population import Population, population
from simulator.methods.records.published import CENTRE, SCALE, density_ratio, interval
from simulator.present import records as words
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Floats

SPREAD = Spread(failed=1.4, serious=1.3, restore=0.02)


def company(**more: Any) -> Scenario:
    """Return a small company of which hardly anything is known."""
    tree: dict[str, Any] = {
        "version": 1,
        "name": "unknown",
        "horizon": "200 days",
        "warm_up": "40 days",
        "work": [{"kind": "change", "arrivals": "10 per week", "facts": 6, "route": ["A", "B"]}],
        "defaults": {
            "team": {
                "people": 6,
                "defects_per_item": {"value": 0.8, "low": 0.1, "high": 3},
                "defect_removal": {"value": 0.6, "low": 0.2, "high": 0.9},
            },
            "boundary": {
                "fidelity": {"value": 0.9, "low": 0.5, "high": 0.998},
                "shared_context": {"value": 0.3, "low": 0.1, "high": 0.6},
            },
        },
        "teams": {"A": {}, "B": {}},
        "external": {"rate": "0.3 per week", "resolver": "B"},
        "arms": [
            {"name": "inside teams first", "spend": {"core": "200 person-days"}},
            {"name": "between teams first", "spend": {"edge": "200 person-days"}},
        ],
    }
    return Scenario.from_tree({**tree, **more})


def drawn(n: int = 60, **observed: Any) -> Population:
    seen = {"observed": observed} if observed else {}
    found = population(company(**seen), Runner(seed=1), n=n)
    assert found is not None
    return found


def figures(n: int = 4, **more: Floats) -> Figures:
    same = Figures(
        failed=np.linspace(0.04, 0.2, n),
        serious=np.linspace(5.0, 60.0, n),
        causes=np.tile([0.5, 0.3, 0.2], (n, 1)),
        restore=np.linspace(0.2, 0.9, n),
        restore_sd=np.full(n, 0.8),
        lead=np.linspace(2.0, 9.0, n),
        lead_sd=np.full(n, 0.6),
        bounces=np.linspace(0.2, 2.0, n),
    )
    return replace(same, **more)


def record(name: str, **observed: Any) -> Record:
    found = records_of(company(observed=observed).observed, SPREAD)
    return next(each for each in found if each.name == name)


NUMBERS = {
    "failed_changes": lambda k: {"failed_changes": {"value": k / 60, "n": 60}},
    "serious_per_year": lambda k: {"serious_per_year": {"value": k / 2, "years": 2}},
}


@pytest.mark.parametrize(("name", "most"), [("failed_changes", 60), ("serious_per_year", 900)])
def test_likelihoods_of_counts_sum_to_one_and_are_what_replicates_do(name: str, most: int) -> None:
    of = figures(1, failed=np.array([0.1]), serious=np.array([6.0]))
    chances = np.array(
        [math.exp(record(name, **NUMBERS[name](k)).log_likelihood(of)[0]) for k in range(most + 1)]
    )
    assert chances.sum() == pytest.approx(1.0, abs=1e-6)
    many = replace(of, **{key: np.repeat(value, 40_000, axis=0) for key, value in vars(of).items()})
    could = record(name, **NUMBERS[name](1)).replicate(many, np.random.default_rng(1))[:, 0]
    mean = float(chances @ np.arange(most + 1))
    spread = math.sqrt(float(chances @ (np.arange(most + 1) - mean) ** 2))
    assert could.mean() == pytest.approx(mean, abs=4.0 * spread / 200.0)
    assert could.std() == pytest.approx(spread, rel=0.03)


@pytest.mark.parametrize("n", [10, 700, 20_000])
@pytest.mark.parametrize("error", [0.05, 0.5])
@pytest.mark.parametrize("name", NUMBERS)
def test_the_model_error_is_averaged_out_however_much_a_record_counts(
    name: str, error: float, n: int
) -> None:
    """Against a plain sum over a fine grid of errors, of the same record without any."""
    seen = {
        "failed_changes": {"failed_changes": {"value": 0.1, "n": n}},
        "serious_per_year": {"serious_per_year": {"value": n / 20.0, "years": 2}},
    }[name]

    def at(places: Floats, own: float) -> Floats:
        some = {"failed": 1.0 / (1.0 + np.exp(-places)), "serious": 0.5 * n * np.exp(places)}
        return record(name, **seen, model_error=own).log_likelihood(figures(len(places), **some))

    grid, odds = np.linspace(-7.0, 7.0, 20_001), np.log(np.array([0.09, 0.11, 0.13]))
    found = at(odds, error)
    for place, own in zip(odds, found, strict=True):
        assert own == pytest.approx(
            averaged(at(place + error * grid, 0.0), grid[:, None]), abs=0.01
        )


@pytest.mark.parametrize("counts", [(3, 0, 0), (9, 7, 3), (90, 60, 40)])
@pytest.mark.parametrize("error", [0.05, 0.5])
def test_the_model_error_of_causes_is_averaged_out_likewise(
    counts: tuple[int, int, int], error: float
) -> None:
    seen = dict(zip(("inside", "between", "neither"), counts, strict=True))

    def at(causes: Floats, own: float) -> Floats:
        found = record("causes", causes=seen, model_error=own)
        return found.log_likelihood(figures(len(causes), causes=causes))

    each = np.linspace(-5.0, 5.0, 71)
    errors = np.stack(np.meshgrid(each, each, each), axis=-1).reshape(-1, 3)
    causes = np.array([[0.5, 0.3, 0.2], [0.6, 0.2, 0.2]])
    for place, own in zip(causes, at(causes, error), strict=True):
        raised = place * np.exp(error * errors)
        moved = raised / raised.sum(axis=1, keepdims=True)
        assert own == pytest.approx(averaged(at(moved, 0.0), errors), abs=0.01)


def averaged(log_likelihoods: Floats, errors: Floats) -> float:
    """Return the logarithm of the mean likelihood over standard normal errors, one row each."""
    weights = np.exp(-0.5 * (errors**2).sum(axis=1))
    return float(logsumexp(log_likelihoods, b=weights / weights.sum()))


def test_the_spread_of_years_and_the_model_error_widen_a_count() -> None:
    of = figures(1, failed=np.array([0.1]))

    def spread(times: float, error: float) -> float:
        seen = company(
            observed={"failed_changes": {"value": 0.1, "n": 700}, "model_error": error}
        ).observed
        found = records_of(seen, replace(SPREAD, failed=times))[0]
        many = replace(of, failed=np.full(20_000, 0.1))
        return float(found.replicate(many, np.random.default_rng(1)).std())

    binomial = math.sqrt(700 * 0.1 * 0.9)
    assert spread(1.0, 0.0) == pytest.approx(binomial, rel=0.02)
    assert spread(2.0, 0.0) == pytest.approx(math.sqrt(2.0) * binomial, rel=0.02)
    assert spread(1.0, 0.2) == pytest.approx(math.hypot(binomial, 0.2 * 700 * 0.09), rel=0.05)


def test_two_counts_of_the_same_incidents_are_not_heard_twice() -> None:
    serious = {"serious_per_year": {"value": 20, "years": 3}}
    alone = record("serious_per_year", **serious)
    beside = record("serious_per_year", **serious, failed_changes={"value": 0.1, "n": 700})
    of = figures(2, serious=np.array([20.0, 40.0]))
    lost = [float(np.subtract(*each.log_likelihood(of))) for each in (alone, beside)]
    assert 0.0 < lost[1] < 0.5 * lost[0]


def test_causes_weigh_by_where_failures_start() -> None:
    of = figures(2, causes=np.array([[0.7, 0.1, 0.2], [0.1, 0.7, 0.2]]))
    counts = {"inside": 18, "between": 2, "neither": 5}

    def gained(**more: Any) -> float:
        return float(np.subtract(*record("causes", **more).log_likelihood(of)))

    exact = gained(causes=counts, model_error=0)
    assert exact == pytest.approx(16.0 * math.log(7.0))
    # what nobody could tell counts for nothing, and a model that may be off says less
    assert gained(causes={**counts, "cannot_tell": 40}, model_error=0) == exact
    assert 0.6 * exact < gained(causes=counts) < exact


def test_a_median_weighs_by_how_many_outages_it_is_of() -> None:
    of = figures(2, restore=np.array([0.4, 0.8]))

    def gained(n: int) -> float:
        seen = {"value": "3.2 h", "n": n}
        return float(np.subtract(*record("restore_p50", restore_p50=seen).log_likelihood(of)))

    assert 0.0 < gained(5) < gained(50) < gained(5000)
    variance = (1.25 * 0.8) ** 2 / 50 + SPREAD.restore + 0.2**2
    assert gained(50) == pytest.approx(0.5 * math.log(2.0) ** 2 / variance)


def test_a_median_lead_time_weighs_likewise() -> None:
    of = figures(2, lead=np.array([4.0, 8.0]))
    seen = record("lead_time_p50", lead_time_p50={"value": "4 days", "n": 90})
    variance = (1.25 * 0.6) ** 2 / 90 + 0.2**2
    expected = 0.5 * math.log(2.0) ** 2 / variance
    assert np.subtract(*seen.log_likelihood(of)) == pytest.approx(expected)


def test_a_record_without_its_number_has_no_weight() -> None:
    seen = {"failed_changes": 0.1, "serious_per_year": 20, "restore_p50": "3 h", "bounces": 0.5}
    assert records_of(company(observed=seen).observed, SPREAD) == ()
    assert records_of(None, SPREAD) == ()


def test_the_published_share_replaces_what_the_ranges_imply() -> None:
    luck = np.random.default_rng(5)
    odds = luck.normal(-0.8, 1.2, 4000)
    shares = 1.0 / (1.0 + np.exp(-odds))
    weights = density_ratio(shares, shares)
    weights /= weights.sum()
    order = np.argsort(odds)
    points = np.interp([0.1, 0.5, 0.9], np.cumsum(weights[order]), odds[order])
    # Student's t of 4 degrees: its 90 % point is 1.533 scales off
    wanted = CENTRE + SCALE * np.array([-1.533, 0.0, 1.533])
    assert points == pytest.approx(wanted, abs=0.12)
    assert [round(100 * each) for each in interval()] == [15, 4, 47]


def test_where_the_share_has_no_room_nothing_is_weighed_by_it() -> None:
    assert (density_ratio(np.full(9, 0.3), np.full(9, 0.3)) == 1.0).all()
    assert (density_ratio(np.full(3, math.nan), np.full(3, math.nan)) == 1.0).all()


def leads(found: Decision) -> float:
    """Return the share of companies in which the plan between teams is ahead of that inside."""
    assert found.judgement is not None
    pair = found.judgement.of("between teams first", "inside teams first")
    return pair.ahead if pair.plan == "between teams first" else 1.0 - pair.ahead


@pytest.fixture(scope="module")
def decided() -> dict[str, Decision]:
    counts = {
        "inside": {"inside": 18, "between": 2, "neither": 5},
        "between": {"inside": 2, "between": 18, "neither": 5},
    }
    seen: dict[str, Any] = {key: {"causes": causes} for key, causes in counts.items()}
    return {
        key: decision(
            company(**({"observed": observed} if observed else {})),
            Runner(seed=1),
            seed=1,
            replications=range(20),
            worlds=120,
            outcome="change_failure_rate",
        )
        for key, observed in {**seen, "published": None}.items()
    }


def test_a_count_of_causes_decides_which_plan_an_unknown_company_takes(
    decided: dict[str, Decision],
) -> None:
    ahead = {key: leads(found) for key, found in decided.items()}
    assert ahead["inside"] < 0.1
    assert ahead["between"] > 0.9
    assert ahead["inside"] < ahead["published"] < ahead["between"]


def test_whatever_says_where_failures_start_is_named(decided: dict[str, Decision]) -> None:
    assert words.counted(decided["inside"]) == " You counted 2 of 25 that started between teams."
    assert "You gave no count of causes, so published ones decide: 15 in 100" in words.counted(
        decided["published"]
    )
    assert words.agreement(decided["between"]) == words.LIKE


def test_numbers_stand_for_the_companies_that_fit(decided: dict[str, Decision]) -> None:
    found = decided["inside"]
    assert found.drawn is not None
    between = found.drawn.population.figures.between[list(found.drawn.chosen)]
    assert between.mean() < 0.25
    assert found.like != found.scenario
    level = found.levels["today"]["change_failure_rate"]
    assert found.judgement is not None
    assert level.best == found.judgement.levels["today"]
    assert level.low < level.best < level.high
    near = found.answers["today"].outcomes["change_failure_rate"].best
    assert level.low < near < level.high


def test_a_count_pulls_the_share_towards_it_and_the_weights_say_how_many_are_left() -> None:
    prior = drawn(causes="none")
    assert not prior.weighted
    assert prior.effective == pytest.approx(60)
    assert len(prior.drawn) == 60
    counted = drawn(causes={"inside": 0, "between": 24, "neither": 1})
    shares = [float(each.weights @ each.figures.between) for each in (prior, counted)]
    assert shares[1] > shares[0] + 0.1
    assert counted.effective >= 30
    assert len(counted.drawn) % 60 == 0


DEMANDING: dict[str, Any] = {
    "failed_changes": {"value": 0.1, "n": 2000},
    "causes": {"inside": 10, "between": 40, "neither": 6},
}


def test_companies_that_fit_are_looked_for_where_the_metamodel_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = drawn(**DEMANDING)
    assert found.effective >= 30
    assert len(found.drawn) <= 240
    monkeypatch.setattr("simulator.methods.records.population.fitted", lambda *_: None)
    monkeypatch.setattr("simulator.methods.records.population._LAST", [])
    over_the_ranges = drawn(**DEMANDING)
    assert len(over_the_ranges.drawn) == 600
    assert over_the_ranges.effective < 15
    # wherever is looked, the same is found
    told = [float(each.weights @ each.figures.between) for each in (found, over_the_ranges)]
    assert told[0] == pytest.approx(told[1], abs=0.06)


def test_a_company_that_is_chosen_several_times_is_run_once() -> None:
    class Counted(Runner):
        asked = 0

        def all(self, requests: Sequence[tuple[Program, Sequence[int]]]) -> list[Tally]:
            self.asked += sum(len(numbers) for _, numbers in requests)
            return super().all(requests)

    drawn(**DEMANDING)  # what is drawn already is not looked for again
    run = Counted(seed=1)
    found = sample(company(observed=DEMANDING), run, n=60)
    assert found is not None
    once = len(set(found.chosen))
    assert once < 50
    plans, own = 3, 100
    assert run.asked == plans * (own + 2 * once)
    values = found.values["change_failure_rate"]
    for number in set(found.chosen):
        same = values[np.array(found.chosen) == number]
        assert (same == same[0]).all()


def test_earlier_rounds_stay_as_they_are_when_more_are_drawn() -> None:
    few = drawn(40, causes={"inside": 3, "between": 30, "neither": 2})
    again = drawn(40, causes={"inside": 3, "between": 30, "neither": 2})
    other = drawn(40, causes={"inside": 30, "between": 3, "neither": 2})
    assert few.drawn == again.drawn
    assert (few.weights == again.weights).all()
    assert few.drawn[:40] == other.drawn[:40]
    assert few.drawn[40:] != other.drawn[40:]


@pytest.mark.parametrize(
    ("observed", "part", "said"),
    [
        ({"failed_changes": {"value": 0.9, "n": 500}}, 0, "90 of 100 changes fail"),
        ({"serious_per_year": {"value": 900, "years": 2}}, 0, "900 failures a year are serious"),
        ({"causes": {"inside": 1, "between": 1, "neither": 98}}, 2, "neither inside nor between"),
    ],
)
def test_a_record_that_no_company_of_the_file_can_produce_is_told(
    observed: dict[str, Any], part: int, said: str
) -> None:
    found = drawn(**observed)
    told = contradictions(found)
    first = told[0]
    assert (first.part, first.binding, first.with_) == (part, True, None)
    assert first.probability < 0.01
    assert first.seen > first.high
    sentence = words.contradicted(first, found.scenario.observed)
    assert said in sentence
    assert sentence.endswith("What follows is true of the company in the file only.")


def test_a_record_that_the_file_can_produce_is_no_contradiction() -> None:
    found = drawn()
    usual = float(np.median(found.figures.failed))
    assert contradictions(drawn(failed_changes={"value": round(usual, 3), "n": 400})) == ()


def test_against_contradicting_records_nothing_is_recommended() -> None:
    seen = {"observed": {"failed_changes": {"value": 0.9, "n": 500}}}
    found = decision(
        company(**seen),
        Runner(seed=1),
        seed=1,
        replications=range(20),
        worlds=60,
        outcome="change_failure_rate",
    )
    assert found.judgement is not None
    assert found.judgement.recommended is None
    assert {each.verdict for each in found.judgement.verdicts} <= {"leaning", "open"}
