"""Outcomes by month and quarter: exact where the log can be counted, known where a ramp is."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from simulator.api import compare as ask
from simulator.api import load
from simulator.engines.log import Happening
from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.engine import log_of
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.methods.comparison import compare
from simulator.methods.course import QUARTER, changing, course, parts, spans
from simulator.present.course import course_sentence
from simulator.scenario.scenario import Scenario
from tests.unit.methods.linear import GAIN, tree

EDGES = (60.0, 125.0, 190.0, 255.0, 320.0)
RUNS = 6


def shaken() -> Program:
    return program_for(load("reorganisation").scenario, "half and half")


def test_parts_count_what_the_log_says_of_them() -> None:
    program, run = shaken(), Runner(seed=3)
    found = parts(program, run, range(RUNS), EDGES)
    for number in range(RUNS):
        events = log_of(program, 3, number).events
        arrivals = events[events["event"] == Happening.ARRIVED]
        releases = events[events["event"] == Happening.RELEASED]
        began = dict(zip(arrivals["item"].tolist(), arrivals["time"].tolist(), strict=True))
        for index, (start, end) in enumerate(pairwise(EDGES)):
            now = releases[(releases["time"] >= start) & (releases["time"] < end)]
            items = now["item"].tolist()
            times = [
                time - began[item]
                for time, item in zip(now["time"].tolist(), items, strict=True)
                if began[item] >= 0.0  # the others were there on day 0
            ]
            above, below = found["lead_time"][index]
            assert below[number] == len(times)
            assert above[number] == pytest.approx(sum(times), rel=1e-9)
            assert found["throughput"][index][0][number] == 5.0 * len(now)


def test_parts_that_are_windows_of_their_own_say_what_these_say() -> None:
    """Serious failures of a window are counted whenever their change was released."""
    from dataclasses import replace

    program, run, name = shaken(), Runner(seed=3), "serious_failures"
    found = parts(program, run, range(RUNS), EDGES)[name]
    for (above, below), (start, end) in zip(found, pairwise(EDGES), strict=True):
        window = replace(program, warm_up=start, horizon=end)
        direct = OUTCOMES[name].fraction(window, run(window, range(RUNS)))
        assert above == pytest.approx(direct[0], rel=1e-9)
        assert below.tolist() == direct[1].tolist()


def test_both_engines_run_the_same_course() -> None:
    program, edges = shaken(), (60.0, 90.0, 120.0)
    one, two = (
        parts(program, Runner(seed=2, engine=engine), range(2), edges)
        for engine in ("compiled", "reference")
    )
    assert set(one) == set(two)
    for name, found in one.items():
        assert np.array(found) == pytest.approx(np.array(two[name]), rel=1e-9, abs=1e-9), name


def test_medians_have_no_parts_and_all_else_adds_up() -> None:
    program, run = shaken(), Runner(seed=1)
    whole = parts(program, run, range(2), (60.0, 320.0))
    fine = parts(program, run, range(2), EDGES)
    left_out = {"lead_time_p50", "lead_time_p85", "lead_time_p95", "restore_p50", "restore_p90",
                "unrestored"}  # fmt: skip
    assert set(OUTCOMES) - set(fine) == left_out
    for name, found in fine.items():
        assert np.array(found).sum(axis=0) == pytest.approx(
            np.array(whole[name][0]), rel=1e-9, abs=1e-6
        )


def test_a_change_with_the_same_mistakes_is_as_likely_to_fail_in_every_part() -> None:
    known = tree()
    (boundary,) = known["boundaries"]
    lossy = {"fidelity": 0, "shared_context": 0, "readback": 0, "assumption_accuracy": 0}
    flawless = {**known["defaults"]["team"], "defects_per_item": 0}
    scenario = Scenario.from_tree(
        tree(boundaries=[{**boundary, "exposure": 0, **lossy}], defaults={"team": flawless})
    )
    (kind,) = scenario.work.values()
    incidents = scenario.incidents
    counted = sum(incidents.severity[name].value for name in scenario.failure.counts)
    counted /= sum(weight.value for weight in incidents.severity.values())
    soon = -math.expm1(-scenario.failure.within.value / incidents.latency.value)
    chance = 1.0 - (1.0 - incidents.manifest["lost"].value * counted * soon) ** kind.facts.value
    edges = (20.0, 50.0, 90.0, 160.0)
    for engine in ("compiled", "reference"):
        found = parts(program_for(scenario), Runner(seed=1, engine=engine), range(2), edges)
        for above, below in found["change_failure_rate"]:
            assert (below > 0).all()
            assert above / below == pytest.approx(100.0 * chance, rel=1e-9)


RAMP = 200.0


def ramping() -> Scenario:
    levers: dict[str, Any] = tree()["levers"]
    verification = {**levers["verification"], "ramp": f"{RAMP:g} days"}
    return Scenario.from_tree(
        tree(
            horizon="280 days",
            levers={**levers, "verification": verification},
            arms=[{"name": "learnt", "spend": {"verification": "1000 person-days"}}],
        )
    )


def expected(strength: float, start: float, end: float) -> float:
    """Return failures per 100 released between two days while verification is being learnt.

    Of 0.1 mistakes a visit the removed share goes from 0.5 to 0.9 with what is bought, times the
    share learnt; half of what is left shows; 6.25 start between teams. A visit of A ends a day
    before the release, one of B with it.
    """
    days = np.linspace(start, end, 100_001)
    learnt = [np.clip((days - early) / RAMP, 0.0, 1.0) for early in (1.0, 0.0)]
    inside = [0.1 * (1.0 - 0.5 - 0.4 * strength * share) * 0.5 for share in learnt]
    return 100.0 * float(np.mean(sum(inside))) + 6.25


def test_a_ramp_is_followed_quarter_by_quarter() -> None:
    """Exact values 11.25 falling with what is learnt; a fault of 2 % of any quarter is noticed."""
    scenario, n = ramping(), 1200
    program = program_for(scenario, "learnt")
    (strength,) = {float(each) for each in program.team_practices["strength"].ravel() if each}
    edges = (20.0, 85.0, 150.0, 215.0, 280.0)
    found = parts(program, Runner(seed=5), range(n), edges)["failures"]
    exact = [expected(strength, *span) for span in pairwise(edges)]
    assert exact[0] > 1.1 * exact[-1]
    for (above, below), want in zip(found, exact, strict=True):
        ratio = float(above.sum() / below.sum())
        error = float(np.std((above - ratio * below) / below.mean(), ddof=1)) / math.sqrt(n)
        assert error < 0.02 * want / 3.0, error
        assert abs(ratio - want) < 3.5 * error, (ratio, want, error)
    assert strength > GAIN


def test_a_course_is_told_only_where_something_changes_in_the_window() -> None:
    assert changing(program_for(ramping(), "learnt"))
    assert not changing(program_for(ramping()))
    assert not changing(program_for(Scenario.from_tree(tree())))
    event = [{"at": "100 days", "change": {"pressure": 1}}]
    assert changing(program_for(Scenario.from_tree(tree(events=event))))
    early = [{"at": "10 days", "change": {"pressure": 1}}]
    assert not changing(program_for(Scenario.from_tree(tree(events=early))))


@pytest.mark.parametrize(
    ("window", "unit", "count"),
    [((60.0, 320.0), "month", 12), ((0.0, 500.0), "quarter", 8), ((0.0, 2600.0), "year", 10),
     ((20.0, 30.0), "month", 1)],
)  # fmt: skip
def test_a_year_is_told_by_months_and_more_by_quarters(
    window: tuple[float, float], unit: str, count: int
) -> None:
    found, edges = spans(*window)
    assert (found, len(edges) - 1) == (unit, count)
    assert (edges[0], edges[-1]) == window


def test_the_reorganisation_dips_and_comes_back() -> None:
    scenario, run = load("reorganisation").scenario, Runner(seed=1)
    programs = {"today": program_for(scenario), "plan": program_for(scenario, "half and half")}
    found = course(programs, run, range(30), outcome="change_failure_rate", unit="quarter",
                   edges=EDGES)  # fmt: skip
    assert found is not None
    assert found.events == (120.0, 140.0, 150.0, 180.0, 240.0)
    for plan in programs:
        before, blow, after, end = (
            band.middle for band in found.levels[plan]["change_failure_rate"]
        )
        assert blow > 1.1 * before
        assert after > 1.1 * before
        assert before < end < max(blow, after)
        for band in found.levels[plan]["change_failure_rate"]:
            assert band.low < band.middle < band.high
    assert "at worst" in course_sentence(found, "change_failure_rate", "plan")


def test_compare_tells_the_course_in_json_and_only_where_there_is_one() -> None:
    few: Any = {"seed": 1, "replications": range(3)}
    moving = compare(ramping(), Runner(seed=1), **few)
    found = moving.course
    assert found is not None
    assert (found.unit, len(found.edges), found.replications) == ("month", 13, 3)
    assert set(found.levels) == {"today", "learnt"}
    assert compare(Scenario.from_tree(tree()), Runner(seed=1), **few).course is None
    assert QUARTER == 65.0


def test_what_fades_is_drawn_beside_a_today_that_stays_as_it_is() -> None:
    found = ask("ipass", replications=12, worlds=0, turns=False)
    course = found.compared.course
    assert course is not None
    assert course.moving == ("a programme that stops",)
    view = found.document().figures["course"]
    assert set(view.frame["plan"]) == {"today", "a programme that stops"}
    assert view.title.startswith('"a programme that stops", month by month: failures per 100')
    bands = course.levels["a programme that stops"]["failures"]
    today = course.levels["today"]["failures"]
    gains = [mine.middle - theirs.middle for mine, theirs in zip(bands, today, strict=True)]
    assert np.mean(gains[:4]) < 2.0 * np.mean(gains[-3:]) < 0.0
