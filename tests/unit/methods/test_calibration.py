"""What records teach: each number before and after, products, and what to record next."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.experiments.runner import Runner
from simulator.methods.calibration import Calibration, Learnt, _narrowing, calibration
from simulator.scenario.scenario import Scenario

WORLDS = 40


def company(**observed: Any) -> Scenario:
    wide = {"value": 0.9, "low": 0.6, "high": 0.99}
    return Scenario.from_tree(
        {
            "version": 1,
            "name": "Two teams",
            "horizon": "120 days",
            "warm_up": "20 days",
            "work": [{"kind": "change", "arrivals": "10 per week", "facts": 6,
                      "route": ["A", "B"]}],
            "defaults": {
                "team": {"defects_per_item": {"value": 0.5, "low": 0.1, "high": 2},
                         "effort": {"mean": "1 day"}},
                "boundary": {"fidelity": wide, "readback": {"value": 0.3, "low": 0, "high": 0.9}},
            },
            "incidents": {"manifest": {"value": 0.3, "equal": "a test"}},
            "teams": {"A": {}, "B": {}},
            "boundaries": [],
            "observed": {"causes": {"value": "none", "because": "a test"}} | observed,
            "arms": {"in": {"spend": {"core": "60 person-days"}},
                     "between": {"spend": {"edge": "60 person-days"}}},
        }
    )  # fmt: skip


def learnt(**observed: Any) -> Calibration:
    run = Runner(seed=1, engine="auto", jobs=1, store=None)
    return calibration(company(**observed), run, n=WORLDS)


def causes(inside: int, between: int) -> dict[str, Any]:
    return {"inside": inside, "between": between, "neither": 0}


@pytest.fixture(scope="module")
def told() -> Calibration:
    return learnt(causes=causes(6, 34))


def share_of(found: Calibration) -> Learnt:
    assert found.share is not None
    return found.share


def test_without_records_nothing_is_learnt() -> None:
    found = learnt()
    assert found.records == ()
    assert found.effective == pytest.approx(WORLDS)
    for each in (*found.unknowns, *found.products, share_of(found)):
        assert each.before == each.after
        assert not each.beyond_chance


def test_many_failures_between_teams_move_the_share_and_what_it_is_made_of(
    told: Calibration,
) -> None:
    assert told.records == ("causes",)
    assert told.published
    other = learnt(causes=causes(34, 6))
    assert share_of(told).after[1] > share_of(other).after[1]
    assert share_of(told).narrowed > 0.2
    moved, back = (
        {each.name: each.moved for each in (*found.unknowns, *found.products)}
        for found in (told, other)
    )
    for name in ("defaults.team.defects_per_item", "made inside and not removed",
                 "defaults.boundary.fidelity"):  # fmt: skip
        assert moved[name] < back[name]
    assert moved["lost and assumed wrongly"] > back["lost and assumed wrongly"]
    assert [each.narrowed for each in told.unknowns] == sorted(
        (each.narrowed for each in told.unknowns), reverse=True
    )


def test_what_is_known_already_is_said_and_reviews_tell_most_of_the_share(
    told: Calibration,
) -> None:
    found = learnt()
    best = max(found.further, key=lambda each: each.share)
    assert best.record == "causes"
    assert not best.known
    assert next(each for each in told.further if each.record == "causes").known
    assert [each.answer for each in found.further] == sorted(
        (each.answer for each in found.further), reverse=True
    )


def test_a_record_narrows_what_it_tells_and_nothing_else() -> None:
    """Of a normal answer told with as much noise 1 - sqrt(1/2) is gone: 0.293; of luck nothing."""
    luck = np.random.default_rng(1)
    answers = luck.normal(size=400)
    seen = np.stack([answers + luck.normal(size=400) for _ in range(20)])[:, :, None]
    assert _narrowing(seen, answers, 0.0, luck) == pytest.approx(0.293, abs=0.05)
    assert _narrowing(luck.normal(size=(20, 400, 1)), answers, 0.0, luck) < 0.02


def test_too_few_organisations_and_nothing_to_learn_are_refused() -> None:
    run = Runner(seed=1, engine="auto", jobs=1, store=None)
    with pytest.raises(ValueError, match="allowed 20 or more"):
        calibration(company(), run, n=2)
    sure = Scenario.from_tree(
        {"version": 1, "name": "Sure", "horizon": "50 days", "teams": {"A": {}},
         "work": [{"kind": "x", "arrivals": "1 per week", "facts": 1, "route": ["A"]}],
         "incidents": {"manifest": {"value": 0.1, "equal": "x"}},
         "observed": {"causes": {"value": "none", "because": "x"}}, "boundaries": []}
    )  # fmt: skip
    with pytest.raises(ValueError, match="nothing to learn"):
        calibration(sure, run, n=40)
