"""Commands answer on stdout, talk on stderr, and refuse with exit 2 and no traceback."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.main import main

COMPANY = """\
version: 1
external: none
name: Two teams
question: Inside or between?
horizon: 80 days
warm_up: 10 days
matters: 1 failed change per 100
work:
  - {kind: change, arrivals: 10 per week, facts: 6, route: [A, B]}
defaults: {boundary: {}}
teams: {A: {}, B: {}}
boundaries: []
arms:
  - {name: cores, spend: {core: 300 person-days}}
  - {name: edges, spend: {edge: 300 person-days}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "company.yaml").write_text(COMPANY)
    return tmp_path


def edgewise(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def test_the_help_page_lists_every_command_by_who_asks() -> None:
    page = edgewise("--help").stdout
    for heading in ("Start:", "Answer:", "Look inside:"):
        assert heading in page
    for command in main.list_commands(None):  # type: ignore[arg-type]
        assert f"  {command} " in page
        assert "Example:" in edgewise(command, "--help").stdout, command


@pytest.mark.usefixtures("folder")
def test_run_prints_the_numbers_of_one_plan_as_json() -> None:
    found = json.loads(edgewise("run", "company.yaml", "-n", "2", "--format", "json").stdout)
    items = found["items"]
    assert items["arrived"] == items["finished"] + items["in_progress"] > 0
    assert set(found["teams"]) == {"A", "B"}
    assert set(found["teams"]["A"]) == {"utilisation", "wait", "queue"}
    assert found["retention"][0] == 1.0
    assert found["retention"] == found["retention_by_kind"]["change"]
    for name in ("change_failure_rate", "failures", "expected_failures", "lead_time"):
        assert set(found["outcomes"][name]) == {"best", "low", "high", "n", "unit"}
    for split in ("mechanism", "category", "origin", "severity", "kind"):
        total = sum(found["failures_by"][split].values())
        assert total == pytest.approx(found["outcomes"]["failures"]["best"])


@pytest.mark.usefixtures("folder")
def test_run_begins_with_what_the_file_is_about() -> None:
    told = edgewise("run", "telephone-game", "-n", "3", "--quiet").stdout.splitlines()
    assert told[0].startswith("How much of an order reaches the sixth team")
    assert "facts of 100 intact at the last step" in told[1]
    step = [line for line in told if "after 5 handovers" in line]
    assert len(step) == 1
    assert "Operations" in step[0]
    kept = [float(line.split("|")[3]) for line in told if "handover" in line and "after" in line]
    assert kept == sorted(kept, reverse=True)
    plain = edgewise("run", "company.yaml", "-n", "3", "--quiet").stdout
    assert "failed changes per 100" in plain.splitlines()[1]
    assert "Facts intact" not in plain


@pytest.mark.usefixtures("folder")
def test_the_same_command_prints_the_same_bytes_and_seed_0_is_a_seed() -> None:
    words = ("run", "company.yaml", "-n", "2", "--format", "json", "--seed")
    assert edgewise(*words, "0").stdout == edgewise(*words, "0").stdout
    assert edgewise(*words, "0").stdout != edgewise(*words, "1").stdout


def test_compare_prints_every_pair_in_every_outcome_and_leaves_files(folder: Path) -> None:
    words = ("compare", "company.yaml", "-n", "2", "--worlds", "0", "--format", "json")
    found = json.loads(edgewise(*words).stdout)
    assert [plan["name"] for plan in found["arms"]] == ["today", "cores", "edges"]
    assert [plan["spend"] for plan in found["arms"]] == [0, 300, 300]
    pairs = {(each["arm"], each["against"]) for each in found["differences"]}
    assert len(pairs) == 3
    outcomes = set(found["arms"][0]["outcomes"])
    assert len(found["differences"]) == 3 * len(outcomes)
    assert found["winner"] in {"today", "cores", "edges", "no clear difference"}
    assert found["worlds"] is None
    assert set(found["one_year"]["today"]) == {"p10", "p50", "p90"}
    assert set(found["simulation"]) == {"low", "high", "n"}
    [results] = (folder / "results").iterdir()
    assert results.name.startswith("company-compare-")
    summary = json.loads((results / "summary.json").read_text())
    assert summary["differences"] == found["differences"]
    assert edgewise("compare", str(results / "scenario.yaml"), "-n", "2", "--worlds", "0").stdout


def test_a_folder_that_holds_something_else_is_refused_and_loses_nothing(folder: Path) -> None:
    taken = folder / "mine"
    taken.mkdir()
    (taken / "letter.txt").write_text("dear reader")
    said = edgewise(
        "compare", "company.yaml", "-n", "2", "--worlds", "0", "--out", "mine", code=2
    ).stderr
    assert "choose another --out" in said
    assert [path.name for path in taken.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "nowhere.yaml"), "nowhere.yaml: cannot be read"),
        (("run", "typical-compny"), "weak-cores; did you mean typical-company?"),
        (("run", "company.yaml", "--plan", "edge"), "--plan: found 'edge'; allowed: today, cores"),
        (("run", "company.yaml", "--seed", "-1"), "--seed"),
        (("compare", "company.yaml", "--outcome", "luck"), "--outcome: there is no outcome 'luck'"),
        (("compare", "company.yaml", "-n", "0"), "--replications"),
        (("confer",), "No such command"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_wrong_use_is_told_in_words_with_exit_2(words: tuple[str, ...], said: str) -> None:
    result = edgewise(*words, code=2)
    assert said in result.stderr
    assert result.stdout == ""


def test_every_problem_of_a_file_is_told_at_once_with_its_line(folder: Path) -> None:
    bad = COMPANY.replace("facts: 6", "facts: 99").replace("80 days", "80")
    (folder / "bad.yaml").write_text(bad)
    lines = edgewise("run", "bad.yaml", code=2).stderr.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["bad.yaml:5:", "bad.yaml:9:"]


def test_events_are_written_sorted_and_the_same_each_time(folder: Path) -> None:
    import pyarrow.parquet as pq

    for name in ("one", "two"):
        edgewise("run", "company.yaml", "-n", "2", "--events", f"{name}.parquet", "--quiet")
    first, second = (pq.read_table(folder / f"{name}.parquet") for name in ("one", "two"))
    assert first.equals(second)
    frame = first.to_pandas()
    keys = frame[["replication", "time", "sequence"]]
    assert keys.equals(keys.sort_values(["replication", "time", "sequence"]).reset_index(drop=True))
    assert {"arrived", "crossed", "released"} <= set(frame["event"])
