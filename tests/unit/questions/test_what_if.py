"""What changes do, asked as people type them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from simulator.api import compare, load, what_if
from simulator.cli.main import main
from simulator.files.amend import add_plans
from simulator.files.read import load as read
from simulator.questions.what_if.changes import asked_of, with_plans

FILE = "typical-company"


def change(**typed: Any) -> dict[str, Any]:
    """The change that one thing typed becomes."""
    (one,) = asked_of(load(FILE).scenario, typed)
    return dict(one.change)


def test_every_change_is_a_plan_that_could_be_written_by_hand() -> None:
    assert change(arrivals=["1.4x"]) == {
        "work": {"feature": {"arrivals": "1.4x"}, "fix": {"arrivals": "1.4x"}}
    }
    assert change(merge=["DBA + Platform"]) == {
        "merge": {"teams": ["DBA", "Platform"], "as": "Platform"}
    }
    assert change(drop=["Security"]) == {"drop": ["Security"]}
    assert change(add=["Release:4"]) == {"add": {"Release": {"people": 4, "before": "Operations"}}}
    assert change(people=["Platform-2"]) == {"teams": {"Platform": {"people": 6}}}
    assert change(cadence=["Security -> Operations", "weekly"]) == {
        "boundaries": {"Security -> Operations": {"opens_every": "1 week"}}
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"drop": ["Securty"]}, "did you mean Security"),
        ({"arrivals": ["more"]}, "a multiple such as 1.4x"),
        ({"merge": ["DBA"]}, "teams such as DBA.Platform"),
        ({"add": ["Release"]}, "such as Release:4"),
        ({"people": ["Nobody+2"]}, "one of Application, Operations"),
        ({"cadence": ["Security -> Operations", "often"]}, "weekly"),
        ({"cadence": ["Operations -> Product", "weekly"]}, "no such handover"),
        ({"reorganise": ["at 9 years"]}, "a time in the run, 60 to 320 days"),
        ({"people": ["Security-4"]}, "found 0; allowed"),
        ({}, "nothing is changed"),
        ({"drop": ["Security", "Security"]}, "found twice"),
    ],
)
def test_what_cannot_be_done_is_told_of_what_was_typed(typed: dict[str, Any], said: str) -> None:
    scenario = load(FILE).scenario
    with pytest.raises(ValueError, match=said):
        with_plans(scenario, asked_of(scenario, typed))


def test_a_reorganisation_dips_and_half_comes_back_in_every_place() -> None:
    scenario = load(FILE).scenario
    blow = with_plans(scenario, asked_of(scenario, {"reorganise": ["at 3 months"]}))
    (name,) = blow.arms
    _, after, later = (epoch.scenario.boundaries for epoch in blow.for_plan(name).epochs())
    for place, today in scenario.boundaries.items():
        assert after[place].shared_context.value == 0.5 * today.shared_context.value
        assert later[place].shared_context.value == pytest.approx(0.75 * today.shared_context.value)
        assert after[place].owned.value == pytest.approx(0.8 * today.owned.value)
        assert later[place].sync_every.value == today.sync_every.value


def test_changes_are_told_with_outcomes_and_judged_as_plans() -> None:
    found = what_if(FILE, drop=["Security"], reorganise=["at 3 months"], replications=4, worlds=0)
    gone = found.found.changes[0].effect("lead_time")
    assert gone.then < gone.today
    assert gone.better
    assert set(found.frame().plan) == {"without Security", "reorganised at 3 months"}
    course = found.course()
    assert set(course.plan) == {"today", "reorganised at 3 months"}
    assert list(course.start.unique()) == [65.0, 130.0, 195.0, 260.0]
    assert found.as_json()["changes"][1]["course"]["edges"][-1] == 325.0
    assert "course" in found.document().figures
    text = " ".join(found.document().lines)
    assert "its 4 people do something else" in text
    assert "in the quarter after it (months 3 to 6)" in text
    assert set(found.as_json()["judgement"]["levels"]) == {
        "today",
        "without Security",
        "reorganised at 3 months",
    }


def test_what_comes_back_after_the_end_of_the_files_run_is_in_the_course() -> None:
    few: Any = {"replications": 10, "worlds": 0}
    found = what_if(FILE, reorganise=["at 12 months"], **few).found.changes[0].course
    assert found is not None
    assert found.edges == (195.0, 260.0, 325.0, 390.0, 455.0, 520.0)
    assert found.events == (260.0, 360.0)
    before, blow, *_, end = found.levels["reorganised at 12 months"]["change_failure_rate"]
    assert before.middle < end.middle < blow.middle


def test_changes_are_judged_as_compare_judges_the_same_plans(tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(HEAD)
    few: Any = {"replications": 4, "worlds": 0}
    found = what_if(path, drop=["A"], people=["B-1"], **few)
    add_plans(path, found.plans())
    same = compare(path, turns=False, **few).compared.judgement
    assert found.found.decision.judgement == same
    assert same is not None


PLANS = {"without A": {"change": {"drop": ["A"]}}}
HEAD = """# mine
version: 1
name: Two
horizon: 90 days
work: [{kind: w, arrivals: 1 per week, facts: 2, route: [A, B]}]
teams: {A: {}, B: {}}
defaults: {boundary: {}}
"""


@pytest.mark.parametrize(
    "arms",
    [
        "",
        "arms:\n  - {name: old, spend: {core: 5 person-days}}  # kept\nquestion: Why?\n",
        "arms:  # ours\n- name: old\n  spend: {core: 5 person-days}\n\n# end\nquestion: Why?\n",
        "arms:\n    old: {spend: {core: 5 person-days}}\n",
    ],
)
def test_plans_are_put_behind_those_of_the_file_and_nothing_else_moves(
    tmp_path: Path, arms: str
) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(HEAD + arms)
    before = list(read(path).arms)
    add_plans(path, PLANS)
    after = read(path)
    assert list(after.arms) == [*before, "without A"]
    assert after.for_plan("without A").work["w"].route == (("B",),)
    kept = path.read_text().splitlines()
    assert [line for line in (HEAD + arms).splitlines() if line] == [
        line
        for line in kept
        if line and "without A" not in line and (line != "arms:" or "arms:" in arms)
    ]
    with pytest.raises(ValueError, match="already"):
        add_plans(path, PLANS)


def test_the_command_prints_writes_and_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("two.yaml")
    path.write_text(HEAD)
    few = ["what-if", "two.yaml", "-n", "2", "--worlds", "0", "--quiet", "--out", "kept"]
    done = CliRunner().invoke(main, [*few, "--drop", "A", "--people", "A+1", "--people", "B+1",
                                     "--cadence", "A -> B", "weekly", "--write"])  # fmt: skip
    assert done.exit_code == 0, done.output
    assert '"without A": failed changes per 100' in done.output
    assert list(read(path).arms) == ["without A", "1 more in A", "1 more in B", "A to B weekly"]
    command = json.loads(Path("kept/manifest.json").read_text())["command"]
    typed = "--drop A --people A+1 --people B+1 --cadence 'A -> B' weekly --worlds 0"
    assert f" -n 2 {typed} " in command
    refused = CliRunner().invoke(main, [*few[:-1], "other", "--drop", "C"])
    assert refused.exit_code == 2
    assert refused.output == "--drop \"C\": found 'C'; allowed one of the teams A, B\n"
