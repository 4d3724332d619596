"""`edgewise new` by piped answers: a file that loads, nothing lost, nothing written over."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli import dialogue
from simulator.cli.main import main
from simulator.files.interview_answers import keep, load
from simulator.files.read import load as load_scenario

FIRST = ["Acme", "Build 6", "Run ?", "", "Build > Run", ""]
"""Name, two teams, one handover: then three questions on it are asked."""
THREE = ["10", "7", "written"]
ROUTES = [""]
YEAR = ["500", "10 %", "12", "3 h", "6", "9 7 3 6", "don't know"]
ALL = [*FIRST, *THREE, *ROUTES, *YEAR]
FEW = ("-n", "2", "--quiet")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, typed: list[str] | None = None, code: int = 0) -> Result:
    lines = "".join(f"{line}\n" for line in typed or [])
    result = CliRunner().invoke(main, ["new", *words, *FEW], input=lines)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def test_an_interview_by_piped_answers_ends_in_a_file_that_loads(folder: Path) -> None:
    result = run("acme.yaml", typed=[*ALL, ""])
    assert result.stdout.startswith("Does today look like you?")
    scenario = load_scenario(folder / "acme.yaml")
    assert scenario.name == "Acme"
    assert scenario.teams["Run"].people.because == "not known"
    assert scenario.boundaries["Build -> Run"].owned.value == 0.7
    assert (folder / "acme.answers.yaml").exists()


def test_an_interview_that_is_broken_off_goes_on_where_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("acme.yaml", typed=ALL[:8], code=2).stderr
    assert "Stopped with 5 answers, kept in acme.answers.yaml" in told
    assert not (folder / "acme.yaml").exists()

    real, lines = dialogue.line_of, iter([*ALL[8:11]])

    def interrupted(_: str) -> str:
        if (line := next(lines, None)) is not None:
            return line
        raise KeyboardInterrupt

    monkeypatch.setattr(dialogue, "line_of", interrupted)
    assert "kept in acme.answers.yaml" in run("acme.yaml", code=130).stderr
    assert set(load(folder / "acme.answers.yaml")) >= {"last: Build > Run", "routes", "changes"}

    monkeypatch.setattr(dialogue, "line_of", real)
    broken = run("acme.yaml", typed=[*ALL[11:], ""])
    assert "Going on from acme.answers.yaml (8 answers)." in broken.stderr
    once = (folder / "acme.yaml").read_text()
    run("whole.yaml", typed=[*ALL, ""])
    assert (folder / "whole.yaml").read_text() == once


def test_back_and_a_number_change_an_answer_and_nothing_else(folder: Path) -> None:
    typed = [*FIRST, "10", "7", "back", "8", "written", *ROUTES, *YEAR]
    run("acme.yaml", typed=[*typed, "8", "400", ""])
    scenario = load_scenario(folder / "acme.yaml")
    assert scenario.boundaries["Build -> Run"].owned.value == 0.8
    answers = load(folder / "acme.answers.yaml")
    assert answers["changes"] == "400"
    kept = {key: text for key, text in answers.items() if key != "changes"}
    run("plain.yaml", typed=[*typed, ""])
    plain = load(folder / "plain.answers.yaml")
    assert kept == {key: text for key, text in plain.items() if key != "changes"}


def test_another_run_changes_one_answer_and_asks_before_it_writes_over(folder: Path) -> None:
    run("acme.yaml", typed=[*ALL, ""])
    before = (folder / "acme.yaml").read_text()
    refused = run("acme.yaml", typed=["8", "600", "", "no"], code=2)
    assert "acme.yaml is as it was; allowed: another name, or --force" in refused.stderr
    assert (folder / "acme.yaml").read_text() == before
    run("acme.yaml", typed=["", "yes"])
    seen = load_scenario(folder / "acme.yaml").observed
    assert seen is not None
    assert seen.changes is not None
    assert seen.changes.value == pytest.approx(600 / 260)


def test_a_wrong_answer_is_refused_and_asked_again(folder: Path) -> None:
    typed = [*FIRST, "eleven", "10", *THREE[1:], *ROUTES, *YEAR, ""]
    told = run("acme.yaml", typed=typed).stderr
    assert "found 'eleven'; allowed 0 to 10, or don't know" in told
    assert (folder / "acme.yaml").exists()


def test_changed_teams_are_asked_about_anew_and_what_no_longer_fits_is_dropped(
    folder: Path,
) -> None:
    changed = ["2", "Build 6", "Operate 4", "", "Build > Operate", "", "5", "5", "told", ""]
    run("acme.yaml", typed=[*ALL, *changed, ""])
    scenario = load_scenario(folder / "acme.yaml")
    assert list(scenario.boundaries) == ["Build -> Operate"]
    assert scenario.boundaries["Build -> Operate"].owned.value == 0.5


def test_answers_from_a_file_need_no_terminal_and_what_is_missing_is_not_known(
    folder: Path,
) -> None:
    keep({"name": "Acme", "teams": "A 3\nB 4", "handovers": "A > B", "busy": "5"}, Path("in.yaml"))
    found = json.loads(run("acme.yaml", "--answers", "in.yaml", "--format", "json").stdout)
    assert found["looks_like_you"] is None
    assert load_scenario(folder / "acme.yaml").boundaries["A -> B"].owned.because == "not known"
    again = run("acme.yaml", "--answers", "in.yaml", code=2).stderr
    assert again == "acme.yaml is already there; allowed: another name, or --force\n"
    run("acme.yaml", "--answers", "in.yaml", "--force")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: A\n", "in.yaml: teams: found nothing; allowed lines such as: Product 6"),
        ("name: A\nteams: B\n", "in.yaml: teams: found 1 teams; allowed 2 to 40, one a line"),
        ("name: A\nteams: A 1; B 2\ncolour: red\n", "in.yaml: colour: found an answer to no"),
        ("name: [A]\n", "in.yaml:1: name: found "),
        ("name: A: B\n", "in.yaml:1: file: found "),
    ],
)
def test_a_wrong_file_of_answers_is_refused_in_one_line(folder: Path, text: str, told: str) -> None:
    (folder / "in.yaml").write_text(text)
    error = run("acme.yaml", "--answers", "in.yaml", code=2).stderr
    assert error.startswith(told), error
    assert error.count("\n") == 1
    assert not (folder / "acme.yaml").exists()
