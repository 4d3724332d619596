"""Questions of event logs from the command line: answered, kept, drawn again, refused in a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.api import network
from simulator.cli.main import main
from tests.unit.logs.made import as_csv, events
from tests.unit.logs.test_organisation import desk


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    as_csv(events(), tmp_path / "tickets.csv")
    return tmp_path


def edgewise(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def test_a_network_is_printed_and_kept_and_drawn_again_without_a_name(folder: Path) -> None:
    said = edgewise("network", "tickets.csv").stdout
    assert "of 100 cases changed hands" in said
    assert "60 cases" in said
    [kept] = (folder / "results").iterdir()
    assert kept.name.startswith("tickets-network-")
    found = json.loads((kept / "summary.json").read_text())
    assert found["handoffs"] == network("tickets.csv").found.handoffs
    page = (kept / "report.html").read_text()
    assert "Net; work" in page
    edgewise("report", str(kept), "--for", "outside")
    outside = (kept / "outside" / "report.html").read_text()
    assert "Team A" in outside
    for name in ("Net; work", "Desk", "tickets", f"{found['handoffs']} handovers"):
        assert name not in outside


@pytest.mark.usefixtures("folder")
def test_the_same_log_gives_the_same_bytes_and_its_frames() -> None:
    words = ("network", "tickets.csv", "--format", "json", "--quiet")
    assert edgewise(*words).stdout == edgewise(*words).stdout
    found = network("tickets.csv")
    assert found.frame()["n"].sum() == found.found.handoffs
    assert found.cases()["cases"].sum() == found.teams().shape[0] * 15
    assert "Busiest" in edgewise("network", "tickets.csv", "--format", "csv").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("network", "nowhere.csv"), "nowhere.csv: cannot be read"),
        (("network", "tickets.csv", "--map", "nowhere.yaml"), "nowhere.yaml: cannot be read"),
        (("network", "tickets.csv", "--level", "unit"), "no column or units: for 'unit'"),
        (("network", "tickets.csv", "--map", "odd.yaml"), "odd.yaml:1: found the key 'colums'"),
    ],
)
def test_what_cannot_be_answered_is_one_line(
    folder: Path, words: tuple[str, ...], said: str
) -> None:
    (folder / "odd.yaml").write_text("colums: {}\n")
    stderr = edgewise(*words, code=2).stderr
    assert said in stderr
    assert stderr.count("\n") == 1


def test_an_import_writes_a_scenario_that_other_commands_answer(folder: Path) -> None:
    desk(folder / "desk.csv")
    said = edgewise("import", "desk.csv", "--out", "my.desk")
    assert "Measured here" in said.stdout
    assert "Wrote my.desk.yaml and my.desk.mapping.yaml." in said.stderr
    assert "already there" in edgewise("import", "desk.csv", "--out", "my.desk", code=2).stderr
    words = ("import", "desk.csv", "--map", "my.desk.mapping.yaml", "--format", "json")
    again = json.loads(edgewise(*words).stdout)
    assert again["text"] == (folder / "my.desk.yaml").read_text()
    assert edgewise("run", "my.desk.yaml", "-n", "1", "--quiet").stdout


def test_an_interview_asks_what_was_guessed(folder: Path) -> None:
    text = desk(folder / "desk.csv").read_text()
    (folder / "two.csv").write_text(text.replace("case,timestamp,team", "id,timestamp,squad"))
    asked = CliRunner().invoke(main, ("import", "two.csv", "--interview"), input="2\n7\n\n")
    assert asked.exit_code == 0, asked.output
    assert "team_means? 1 owner  2 actor" in asked.stderr
    assert "statuses: work: Active; done: Resolved" in asked.stderr
    ended = CliRunner().invoke(main, ("import", "two.csv", "--interview"), input="")
    assert ended.exit_code == 2
    assert "answers ended" in ended.stderr


def test_a_matrix_and_code_owners_are_lighter_starting_points(folder: Path) -> None:
    (folder / "teams.csv").write_text(",Product,Build,Run\nProduct,,x,\nBuild,,,8\nRun,,2,\n")
    said = edgewise("import", "teams.csv", "--out", "light")
    assert "3 teams and 3 handovers, from a team matrix" in said.stdout
    assert "Wrote light.yaml.\n" in said.stderr
    assert edgewise("run", "light.yaml", "-n", "1", "--quiet").stdout
    owners = (
        "# who owns what\n/api @acme/api @acme/ops\n/web @acme/web @acme/api @someone\n/x a@b.c\n"
    )
    (folder / "CODEOWNERS").write_text(owners)
    said = edgewise("import", "CODEOWNERS")
    assert "3 teams and 2 handovers, from a CODEOWNERS file" in said.stdout
    assert "api > ops" in said.stdout
    (folder / "CODEOWNERS").write_text("/api @acme/api\n/web @acme/web\n")
    refused = edgewise("import", "CODEOWNERS", code=2).stderr
    assert "no two own a path together" in refused
