"""`edgewise tally` prints shares, keeps a page, writes a sheet, and refuses in one line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.main import main
from simulator.files.marks import marks_of

ROWS = "failure,rater 1,rater 2\nF1,inside,inside\nF2,between,between\nF3,cannot tell,between\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pm.csv").write_text(ROWS)
    return tmp_path


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["tally", *words])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def test_json_holds_shares_counts_and_agreement_and_a_page_is_kept(folder: Path) -> None:
    found = json.loads(run("pm.csv", "--format", "json", "--figures").stdout)
    assert found["counts"] == {"inside": 1, "between": 1, "neither": 0, "cannot tell": 1}
    assert set(found["shares"]["between"]["told"]) == {"best", "low", "high", "n"}
    assert found["agreement"]["raw"]["best"] == 2 / 3
    (kept,) = (folder / "results").iterdir()
    assert json.loads((kept / "summary.json").read_text()) == found
    assert (kept / "figures" / "dial.png").exists()
    page = (kept / "report.html").read_text()
    assert "Where do your failures start?" in page
    assert "edgewise tally pm.csv" in page


def test_the_sheet_is_written_once_and_its_table_can_be_filled_in(folder: Path) -> None:
    run("--sheet", "--size", "Letter", "--rows", "3")
    page = (folder / "post-mortems.html").read_text()
    assert "size: Letter" in page
    empty = (folder / "post-mortems.csv").read_text()
    assert len(empty.splitlines()) == 4
    filled = empty.replace("\n2,,", "\n2,between,")
    assert [found.failure for found in marks_of(filled, "pm.csv").found] == ["2"]
    assert run("--sheet", code=2).stderr == (
        "post-mortems.html is already there; allowed: a new folder with --out\n"
    )


@pytest.mark.usefixtures("folder")
def test_wrong_use_is_one_line_and_exit_2() -> None:
    assert run(code=2).stderr.startswith("FILE.csv: found nothing")
    assert run("none.csv", code=2).stderr.startswith("none.csv: cannot be read")
    Path("bad.csv").write_text("failure,rater 1\nF1,=1\n")
    assert run("bad.csv", code=2).stderr.count("\n") == 1
    assert "allowed: --sheet without a file" in run("pm.csv", "--sheet", code=2).stderr


def test_beside_a_scenario_the_turn_stands_on_the_dial_and_no_plan_is_named_too_soon(
    folder: Path,
) -> None:
    (folder / "company.yaml").write_text(COMPANY)
    rows = "".join(f"F{number},inside\n" for number in range(40))
    (folder / "inside.csv").write_text(f"failure,rater 1\n{rows}")
    words = ("--scenario", "company.yaml", "-n", "12", "--format", "json")
    few, many = (json.loads(run(name, *words).stdout)["beside"] for name in
                 ("pm.csv", "inside.csv"))  # fmt: skip
    turn = many["breakeven"]
    assert turn["what"] == "boundary_share"
    assert turn["verdict"] == "turns"
    assert 0.1 < turn["low"] <= turn["factor"] <= turn["high"] < 0.99
    assert (turn["below"], turn["above"]) == ("cores", "edges")
    assert few["verdict"] == "not settled"
    assert many["verdict"] == "cores"
    assert "the answer turns at" in run("pm.csv", *words[:4]).stdout


COMPANY = """\
version: 1
external: none
name: Two teams
horizon: 120 days
warm_up: 20 days
work:
  - {kind: change, arrivals: 10 per week, facts: 6, route: [A, B]}
defaults: {boundary: {fidelity: 0.8}}
teams: {A: {}, B: {}}
boundaries: []
arms:
  - {name: cores, spend: {core: 300 person-days}}
  - {name: edges, spend: {edge: 300 person-days}}
"""
