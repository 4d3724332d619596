"""`edgewise new` by piped answers: a file that loads, nothing lost, and an end in an answer."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.api import new as from_mapping
from simulator.cli import dialogue
from simulator.cli.main import main
from simulator.files.interview_answers import keep, load
from simulator.files.read import load as load_scenario

FIRST = ["Acme", "Build 6", "Run 4 people", "", "2", "1 2", ""]
"""Name, two teams, where changes go live, one way: then its one handover is asked about."""
EACH = ["7 written"]
YEAR = ["500", "10 %", "30", "3 h", "6", "9 7 3 6", "9 1", "?", "800 EUR", "?", "6"]
ALL = [*FIRST, *EACH, *YEAR]
FEW = ("-n", "20", "--worlds", "4", "--quiet")


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


@pytest.fixture
def written_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows the file is left out, where a test is about the file."""
    monkeypatch.setattr("simulator.cli.new._ending", lambda *_: None)
    monkeypatch.setattr("simulator.cli.new._looked", lambda *_: None)


def test_an_interview_ends_in_a_file_an_answer_a_sheet_and_a_page(folder: Path) -> None:
    lines = "".join(f"{line}\n" for line in [*ALL, ""])
    words = ["new", "acme.yaml", *FEW[:-1]]
    result = CliRunner().invoke(main, words, input=lines)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Where should the next 130 person-days go?")
    told = result.stderr
    assert "Build, 6 people; Run, 4 people. 2 teams." in told
    assert "10 of ten changes (change) pass Build, then Run, where it goes live." in told
    assert "5 of 16. Handovers, a line each" in told
    assert told.index("of 100 changes fail today") < told.index("Wrote acme.yaml.")
    assert "To forward: acme-brief.html (one sheet; print it to PDF)." in told
    assert "To try:     acme-what-if.html (opens in a browser, no network)." in told
    for name in ("acme-brief.html", "acme-what-if.html"):
        assert (folder / name).read_text("utf-8").lower().startswith("<!doctype html>")
    scenario = load_scenario(folder / "acme.yaml")
    assert scenario.name == "Acme"
    assert scenario.boundaries["Build -> Run"].owned.value == 0.7


@pytest.mark.usefixtures("written_only")
def test_an_interview_that_is_broken_off_goes_on_where_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("acme.yaml", typed=ALL[:9], code=2).stderr
    assert "Stopped with 6 answers, kept in acme.answers.yaml" in told
    assert not (folder / "acme.yaml").exists()

    real, lines = dialogue.line_of, iter(ALL[9:12])

    def interrupted(_: str) -> str:
        if (line := next(lines, None)) is not None:
            return line
        raise KeyboardInterrupt

    monkeypatch.setattr(dialogue, "line_of", interrupted)
    assert "kept in acme.answers.yaml" in run("acme.yaml", code=130).stderr
    assert set(load(folder / "acme.answers.yaml")) >= {"Build > Run", "ways", "restore"}

    monkeypatch.setattr(dialogue, "line_of", real)
    assert "Going on from acme.answers.yaml (9 answers)." in run(
        "acme.yaml", typed=[*ALL[12:], ""]
    ).stderr  # fmt: skip
    once = (folder / "acme.yaml").read_text()
    run("whole.yaml", typed=[*ALL, ""])
    assert (folder / "whole.yaml").read_text() == once


@pytest.mark.usefixtures("written_only")
def test_back_and_a_number_change_an_answer_and_nothing_else(folder: Path) -> None:
    typed = [*FIRST, "7 told", "back", "8 written", *YEAR]
    run("acme.yaml", typed=[*typed, "6", "400", ""])
    assert load_scenario(folder / "acme.yaml").boundaries["Build -> Run"].owned.value == 0.8
    answers = load(folder / "acme.answers.yaml")
    assert answers["changes"] == "400"
    run("plain.yaml", typed=[*typed, ""])
    assert {**load(folder / "plain.answers.yaml"), "changes": "400"} == answers


@pytest.mark.usefixtures("written_only")
def test_another_run_changes_one_answer_and_asks_before_it_writes_over(folder: Path) -> None:
    run("acme.yaml", typed=[*ALL, ""])
    before = (folder / "acme.yaml").read_text()
    refused = run("acme.yaml", typed=["6", "600", "", "no"], code=2)
    assert "acme.yaml is as it was; allowed: another name, or --force" in refused.stderr
    assert (folder / "acme.yaml").read_text() == before
    run("acme.yaml", typed=["", "yes"])
    seen = load_scenario(folder / "acme.yaml").observed
    assert seen is not None
    assert seen.changes is not None
    assert seen.changes.value == pytest.approx(600 / 260)


@pytest.mark.usefixtures("written_only")
def test_a_wrong_answer_is_refused_and_asked_again(folder: Path) -> None:
    told = run("acme.yaml", typed=[*FIRST, "eleven", *EACH, *YEAR, ""]).stderr
    assert "Found 'eleven'; allowed 0 to 10, then tested, written" in told
    assert (folder / "acme.yaml").exists()


@pytest.mark.usefixtures("written_only")
def test_changed_teams_are_asked_about_anew_and_what_no_longer_fits_is_dropped(
    folder: Path,
) -> None:
    changed = ["2", "Build 6", "Operate 4", "", "2", "1 2", "", "5 told"]
    run("acme.yaml", typed=[*ALL, *changed, ""])
    scenario = load_scenario(folder / "acme.yaml")
    assert list(scenario.boundaries) == ["Build -> Operate"]
    assert scenario.boundaries["Build -> Operate"].owned.value == 0.5


@pytest.mark.usefixtures("written_only")
def test_a_matrix_answers_a_dialogue_a_file_and_a_mapping_give_the_same_bytes(folder: Path) -> None:
    (folder / "teams.csv").write_text(",A,B,C\nA,,x,\nB,,,2\nC,,,\n")
    rest = ["", "", "", "7 told", "?", *YEAR, ""]  # teams, live, ways as they are offered
    rest[1] = "3"
    run("asked.yaml", "--from", "teams.csv", typed=["Acme", *rest])
    asked = (folder / "asked.yaml").read_bytes()
    run("told.yaml", "--answers", "asked.answers.yaml")
    assert (folder / "told.yaml").read_bytes() == asked
    answers = load(folder / "asked.answers.yaml")
    assert from_mapping(answers).text.encode() == asked
    short = {key: text for key, text in answers.items() if key not in {"teams", "handed"}}
    keep(short, folder / "short.yaml")
    run("both.yaml", "--from", "teams.csv", "--answers", "short.yaml")
    assert (folder / "both.yaml").read_bytes() == asked
    draft = from_mapping(short, matrix=folder / "teams.csv")
    draft.write(folder / "mapped.yaml")
    assert (folder / "mapped.yaml").read_bytes() == asked
    assert draft.headline == "3 teams, 1 way, 2 handovers. 15 of 18 questions answered."


def test_who_knows_nothing_still_gets_an_answer(folder: Path) -> None:
    keep({"name": "Acme", "teams": "A 3\nB 4"}, Path("in.yaml"))
    found = json.loads(run("acme.yaml", "--answers", "in.yaml", "--format", "json").stdout)
    assert found["worth"] is not None
    assert load_scenario(folder / "acme.yaml").boundaries["A -> B"].owned.because == "not known"
    again = run("acme.yaml", "--answers", "in.yaml", code=2).stderr
    assert again == "acme.yaml is already there; allowed: another name, or --force\n"


def test_where_answers_and_records_disagree_one_is_asked_which_to_trust_less(folder: Path) -> None:
    worst = [*FIRST, "0 assumed", "500", "1", "0", "?", "6", "200 1 1 0", *YEAR[6:], ""]
    lines = "".join(f"{line}\n" for line in [*worst, "4", "1"])
    few = ("-n", "20", "--worlds", "40")
    result = CliRunner().invoke(main, ["new", "acme.yaml", *few], input=lines)
    assert result.exit_code == 0, result.output
    assert "Which do you trust less?" in result.stderr
    assert "1 that handovers are as bad as you said" in result.stderr
    assert "found '4'; allowed 1, 2, 3, or don't know" in result.stderr
    assert load(folder / "acme.answers.yaml")["trust"] == "handovers"
    owned = load_scenario(folder / "acme.yaml").boundaries["Build -> Run"].fidelity
    assert owned.because is not None
    assert owned.because.endswith("trusted least, so more is allowed")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: A\n", "in.yaml: teams: found nothing; allowed a line each, such as Support 12"),
        ("name: A\nteams: B\n", "in.yaml: teams: found 1 teams; allowed 2 to 40, one a line"),
        ("name: A\nteams: A 1; B 2\ncolour: red\n", "in.yaml: colour: found an answer to no"),
        ("name: true\n", "in.yaml:1: name: found "),
        ("name: A: B\n", "in.yaml:1: file: found "),
    ],
)
def test_a_wrong_file_of_answers_is_refused_in_one_line(folder: Path, text: str, told: str) -> None:
    (folder / "in.yaml").write_text(text)
    error = run("acme.yaml", "--answers", "in.yaml", code=2).stderr
    assert error.startswith(told), error
    assert error.count("\n") == 1
    assert not (folder / "acme.yaml").exists()
