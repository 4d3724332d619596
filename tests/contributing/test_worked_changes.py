"""The worked changes of CONTRIBUTING.md do what they say, carried out as written on a copy."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contributing.worked import Edit, carried_out, changes

ROOT = Path(__file__).resolve().parents[2]
CHANGES = changes((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
PLAIN = "extends: telephone-game\nname: As it is\n"


def changed(name: str, folder: Path) -> Path:
    """A copy of the package with one worked change made."""
    for part in ("simulator", "scenarios"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    carried_out(CHANGES[name], folder)
    return folder


def edgewise(folder: Path, *words: str) -> str:
    """What a command of the copy says, with a cache of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "simulator.cli", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def outcomes(folder: Path, text: str, *words: str, engine: str = "compiled") -> dict[str, float]:
    """The outcomes of a scenario file in a copy that have a value, simulated twice."""
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    asked = ("run", "case.yaml", "-n", "2", "--engine", engine, "--format", "json", *words)
    found = json.loads(edgewise(folder, *asked))["outcomes"]
    return {name: each["best"] for name, each in found.items() if each["best"] is not None}


def test_the_four_changes_stand_on_the_page() -> None:
    assert list(CHANGES) == ["A parameter", "A lever", "A question", "An outcome"]


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_change_builds_on_stands_in_the_tree(name: str) -> None:
    for edit in CHANGES[name]:
        file = ROOT / edit.file
        assert file.exists() == bool(edit.before), edit.file
        assert not edit.before or file.read_text("utf-8").count(edit.before) == 1, edit.before


def test_an_edit_that_has_lost_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\nx = 1\n")
    for before in ("x = 1\n", "y = 1\n"):
        with pytest.raises(ValueError, match="times"):
            carried_out([Edit(file="a.py", before=before, after="")], tmp_path)


@pytest.mark.slow
def test_the_parameter_moves_both_engines_alike_and_nothing_where_it_is_nought(
    tmp_path: Path,
) -> None:
    copy = changed("A parameter", tmp_path)
    much = PLAIN + "defaults: {boundary: {distraction: 0.5}}\n"
    asked = "expected_failures"
    moved = outcomes(copy, much)
    assert moved[asked] > 1.05 * outcomes(copy, PLAIN)[asked]
    assert moved == pytest.approx(outcomes(copy, much, engine="reference"), rel=1e-12)
    assert "boundary.distraction" in edgewise(copy, "parameters")


@pytest.mark.slow
def test_the_lever_is_bought_and_prevents_alike_in_both_engines(tmp_path: Path) -> None:
    copy = changed("A lever", tmp_path)
    lever = "{scale: 1 person-days per weekly item, adherence: 1, ramp: 0 days, overhead: 1 h}"
    bought = (
        f"{PLAIN}levers: {{checklists: {lever}}}\n"
        "arms: [{name: lists, spend: {checklists: 900 person-days}}]\n"
    )
    asked = "expected_failures"
    after = outcomes(copy, bought, "--plan", "lists")
    assert after[asked] < 0.9 * outcomes(copy, bought)[asked]
    assert after == pytest.approx(
        outcomes(copy, bought, "--plan", "lists", engine="reference"), rel=1e-12
    )


@pytest.mark.slow
def test_the_question_is_answered_from_the_command_line_and_from_python(tmp_path: Path) -> None:
    copy = changed("A question", tmp_path)
    asked = ("queues", "telephone-game", "-n", "2", "--engine", "reference", "--quiet")
    assert "Work waits longest for " in edgewise(copy, *asked)
    waiting = json.loads(edgewise(copy, *asked, "--format", "json"))["waiting"]
    assert list(waiting.values()) == sorted(waiting.values(), reverse=True)
    assert "queues" in edgewise(copy, "--help")


@pytest.mark.slow
def test_the_outcome_is_printed_and_can_decide(tmp_path: Path) -> None:
    copy = changed("An outcome", tmp_path)
    text = "extends: strong-cores-fragile-edges\nname: Short\nhorizon: 60 days\nwarm_up: 10 days\n"
    assert outcomes(copy, text, engine="reference")["questions"] > 0.0
    decided = ("compare", "case.yaml", "-n", "2", "--worlds", "0", "--engine", "reference")
    said = edgewise(copy, *decided, "--quiet", "--outcome", "questions")
    assert "person-days of questions a year" in said
