"""`invest`, `duel` and `map`: what they print, what they keep, what they refuse with exit 2."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.main import main

COMPANY = """\
version: 1
external: none
name: Two teams
horizon: 60 days
warm_up: 10 days
work:
  - {kind: change, arrivals: 6 per week, facts: 4, route: [A, B]}
defaults: {boundary: {}}
teams: {A: {defects_per_item: {value: 1.5, low: 0.5, high: 3}}, B: {}}
boundaries: []
incidents: {manifest: 0.4, latency: 5 days}
levers:
  verification: {}
  contracts: {}
costs: {person_day: 700, currency: EUR}
arms:
  - {name: no handover, change: {work: {change: {route: [A]}}}, cost: 10 person-days}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "company.yaml").write_text(COMPANY)
    return tmp_path


def edgewise(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def results(command: str) -> Path:
    (found,) = Path("results").glob(f"company-{command}-*")
    return found


def test_invest_prints_the_promised_json_and_keeps_page_and_figures() -> None:
    words = ("invest", "company.yaml", "--budget", "40", "-n", "6", "--worlds", "4", "--figures")
    told = json.loads(edgewise(*words, "--format", "json").stdout)
    assert {"ranking", "path", "frontier", "measure_first"} <= set(told)
    assert told["ranking"][0]["decides"] in ("team", "two teams", "leader")
    unknowns = {each["unknown"] for each in told["measure_first"]}
    shown = {"incidents.manifest, inside", "incidents.manifest, between"}
    assert unknowns == {"teams.A.defects_per_item", *shown}
    names = {path.name for path in results("invest").rglob("*")}
    assert {"report.html", "ranking.svg", "ranking.png", "frontier.svg", "ranking.parquet"} <= names
    again = edgewise(*words).stdout
    assert "Who can decide it" in again
    assert "example prices" in again


def test_duel_prints_the_promised_json_and_words() -> None:
    words = ("duel", "company.yaml", "--budget", "40", "-n", "6", "--worlds", "4", "--figures")
    told = json.loads(edgewise(*words, "--format", "json").stdout)
    assert {"edges_minus_cores", "verdict", "plans", "budgets", "years"} <= set(told)
    assert [each["name"] for each in told["plans"]] == [
        "today", "inside teams", "between teams", "even spread", "no handover",
    ]  # fmt: skip
    assert {each["year"] for each in told["years"]} == {1, 2, 3}
    printed = edgewise(*words).stdout
    assert "for 40.0 person-days" in printed
    assert "of 100 such companies" in printed
    assert (results("duel") / "figures" / "split.png").exists()


def test_map_prints_the_promised_json_and_reads_out_a_cell() -> None:
    words = ("map", "company.yaml", "--x", "boundary.fidelity=0.7..0.99", "--y", "pressure=0..1",
             "--cells", "3", "-n", "4", "--budget", "40", "--figures")  # fmt: skip
    told = json.loads(edgewise(*words, "--format", "json").stdout)
    assert len(told["cells"]) == 9
    assert set(told["cells"][0]) >= {"x", "y", "edges_minus_cores", "low", "high", "verdict"}
    printed = edgewise(*words, "--at", "0.8,0.5").stdout
    assert "At boundary.fidelity 0.845, pressure 0.5:" in printed or "At boundary" in printed
    assert (results("map") / "figures" / "map.svg").exists()
    assert "Already" not in edgewise(*words, "--format", "csv").stdout


def test_a_table_longer_than_a_screen_is_told_of_not_printed() -> None:
    words = ("map", "company.yaml", "--cells", "7", "-n", "4", "--budget", "40")
    title = "Every cell: between less inside teams (expected failures per 100 changes)"
    printed = edgewise(*words).stdout
    assert f"{title}: 49 rows, on the page or --format csv." in printed
    assert printed.count("inside teams  |") + printed.count("between teams |") < 49
    rows = edgewise(*words, "--format", "csv").stdout.splitlines()
    assert sum(row.startswith(title) for row in rows) == 49


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("invest", "--budget", "-1"), "--budget: found -1; allowed: person-days, 0 or more"),
        (("duel", "--budget", "-5"), "--budget: found -5"),
        (("map", "--budget", "-5"), "--budget: found -5"),
        (("invest", "--outcome", "luck"), "there is no outcome 'luck'"),
        (("invest", "--plan", "tomorrow"), "--plan: found 'tomorrow'"),
        (("map", "--x", "boundary.fidelty=0.8..0.9"), "did you mean boundary.fidelity?"),
        (("map", "--x", "boundary.fidelity=0.9..0.8"), "is empty"),
        (("map", "--x", "=cmd()"), "allowed: KEY=low..high"),
        (("map", "--at", "here"), "--at: found 'here'; allowed: two numbers"),
        (("map", "--cells", "1"), "--cells: found 1; allowed: 2 to 60"),
    ],
)
def test_a_bad_request_is_one_line_and_exit_2_and_leaves_nothing(
    words: tuple[str, ...], says: str
) -> None:
    result = edgewise(words[0], "company.yaml", *words[1:], code=2)
    assert says in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not list(Path("results").glob("*")) if Path("results").exists() else True
