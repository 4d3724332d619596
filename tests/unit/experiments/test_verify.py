"""Verification finds what does not come out again as a manifest says."""

import json
from typing import Any

import pytest

from simulator.experiments.provenance import Provenance
from simulator.experiments.runner import Runner
from simulator.experiments.verify import Again, Check, sample_of, verify
from simulator.present.folder import as_text
from tests.unit.experiments.company import ENGINE, program, scenario

COMPANY = scenario()


def manifest() -> dict[str, Any]:
    """What is told of 60 runs of today and of one plan, as it is read from a file."""
    runner = Runner(seed=3, engine=ENGINE, provenance=Provenance(COMPANY))
    for plan in ("today", "inside"):
        runner.all([(plan_of(plan), range(60))])
    told: dict[str, Any] = json.loads(as_text({**runner.made(), "seed": 3}))
    return told


def plan_of(plan: str) -> Any:
    from simulator.engines.program.compilation import program_for

    return program_for(COMPANY, plan)


TOLD = manifest()


def checked(told: dict[str, Any], size: int = 100, other: Any = COMPANY) -> list[Check]:
    """What verification says of a manifest."""
    return verify(other, Again.of(told), size=size, sample_seed=1)


def test_what_was_run_comes_out_identical() -> None:
    found = checked(TOLD)
    assert [check.plan for check in found] == ["today", "inside"]
    assert all(check.identical and check.runs == 60 and check.batches == 3 for check in found)
    assert [check.again for check in found] == [(0, 25, 50), (0, 25, 50)]


def test_a_sample_is_of_all_plans_together() -> None:
    assert sum(len(check.again) for check in checked(TOLD, size=4)) == 4


@pytest.mark.parametrize("batch", [0, 1, 2])
def test_a_batch_that_was_otherwise_is_found(batch: int) -> None:
    told = json.loads(json.dumps(TOLD))
    told["programs"][1]["rows"][batch] = "0" * 64
    found = checked(told)
    assert [check.identical for check in found] == [True, False]
    assert found[1].differing == (25 * batch,)


def test_an_altered_scenario_is_found() -> None:
    found = checked(TOLD, other=scenario(teams={"A": {"people": 4}}))
    assert not any(check.identical for check in found)
    assert "scenario.yaml is not what" in found[0].complaint


def test_what_the_scenario_does_not_make_again_is_not_told() -> None:
    runner = Runner(seed=3, engine=ENGINE, provenance=Provenance(COMPANY))
    runner.all([(program(), range(5)), (plan_of("today"), range(1_000_000, 1_000_005))])
    assert runner.made()["programs"] == []
    assert Runner(seed=3, engine=ENGINE).made() == {}


def test_more_runs_of_a_plan_take_the_place_of_fewer() -> None:
    runner = Runner(seed=3, engine=ENGINE, provenance=Provenance(COMPANY))
    for n in (5, 30, 10):
        runner.all([(plan_of("today"), range(n))])
    (only,) = runner.made()["programs"]
    assert (only["replications"], len(only["rows"])) == (30, 2)
    assert only["rows"][0] == TOLD["programs"][0]["rows"][0]


def test_another_engine_is_known_as_another() -> None:
    assert Again.of(TOLD).by_this_engine
    other = {**TOLD, "engine": {**TOLD["engine"], "sources": "0" * 64}}
    assert not Again.of(other).by_this_engine


@pytest.mark.parametrize(
    "broken", [{"engine": None}, {"programs": None}, {"engine": {}}, {"programs": [{"plan": "a"}]}]
)
def test_a_manifest_that_does_not_tell_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="does not tell engine, seed and runs"):
        Again.of({**TOLD, **broken})


def test_hashes_that_are_fewer_than_the_runs_are_refused() -> None:
    told = json.loads(json.dumps(TOLD))
    told["programs"][0]["rows"].pop()
    with pytest.raises(ValueError, match="does not tell"):
        Again.of(told)


def test_a_sample_holds_both_ends_and_is_the_same_each_time() -> None:
    sample = sample_of(range(1000), 6, 1)
    assert sample == sample_of(range(1000), 6, 1)
    assert sample != sample_of(range(1000), 6, 2)
    assert len(set(sample)) == 6
    assert (sample[0], sample[-1]) == (0, 999)
    assert sample_of([4, 9], 5, 1) == (4, 9)
    assert sample_of(range(9), 1, 1) == (0,)
