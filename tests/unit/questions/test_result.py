"""What is kept and shown of a comparison: the same numbers everywhere, known answers, no names."""

from __future__ import annotations

import io
import json
import math
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from simulator.cli.main import main
from simulator.experiments.runner import Runner
from simulator.files.write import text_of
from simulator.methods.comparison import compare
from simulator.methods.prices import example_prices
from simulator.present import words
from simulator.present.answer_folder import draw_again, keep
from simulator.present.five_lines import five_lines
from simulator.present.folder import FolderError, as_text
from simulator.present.harmless import upright
from simulator.present.kept_document import read_document
from simulator.present.workbook import workbook
from simulator.questions.compare.frames import Frames, frames_of
from simulator.questions.drawings import DRAWINGS
from simulator.scenario.scenario import Scenario
from tests.unit.present.cases import CASES, all_cores, compared, document_of


def frames(name: str) -> Frames:
    return frames_of(compared(name))


def sides(name: str) -> dict[str, float]:
    frame = frames(name)["failures"]
    own = frame[(frame["arm"] == "today") & (frame["split"] == "side")]
    return dict(zip(own["name"], own["per_100"], strict=True))


def test_all_mistakes_of_one_boundary_are_born_there() -> None:
    places = frames("one_boundary")["places"]
    today = places[places["arm"] == "today"].set_index("place")
    assert today.loc["B -> C", "share"] == pytest.approx(1.0, abs=0.02)
    assert today.loc["B -> C", "rank"] == 1
    assert sides("one_boundary")["core"] == pytest.approx(0.0, abs=1e-12)


def test_all_mistakes_made_inside_are_born_inside() -> None:
    found = sides("all_cores")
    assert found["core"] > 0
    assert found["edge"] == 0


def test_external_incidents_are_neither_inside_nor_between() -> None:
    found = sides("all_external")
    assert found["other"] > 0
    assert found["core"] == found["edge"] == 0


def test_equal_plans_are_called_the_same() -> None:
    frame = frames("equal_arms")["differences"]
    pair = frame[(frame["arm"] == "the other") & (frame["against"] == "one")]
    assert set(pair["best"].dropna()) == {0.0}
    scenario = Scenario.from_tree(CASES["equal_arms"]())
    many = compare(scenario, Runner(seed=1), seed=1, replications=range(40))
    assert words.headline(many) == "Spend it on whichever is easier to start."


def test_an_organisation_without_boundaries_has_no_place_between_teams() -> None:
    assert set(frames("no_boundaries")["places"]["at"]) == {"team"}


@pytest.mark.parametrize("name", CASES)
def test_blame_counts_the_failures_that_can_be_blamed(name: str) -> None:
    frame = frames(name)["blame"]
    assert (frame["failures"] > 0).all()
    assert set(frame["side"]) <= {"core", "edge"}


@pytest.mark.parametrize("name", CASES)
def test_json_and_frames_hold_the_same_numbers(name: str) -> None:
    printed = json.loads(as_text(compared(name).as_json()))
    frame = frames(name)["differences"]
    for row, known in zip(printed["differences"], frame.to_dict("records"), strict=True):
        for key, value in row.items():
            there = known[key]
            assert (value is None and math.isnan(there)) or value == there


@pytest.mark.slow
def test_a_folder_read_again_gives_the_same_frames_and_the_same_page(tmp_path: Path) -> None:
    comparison, document = compared("one_boundary"), document_of("one_boundary")
    folder = tmp_path / "results"
    keep(folder, command="edgewise compare a-case", content="1", scenario=comparison.scenario,
         summary=comparison.as_json(), document=document, figures=True)  # fmt: skip
    first = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    again = read_document(folder, DRAWINGS)
    for name, frame in frames("one_boundary").items():
        pd.testing.assert_frame_equal(frame, pd.DataFrame(again.frames[name]), check_dtype=False)
    assert draw_again(folder, DRAWINGS) == folder / "report.html"
    assert {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == first
    wanted = ("manifest.json", "scenario.yaml", "summary.json", "document.json", "report.html",
              "outcomes.parquet", "report.xlsx", "lines.txt", "difference.svg",
              "difference.png", "difference.parquet")  # fmt: skip
    assert set(wanted) <= set(first)


def test_the_command_prints_what_it_keeps_and_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.yaml").write_text(text_of(compared("one_boundary").scenario), "utf-8")
    words_of = ["compare", "case.yaml", "-n", "3", "--worlds", "0", "--out", "kept", "--quiet",
                "--format", "json"]  # fmt: skip
    ran = CliRunner().invoke(main, words_of, catch_exceptions=False)
    assert ran.exit_code == 0
    page = (tmp_path / "kept/report.html").read_text("utf-8")
    start = page.index('id="summary">') + len('id="summary">')
    shown = json.loads(page[start : page.index("</script>", start)])
    kept = json.loads((tmp_path / "kept/summary.json").read_text("utf-8"))
    assert json.loads(ran.stdout) == kept == shown
    known = json.loads(as_text(compared("one_boundary").as_json()))
    assert kept["differences"] == known["differences"]
    assert not list((tmp_path / "kept").rglob("*.png"))
    assert not list((tmp_path / "kept").rglob("*.xlsx"))
    for asked in (["--for", "outside"], ["--letters"]):
        again = CliRunner().invoke(main, ["report", "kept", *asked], catch_exceptions=False)
        assert again.stdout.strip() == str(Path("kept/outside/report.html"))
    assert not (tmp_path / "kept/outside/scenario.yaml").exists()
    assert CliRunner().invoke(main, ["report", "kept"], catch_exceptions=False).exit_code == 0
    assert (tmp_path / "kept/figures/difference.png").exists()
    assert (tmp_path / "kept/report.xlsx").exists()


def test_a_folder_without_an_answer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(FolderError, match="holds no whole answer"):
        draw_again(tmp_path, DRAWINGS)


def test_five_lines_are_five_lines_of_plain_text() -> None:
    for name in CASES:
        text = five_lines(document_of(name))
        assert text.count("\n") == 5
        assert all(text.split("\n")[:5])


def test_a_workbook_holds_three_sheets_and_takes_no_name_for_a_formula() -> None:
    content = workbook(document_of("strange_names"))
    assert content == workbook(document_of("strange_names"))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = book.read("xl/workbook.xml").decode()
        pages = [book.read(name).decode() for name in book.namelist() if "worksheets/" in name]
    assert all(f'name="{name}"' in sheets for name in ("answer", "assumptions", "places"))
    assert not any("<f>" in page for page in pages)


def test_prices_are_the_examples_until_they_are_the_readers() -> None:
    levers = {
        name: {"scale": "11 person-days per weekly item"}
        for name in ("engineering", "verification", "contracts")
    }
    plans = {"inside teams first": {"spend": {"core": "100 person-days"}}}
    assert example_prices(Scenario.from_tree(all_cores()))
    assert not example_prices(Scenario.from_tree({**all_cores(), "levers": levers, "arms": plans}))


def test_every_parameter_has_a_value_a_status_and_a_source() -> None:
    frame = frames("many_long_names")["parameters"]
    for column in ("parameter", "meaning", "value", "status", "source"):
        assert (frame[column].str.len() > 0).all(), column
    assert {"team.people", "boundary.fidelity", "incidents.manifest"} <= set(frame["parameter"])


@pytest.mark.parametrize(
    ("best", "low", "high", "said"),
    [
        (-2.0, -3.0, -1.0, "2.0 fewer (1.0 to 3.0)"),
        (2.0, 1.0, 3.0, "2.0 more (1.0 to 3.0)"),
        (0.0, 0.0, 0.0, "the same"),
        (math.nan, math.nan, math.nan, "nothing to compare"),
    ],
)
def test_an_amount_is_said_with_the_sign_of_its_number(
    best: float, low: float, high: float, said: str
) -> None:
    assert words.amount(best, low, high, "change_failure_rate") == said


def test_an_arrow_between_names_from_right_to_left_points_the_same_way() -> None:
    assert upright(words.place("A -> B")) == "A → B"
    assert upright(words.place("פיתוח -> תשغيل")) == "פיתוח\u200e → תשغيل\u200e"
