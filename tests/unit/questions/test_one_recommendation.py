"""For the same plans and outcome no two commands recommend differently, in numbers or in words."""

import json
from itertools import product
from typing import Any

import pytest

from simulator import api
from simulator.model.outcome import HEADLINE
from simulator.present.folder import as_text
from simulator.questions.organisation import Organisation
from simulator.scenario.scenario import Scenario
from tests.unit.questions.asked import company

COMPANIES = (
    "change-board", "lopsided", "mirror", "neutral", "strong-cores-fragile-edges", "twelve-teams",
    "typical-company", "weak-cores",
)  # fmt: skip
OUTCOMES = (HEADLINE, "expected_failures", "lead_time", "serious_failures")
EVERY = list(product(COMPANIES, range(1, 9), OUTCOMES, (0, 12)))
ASKED = EVERY[:: len(EVERY) // 23]
VERBS = ("Choose", "Take ", "Begin with", "Spend it", "Keep the money", "Leave things")
JUDGED = ("recommended", "next_best", "verdicts", "worth", "worth_it", "each_worth_it", "evpi")


def agreed(of: Organisation | str, outcome: str, *, seed: int, worlds: int) -> None:
    """Check that all commands say of a file's plans what `compare` says with the same options."""
    same: dict[str, Any] = {"seed": seed, "worlds": worlds, "replications": 20}
    compared = api.compare(of, outcome=outcome, turns=False, **same)
    told = json.loads(as_text(compared.as_json()))
    judgement = {key: told[key] for key in JUDGED}
    what = compared.document().headline

    turned = api.breakeven(of, outcome=outcome, **same)
    found = json.loads(as_text(turned.as_json()))["judgement"]
    assert {key: found[key] for key in JUDGED} == judgement
    assert f"Which plan to take: {what}" in turned.document().lines
    if outcome == HEADLINE:
        sheet = api.brief(of, **same)
        within = json.loads(as_text(sheet.as_json()))["compare"]
        assert {key: within[key] for key in JUDGED} == judgement
        assert sheet.document().headline == what
    pairs = {frozenset((each["plan"], each["against"])): each for each in told["verdicts"]}
    for each in told["differences"]:
        pair = pairs.get(frozenset((each["arm"], each["against"])))
        if each["outcome"] == outcome and pair:
            assert each["verdict"] == pair["verdict"]
    account = api.account(of, seed=seed, replications=2, worlds=0).document()
    for line in (account.headline, *account.lines):
        assert not line.startswith(VERBS)


def test_no_two_commands_recommend_differently_of_a_small_company() -> None:
    of = Organisation(file="company.yaml", scenario=Scenario.from_tree(company()))
    for outcome in (HEADLINE, "expected_failures"):
        agreed(of, outcome, seed=2, worlds=6)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "seed", "outcome", "worlds"), ASKED)
def test_no_two_commands_recommend_differently(
    name: str, seed: int, outcome: str, worlds: int
) -> None:
    agreed(name, outcome, seed=seed, worlds=worlds)


def test_a_map_goes_by_what_matters_to_the_comparison() -> None:
    of = Organisation(file="company.yaml", scenario=Scenario.from_tree(company()))
    asked: dict[str, Any] = {"outcome": "expected_failures", "worlds": 6, "seed": 2}
    chart = api.atlas(of, cells=2, replications=4, budget=60.0, **asked)
    assert chart.found.matters == api.compare(of, turns=False, **asked).compared.matters
