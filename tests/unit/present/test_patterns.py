"""Every case of the first screen, made on purpose and read aloud."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from simulator.methods.comparison import Comparison
from simulator.methods.effects import Effect
from simulator.present import records, words
from simulator.present.beside import less_today
from simulator.present.bought import stamp_of
from simulator.present.effects import noticed
from tests.unit.methods.test_compare import company, compared
from tests.unit.methods.test_verdict import N, judge

THREE = [
    {"name": "cores", "spend": {"core": "300 person-days"}},
    {"name": "edges", "spend": {"edge": "300 person-days"}},
    {"name": "half as much", "spend": {"core": "75 person-days", "edge": "75 person-days"}},
]
PRICES = {"currency": "EUR", "person_day": 800, "delay_per_item_day": 10}
NEVER = (
    "plausible organisations", "weights", "delta", "expected loss", "EVPI", "worlds",
    "replications", "boundary share", "upkeep", "edges first", "nan", "-0",
)  # fmt: skip
"""What a first screen never says."""


@cache
def ran(own: bool = False, plans: int = 3) -> Comparison:
    """A comparison whose judgement is exchanged, with prices of its `own` or of the example."""
    incident = {"incident": {"P1": 20_000, "P2": 9_000, "P3": 900, "P4": 90}} if own else {}
    scales = {
        "verification": {"scale": "7 person-days per weekly item"},
        "contracts": {"scale": "7 person-days per weekly item"},
    }
    tree = company(
        arms=THREE[:plans], costs={**PRICES, **incident}, **({"levers": scales} if own else {})
    )
    return compared(tree, 4)


def screen(
    leads: Mapping[str, tuple[float, float]], *, own: bool = False, **how: Any
) -> tuple[str, ...]:
    """The do-line and the answers to the three questions, for these falls against today."""
    found = replace(ran(own, len(leads)), judgement=judge(leads, **how))
    return (words.headline(found), *words.answers(found))


FEW = (np.arange(N) < 40).astype(float)
CASES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "better": (
        {"leads": {"edges": (3.0, 0.2), "cores": (1.5, 0.2), "half as much": (1.9, 0.2)}},
        ('Choose "edges"', "Yes: about", "Yes: ", "more than 99 of 100 such companies"),
    ),
    "ahead": (
        {"leads": {"edges": (2.0, 0.05), "cores": (1.75, 0.2), "half as much": (1.0, 0.1)}},
        ('Take "edges"', "Yes: about", "Probably: ", "and noticeably more in"),
    ),
    "too small": (
        {"leads": {"edges": (2.0, 0.2), "cores": (1.95, 0.2)}},
        ("Spend it on whichever is easier to start.", "Hardly: they lie less than"),
    ),
    "probably too small": (
        {"leads": {"edges": (2.0, 0.2), "cores": (1.95, 0.02)}},
        ("Take the one that your people can start next month.", "Probably not: they lie less"),
    ),
    "the same for less": (
        {
            "leads": {"cores": (1.0, 0.1), "edges": (2.0, 0.2), "half as much": (1.98, 0.2)},
            "spends": {"cores": 300.0, "edges": 300.0, "half as much": 150.0},
        },
        ('Take "half as much": it does the same for 120,000 EUR a year less.', "Hardly: "),
    ),
    "likely": (
        {"leads": {"edges": (3.0, 1.0), "cores": (2.0, 0.1), "half as much": (1.5, 0.1)}},
        ('Take "edges", unless most of your failures start inside teams.', "Probably: "),
    ),
    "leaning": (
        {"leads": {"edges": (3.0, 2.0), "cores": (2.0, 0.1), "half as much": (1.5, 0.1)}},
        ('Begin with "edges"; decide the second half', "Perhaps: ", "If it is the wrong choice"),
    ),
    "open": (
        {"leads": {"edges": (3.0, 2.0), "cores": (2.9, 0.1), "half as much": (1.5, 0.1)}},
        ("Spend it, but first find out where your failures start.", "Cannot be told yet: "),
    ),
    "open, and little lost": (
        {"leads": {"edges": (3.0, 0.2), "cores": (2.99, 0.2)}, "weights": FEW},
        (
            "which cannot be told",
            "a wrong choice costs little",
            "Cannot be told yet: they lie less",
        ),
    ),
    "not worth it": (
        {"leads": {"edges": (0.5, 0.3), "cores": (0.4, 0.1)}, "matters": 0.05},
        ("Keep the money: no plan does enough for it.", "What might: taking", '"edges" takes 300'),
    ),
    "today": (
        {"leads": {"edges": (0.05, 0.02), "cores": (0.02, 0.02)}, "matters": 0.5},
        ("Leave things as they are.", "No: "),
    ),
    "records contradict": (
        {"leads": {"edges": (3.0, 0.2), "cores": (1.5, 0.2)}, "contradicted": True},
        ("No recommendation yet: this is not your company.", ""),
    ),
    "one plan": (
        {"leads": {"cores": (3.0, 0.2)}},
        ('Choose "cores"', "There is one plan, so nothing to choose between."),
    ),
    "own prices against failures": (
        {"leads": {"edges": (3.0, 0.2), "cores": (1.5, 0.2)}, "own": True, "worth": None},
        ('By your prices leave things as they are; by failures take "edges".', "At your prices"),
    ),
    "own prices, and what is asked is said": (
        {"leads": {"edges": (3.0, 0.2), "cores": (1.5, 0.2)}, "own": True, "worth": 1.0},
        ('Choose "edges"', "At your prices it costs"),
    ),
    "example's prices": (
        {"leads": {"edges": (3.0, 0.2), "cores": (1.5, 0.2)}},
        ('Choose "edges", if', "are worth", "At the example's prices it costs"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_case_says_what_it_is(case: str) -> None:
    how, said = CASES[case]
    lines = screen(**how)
    text = " ".join(lines)
    for each in said:
        assert each in text, text


@pytest.mark.parametrize("case", CASES)
def test_a_first_screen_is_short_and_in_a_leaders_words(case: str) -> None:
    head, *answers = screen(**CASES[case][0])
    named = re.sub(r'"[^"]*"', "", head)
    assert len(named.split(", if ")[0].split()) <= 18
    for line in (head, *answers):
        assert not [word for word in NEVER if word in line], line
        assert "  " not in line
        assert ".." not in line


def test_where_nothing_is_recommended_nothing_is_said_of_which() -> None:
    lines = screen(**CASES["records contradict"][0])
    assert lines == ("No recommendation yet: this is not your company.",)


def test_what_is_kept_up_is_told_beyond_what_is_kept_up_today() -> None:
    found = ran()
    overhead = {name: 100.0 if name == "edges" else 40.0 for name in found.money.overhead}
    money = replace(found.money, overhead=overhead)
    leads = {"edges": (3.0, 0.2), "cores": (1.5, 0.2), "half as much": (1.9, 0.2)}
    told = words.answers(replace(found, money=money, judgement=judge(leads)))[-1]
    assert "about 60 days of everybody's time to keep it up" in told


@pytest.mark.parametrize(
    ("priced", "said", "unsaid"), [("P1", "failures", "waiting"), ("day", "waiting", "failures")]
)
def test_what_is_saved_is_told_of_what_has_a_price(priced: str, said: str, unsaid: str) -> None:
    day, incident = (0, 70_000) if priced == "P1" else (90_000, 0)
    costs = {
        "currency": "EUR",
        "person_day": 800,
        "delay_per_item_day": day,
        "incident": dict.fromkeys(("P1", "P2", "P3", "P4"), incident),
    }
    found = compared(company(arms=THREE[:2], costs=costs), 4)
    told = words.answers(
        replace(found, judgement=judge({"edges": (3.0, 0.2), "cores": (1.5, 0.2)}))
    )
    assert f"for {said}" in told[-1]
    assert f"for {unsaid}" not in told[-1]


@pytest.mark.parametrize("outcome", ["change_failure_rate", "clean_handoffs"])
def test_the_figure_has_every_plan_on_its_side_of_today(outcome: str) -> None:
    found = compared(company(), 4, outcome=outcome)
    levels = {name: answer.outcomes[outcome].best for name, answer in found.answers.items()}
    for plan in ("cores", "edges"):
        assert less_today(found, plan).best == pytest.approx(levels[plan] - levels["today"])


def test_only_what_moves_by_more_than_a_tenth_is_noticed() -> None:
    effects = [
        Effect(outcome="serious_failures", today=10.0, then=then, verdict="better", better=True)
        for then in (9.1, 8.9)
    ]
    assert noticed(effects[:1], "change_failure_rate") == ()
    assert noticed(effects[1:], "change_failure_rate") == (
        "serious failures a year 10 → 8.9 (surely better)",
    )
    assert noticed(effects[1:], "serious_failures") == ()


@pytest.mark.parametrize(("told", "said"), [("10 per week", False), ("14 per week", True)])
def test_where_another_number_of_changes_goes_live_than_was_told_it_is_said(
    told: str, said: bool
) -> None:
    seen = {"observed": {"changes": told, "causes": "none"}}
    found = records.agreement(compared(company(arms=THREE[:2], **seen), 12))
    assert ("You told about 730 changes a year" in found) == said
    assert ("go live" in found) == said


def test_prices_are_yours_where_failures_have_yours_whatever_practices_cost() -> None:
    leads = {"edges": (3.0, 0.2), "cores": (1.5, 0.2), "half as much": (1.9, 0.2)}
    prices = {**PRICES, "incident": {"P1": 20_000, "P2": 9_000, "P3": 900, "P4": 90}}
    mine = replace(compared(company(arms=THREE, costs=prices), 4), judgement=judge(leads))
    assert "At your prices" in words.answers(mine)[-1]
    assert stamp_of(mine.scenario) == "example prices of practices"
    assert "At the example's prices" in words.answers(replace(ran(), judgement=judge(leads)))[-1]
    assert stamp_of(ran().scenario) == "example prices"
    assert stamp_of(ran(own=True).scenario) == ""


def test_one_person_is_no_people() -> None:
    arms = [{"name": "edges", "spend": {"edge": "260 person-days"}}]
    one = replace(
        compared(company(arms=arms, costs=PRICES), 4), judgement=judge({"edges": (3.0, 0.2)})
    )
    assert "260 person-days a year: 1 person, " in words.answers(one)[-1]
