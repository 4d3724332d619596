"""The sign of a sentence comes from the numbers: on both sides and in the middle."""

import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator.methods.comparison import Comparison
from simulator.methods.prices import example_prices
from simulator.methods.verdict import Stated
from simulator.present import bought, captions, words
from simulator.present.digits import of_hundred, rounded
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Estimate
from tests.unit.methods.test_compare import company, compared

INSIDE = {"team": {"people": 6, "defects_per_item": 3}, "boundary": {"fidelity": 1, "exposure": 0}}
BETWEEN = {"team": {"people": 6, "defects_per_item": 0}, "boundary": {"fidelity": 0.6}}


def answer(**override: Any) -> Comparison:
    return compared(company(**override), 10)


def test_cores_and_edges_win_in_the_same_voice() -> None:
    cores, edges = answer(defaults=INSIDE), answer(defaults=BETWEEN)
    assert words.headline(cores) == 'Choose "cores".'
    assert words.headline(edges) == 'Choose "edges".'
    for found, winner, loser in ((cores, "cores", "edges"), (edges, "edges", "cores")):
        worth, which, cost = words.answers(found)
        assert worth.startswith("Is it worth it? Yes: about ")
        said = f'If every number in the file is right: yes: "{winner}" prevents more than "{loser}"'
        assert which.startswith(f"Does it matter which plan? {said}: ")
        assert cost.startswith("What does it cost? 300 person-days a year: 1.2 people.")


def test_in_the_middle_it_hardly_matters() -> None:
    spend = {"core": "300 person-days"}
    same = answer(arms=[{"name": "a", "spend": spend}, {"name": "b", "spend": spend}])
    assert words.headline(same) == "Spend it on whichever is easier to start."
    assert "hardly: they lie less than" in words.answers(same)[1]


def test_two_of_several_that_hardly_differ_are_named() -> None:
    spends = {"a": {"core": "300 person-days"}, "b": {"core": "300 person-days"},
              "c": {"edge": "10 person-days"}}  # fmt: skip
    plans = [{"name": name, "spend": spend} for name, spend in spends.items()]
    found = answer(defaults=INSIDE, arms=plans)
    assert found.judgement is not None
    assert {found.judgement.recommended, found.judgement.next_best} == {"a", "b"}
    assert re.fullmatch(r'Spend it on "[ab]" or "[ab]", whichever is .*', words.headline(found))
    assert re.search(r'"[ab]" and "[ab]" lie less than', words.answers(found)[1])


def test_the_interval_of_a_sentence_runs_upwards_and_holds_its_number() -> None:
    for found in (answer(defaults=INSIDE), answer(defaults=BETWEEN)):
        said = words.answers(found)[1].split('": ')[1]
        best = float(said.split(" ")[0])
        low, high = said.split("(")[1].split(")")[0].split(" to ")
        assert 0 < float(low) < best < float(high)


@pytest.mark.parametrize(
    ("outcome", "better"),
    [("change_failure_rate", "fewer"), ("throughput", "more"), ("flow_efficiency", "more")],
)
def test_what_is_told_of_an_outcome_goes_its_own_way(outcome: str, better: str) -> None:
    found = compared(company(defaults=INSIDE), 10, outcome=outcome)
    judged = found.judgement
    assert judged is not None
    many = replace(found, judgement=replace(judged, effective=200.0))
    assert f" {better} " in words.uncertainties(many)[0]


def test_the_same_numbers_stand_wherever_they_are_told() -> None:
    found = answer(defaults=INSIDE)
    judged = found.judgement
    assert judged is not None
    levels = {name: each.outcomes[found.outcome].best for name, each in found.answers.items()}
    assert dict(judged.levels) == pytest.approx(levels)
    lead = judged.of("cores", "today").lead
    assert lead == pytest.approx(levels["today"] - levels["cores"])


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("better", 'Choose "cores".'),
        ("ahead", 'Take "cores", if you spend at all.'),
        ("too small", "Spend it on whichever is easier to start."),
        ("probably too small", "Take the one that your people can start next month."),
        ("likely", 'Take "cores", unless most of your failures start between teams.'),
        ("leaning", 'Begin with "cores"; decide the second half of the money later.'),
        ("open", "Spend it, but first find out where your failures start."),
    ],
)
def test_every_verdict_has_its_line_of_what_to_do(word: Any, said: str) -> None:
    found = answer(defaults=INSIDE)
    judged = found.judgement
    assert judged is not None
    verdicts = tuple(
        replace(each, verdict=word, expected_loss=judged.matters) if each is judged.main else each
        for each in judged.verdicts
    )
    told = replace(found, judgement=replace(judged, verdicts=verdicts))
    assert words.headline(told) == said
    assert len(said.split()) <= 18
    many = replace(judged, verdicts=verdicts, effective=200.0)
    sampled = replace(found, judgement=many)
    assert "of 100 such companies" in words.answers(sampled)[1]
    few = words.answers(replace(found, judgement=replace(many, effective=12.0)))[1]
    assert few.endswith("Only 12 companies fit what you told us, too few to say it more surely.")
    assert "Noise" not in words.answers(sampled)[1]
    near = tuple(replace(each, known_by=30.0, about=True) for each in verdicts)
    hidden = words.answers(replace(found, judgement=replace(many, verdicts=near)))[1]
    assert "of 100 such companies" in hidden
    assert hidden.endswith("five times as many of them (--worlds) say it more surely.")


def test_where_nothing_goes_live_no_count_a_year_is_told_or_asked() -> None:
    found = answer(defaults=INSIDE, worth="3 failed changes a year")
    assert "about" in words.answers(found)[0]
    assert "cannot be held" not in words.answers(found)[0]
    today = found.answers["today"]
    none = replace(today.tally, sums=np.zeros_like(today.tally.sums))
    answers = {**found.answers, "today": replace(today, tally=none)}
    assert Stated.of(answers["today"], found.outcome).worth is None
    assert found.judgement is not None
    judged = replace(found.judgement, assumed=True)
    told = replace(found, answers=answers, judgement=judged)
    said = words.answers(told)[0]
    assert " failed changes per 100; with this plan " in said
    assert "a year" not in said
    assert said.endswith("cannot be held against what was simulated here; a tenth is asked.")


def test_a_wrong_choice_that_costs_little_is_no_reason_to_wait() -> None:
    found = answer(defaults=INSIDE)
    judged = found.judgement
    assert judged is not None
    verdicts = tuple(
        replace(each, verdict="open", expected_loss=0.0) if each is judged.main else each
        for each in judged.verdicts
    )
    told = replace(found, judgement=replace(judged, verdicts=verdicts))
    assert "a wrong choice costs little" in words.headline(told)
    assert "worth next to nothing" in words.answers(told)[1]


def test_where_nothing_fails_nothing_is_asked_and_things_stay_as_they_are() -> None:
    boundary = {"fidelity": 1, "exposure": 0, "boundary_work": 0, "owned": 1}
    team = {"people": 6, "defects_per_item": 0}
    found = answer(defaults={"team": team, "boundary": boundary})
    assert words.headline(found) == "Leave things as they are."
    assert words.answers(found)[0].endswith("and no plan does better.")


def test_what_costs_nothing_is_asked_nothing_and_is_no_cheaper_than_its_like() -> None:
    plans = [{"name": name, "change": {"teams": {team: {"people": 7}}}}
             for name, team in (("x", "A"), ("y", "B"))]  # fmt: skip
    found = answer(arms=plans)
    assert words.headline(found) == "Spend it on whichever is easier to start."
    assert "for its price" not in words.answers(found)[0]


def test_no_recommendation_is_made_where_records_contradict_and_none_where_none_is_worth_it() -> (
    None
):
    found = answer(defaults=INSIDE)
    judged = found.judgement
    assert judged is not None
    nobody = replace(found, judgement=replace(judged, recommended=None))
    assert words.headline(nobody).startswith("No recommendation yet")
    today = replace(found, judgement=replace(judged, recommended="today", next_best="cores"))
    assert words.headline(today) == "Keep the money: no plan does enough for it."


def test_no_sentence_of_differences_disagrees_with_its_sign() -> None:
    found = answer(defaults=INSIDE)
    for each in found.differences:
        if each.outcome != "failures":
            continue
        estimate = each.estimate
        text = words.amount(estimate.best, estimate.low, estimate.high, each.outcome)
        assert ("fewer" in text) == (each.estimate.best < 0), text


@pytest.mark.parametrize(
    ("share", "text"),
    [(-0.002, "0 %"), (-0.03, "-3 %"), (0.0, "0 %"), (0.996, "100 %"), (float("nan"), "-")],
)
def test_shares_are_written_in_whole_per_cent(share: float, text: str) -> None:
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (float("nan"), "-"),
        (2.1449, "2.14"),
        (-0.0271, "-0.0271"),
        (2302076.3, "2,302,000"),
        (-302076.3, "-302,100"),
        (99_999.7, "100,000"),
        (72_345.0, "72,345"),
        (41.62, "41.6"),
    ],
)
def test_numbers_are_written_with_three_figures(value: float, text: str) -> None:
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (float("nan"), "-"), (1234.0, "1,200"), (9.96, "10"), (-0.0271, "-0.027")],
)
def test_sentences_have_numbers_in_two_figures(value: float, text: str) -> None:
    assert rounded(value) == text


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((44.4, 44.3, 11.3), [45, 44, 11]),
        ((4.4, 68.4, 27.2), [4, 69, 27]),
        ((0.5, 0.5, -0.004), [50, 50, 0]),
        ((1, 1, 1), [34, 33, 33]),
        ((0.2, 0.33, -0.02, 0.49), [20, 33, -2, 49]),
        ((0, 0), [0, 0]),
        ((float("nan"), float("nan")), [0, 0]),
    ],
)
def test_parts_of_a_hundred_add_up_after_rounding_too(
    parts: tuple[float, ...], said: list[int]
) -> None:
    assert of_hundred(parts) == said
    assert sum(said) in (0, 100)


def test_where_failures_start_adds_up_in_every_sentence() -> None:
    told = captions.born_title(44.4, 44.4, 11.2)
    assert sum(int(found) for found in re.findall(r"\d+", told)[1:]) == 100


COSTS = {"person_day": 800, "incident": {"P1": 9000, "P2": 900, "P3": 90, "P4": 9}}


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        ({}, "300 person-days = 1.2 people for a year"),
        (
            {"costs": {**COSTS, "currency": "CHF"}},
            "300 person-days = 1.2 people for a year = 240,000 CHF",
        ),
    ],
)
def test_an_effort_is_told_in_money_only_where_the_file_has_a_price(
    costs: dict[str, Any], said: str
) -> None:
    tree = company(**costs)
    cores = compared(tree, 2).answers["cores"]
    assert words.effort(cores.person_days, cores) == said
    assert bought.days(300.0, Scenario.from_tree(tree)) == said


@pytest.mark.parametrize(
    ("numbers", "matters", "said"),
    [
        ((-3.774, -14.4, -0.0781), 0.0, "3.8 fewer (0.1 to 14)"),
        ((0.00413, -0.0121, 0.0203), 0.7, "hardly any more (-0.01 to 0.02)"),
        ((0.0, -0.001, 0.001), 0.7, "the same"),
        ((0.0215, -0.0312, 0.0741), 0.7, "0.02 more (-0.03 to 0.07)"),
        ((123.4, 110.2, math.nan), 0.0, "120 more (110 or more)"),
        ((1.0, 1.0, 1.0), 0.0, "1.0 more"),
    ],
)
def test_a_sentence_has_two_digits_and_no_end_finer_than_its_number(
    numbers: tuple[float, float, float], matters: float, said: str
) -> None:
    assert words.amount(*numbers, "failures", matters) == said


def test_what_is_gained_has_the_sign_of_a_cost_turned_and_its_interval_upwards() -> None:
    averted = Estimate(best=1200.0, low=1000.0, high=1500.0, n=9)
    assert bought.gained(averted, "cost") == "1,200 less (1,000 to 1,500)"
    spent = Estimate(best=-1200.0, low=-1500.0, high=-1000.0, n=9)
    assert bought.gained(spent, "cost") == "1,200 more (1,000 to 1,500)"


def test_prices_are_called_an_example_until_one_of_the_own_stands_in_the_file() -> None:
    prices = {"P1": 50000, "P2": 12000, "P3": 2000, "P4": 300}
    scale = "7 person-days per weekly item"
    own = {name: {"scale": scale} for name in ("verification", "contracts")}
    costs = {"person_day": 800, "currency": "EUR"}

    def example(levers: dict[str, Any], **changed: int) -> bool:
        asked = company(levers=levers, costs={**costs, "incident": {**prices, **changed}})
        return example_prices(Scenario.from_tree(asked))

    assert example(own)
    assert not example(own, P4=301)
    assert example({**own, "contracts": {"scale": "8 person-days per weekly item"}}, P4=301)
