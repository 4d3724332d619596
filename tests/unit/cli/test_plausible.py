"""`edgewise validate FILE`: exit 1 where a check fails outright, and documented JSON."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.validate import validate

COMPANY = """\
version: 1
external: none
name: Two teams
horizon: 120 days
warm_up: 20 days
work:
  - {kind: change, arrivals: 10 per week, facts: 6, route: [A, B]}
defaults: {boundary: {}}
teams: {A: {people: 7}, B: {people: 7}}
boundaries: []
"""


def run(folder: Path, text: str, *words: str, code: int) -> Result:
    (folder / "company.yaml").write_text(text)
    command = [f"{folder / 'company.yaml'}", "-n", "5", "--quiet", *words]
    result = CliRunner().invoke(validate, command)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_plausible_file_ends_well_and_one_against_its_own_records_does_not(folder: Path) -> None:
    page = run(folder, COMPANY, code=0).stdout
    assert page.startswith("Does today look like you?")
    assert "no records of its own" in page
    page = run(folder, f"{COMPANY}observed: {{changes: 300 per week}}\n", code=1).stdout
    assert "Today does not look like you yet" in page


def test_a_queue_without_end_fails_and_json_says_where(folder: Path) -> None:
    text = COMPANY.replace("B: {people: 7}", "B: {people: 2}")
    told = json.loads(run(folder, text, "--format", "json", code=1).stdout)
    assert told["fails"] is True
    assert told["looks_like_you"] is None
    (team,) = told["people"]
    assert (team["team"], team["people"]) == ("B", 2)
    assert [check["name"] for check in told["checks"] if check["verdict"] == "fails"] == ["B"]
    (kept,) = (folder / "results").iterdir()
    assert kept.name.startswith("company-validate-")
    assert (kept / "report.html").exists()
