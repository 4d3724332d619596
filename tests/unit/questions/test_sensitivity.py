"""What moves the answer, asked from the command line and from Python."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.api import Sensitivity, sensitivity
from simulator.cli.main import main
from simulator.files.write import text_of
from simulator.present.bought import unknown_words
from simulator.questions.organisation import Organisation
from tests.unit.methods.test_sensitivity import CULPRIT, organisation

WORDS = ["--points", "32", "-n", "20", "--worlds", "40"]


def small(of: str | Organisation) -> Sensitivity:
    return sensitivity(of, points=32, replications=20, worlds=40)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("chain.yaml").write_text(text_of(organisation()))
    return "chain.yaml"


def test_the_command_says_what_python_says_and_keeps_page_and_figures(file: str) -> None:
    result = CliRunner().invoke(main, ["sensitivity", file, *WORDS, "--format", "json"])
    assert result.exit_code == 0, result.output
    found = small(file)
    assert json.loads(result.stdout) == json.loads(json.dumps(found.as_json()))
    (kept,) = Path("results").iterdir()
    page = (kept / "report.html").read_text()
    assert "What moves the choice between" in page
    assert "worth knowing" in page
    assert list(found.document().figures) == ["tornado", "drivers"]


def test_the_culprit_stands_in_the_headline_and_in_the_condition() -> None:
    picky = organisation(matters="0.02 failed changes per 100")
    found = small(Organisation(file="chain", scenario=picky))
    assert found.headline.startswith(
        "Most of what moves the choice: chance that a fact is conveyed (B → C) ("
    )
    lines = found.document().lines
    assert "without its records" in lines[0]
    assert lines[1].startswith("Luck has ")
    assert '"between" wins where chance that a fact is conveyed (B → C) is below 0.9' in lines[2]
    assert "companies that were not used to find it" in lines[2]
    assert "chance that a fact is conveyed (B → C), worth about" in lines[3]
    assert found.frame().index[0] == found.swings().index[0] == found.known().index[0] == CULPRIT


def test_what_is_refused_is_one_line(file: str) -> None:
    result = CliRunner().invoke(main, ["sensitivity", file, "--points", "12"])
    assert result.exit_code == 2
    assert result.stderr == "points: found 12; allowed: a power of two, such as 64 or 128\n"


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("arms.notes.change.defaults.boundary.fidelity",
         'Chance that a fact is conveyed (all handovers that share it), under "notes"'),
        ("events.0.change.teams.A.people",
         "People who serve the team's queue; 1.5 are two at 3/4 of the speed (A), after an event"),
        ("pressure", "How strongly a loaded team cuts corners: factor on the odds of failing"),
    ],
)  # fmt: skip
def test_an_unknown_is_told_in_words_wherever_it_is_written(origin: str, said: str) -> None:
    assert unknown_words(origin) == said
