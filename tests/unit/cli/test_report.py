"""`edgewise report --for outside`: the question asked again with letters in place of names."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.main import main
from tests.unit.questions.asked import company

WORDS = {"A": "failed", "B": "changes", "C": "teams", "D": "contracts", "core": "noise"}
"""Names that are words of our own sentences, or of our files."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran(*words: str) -> Result:
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code in {0, 1}, result.output
    return result


def told(place: Path, *words: str, tree: object) -> tuple[list[str], list[str], str]:
    """Five lines for us and for outside, and what was said when the second were drawn."""
    (place / "company.json").write_text(json.dumps(tree))
    ran(words[0], "company.json", *words[1:], "--out", "kept", "--quiet")
    said = ran("report", "kept", "--for", "outside").stderr
    lines = [place / "kept/lines.txt", place / "kept/outside/lines.txt"]
    ours, theirs = (path.read_text("utf-8").splitlines() for path in lines)
    return ours, theirs, said


def test_names_that_are_words_of_sentences_leave_the_sentences_whole(place: Path) -> None:
    words = ("compare", "-n", "3", "--worlds", "0")
    ours, theirs, said = told(place, *words, tree=company(**WORDS))
    assert theirs[0] == "Which plan is better, and how sure is that?"
    assert re.findall(r'"Plan .*failed changes per 100', theirs[1])
    assert "changes a year" in ours[1]
    assert "changes a year" not in "".join(theirs)
    assert re.sub(r"\d+", "n", theirs[2]) == re.sub(r"\d+", "n", ours[2])
    legend = (place / "kept/legend.csv").read_text("utf-8")
    assert re.search(r"Team [A-D],teams", legend)
    assert said == ""
    page = (place / "kept/outside/report.html").read_text("utf-8")
    assert "Holunder" not in page


def test_the_value_of_an_option_is_renamed_too(place: Path) -> None:
    words = ("account", "--plan", "Plan Quitte", "-n", "3")
    _, theirs, _ = told(place, *words, tree=company())
    assert "Quitte" not in "".join(theirs)


def test_of_two_teams_it_is_said_that_letters_hide_little(place: Path) -> None:
    tree = company()
    route = [tree["work"][1]["route"][0], tree["work"][1]["route"][-1]]
    tree["work"] = [{**tree["work"][1], "route": route}]
    tree["teams"] = {name: {} for name in route}
    tree["boundaries"] = [{"from": route[0], "to": route[1]}]
    _, _, said = told(place, "account", "-n", "3", tree=tree)
    assert "fewer than three teams" in said


@pytest.mark.parametrize("words", [("validate", "-n", "3"), ("explain", "--worlds", "0")])
def test_what_has_no_plans_to_compare_goes_outside_too(words: tuple[str, ...], place: Path) -> None:
    _, theirs, _ = told(place, *words, tree=company())
    page = (place / "kept/outside/report.html").read_text("utf-8")
    assert theirs[0].endswith("?")
    assert "Team A" in page
    assert not [name for name in ("Quitte", "Holunder", "Lieferzettel", "717") if name in page]


def test_a_story_outside_is_of_another_failure_and_says_so(place: Path) -> None:
    tree = company()
    (place / "company.json").write_text(json.dumps(tree))
    listed = json.loads(ran("explain", "company.json", "--list", "--format", "json").stdout)
    last = max(failure["number"] for failure in listed)
    words = ("explain", "--failure", f"{last}", "--years", "0")
    _, theirs, said = told(place, *words, tree=tree)
    assert "another failure" in said
    assert theirs[0].endswith("?")
