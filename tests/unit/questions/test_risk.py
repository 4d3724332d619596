"""Three questions on every handover: read from the file, zoned, and printed for paper."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from simulator.api import risk
from simulator.cli.main import main
from simulator.methods.risk import CUTS, POINTS, first, handovers, point, taken_on_trust
from simulator.present.three_questions import ANSWERS, ASKED
from simulator.questions.organisation import Organisation
from simulator.questions.risk.sheet import sheet_html
from simulator.scenario.scenario import Scenario

BAD: dict[str, Any] = {"owned": 0.4, "fidelity": 0.7}


def company(**boundaries: dict[str, Any]) -> Scenario:
    """Six teams in a row; handovers are named by their two letters."""
    route = list("ABCDEF")
    tree = {
        "version": 1,
        "name": "A row",
        "external": "none",
        "horizon": "100 days",
        "work": [
            {"kind": "change", "arrivals": "10 per week", "facts": 6, "route": route},
            {"kind": "fix", "arrivals": "2 per year", "facts": 2, "route": ["A", "F"]},
        ],
        "teams": {name: {"people": 9} for name in route},
        "defaults": {"boundary": {"fidelity": 0.95, "owned": 0.9}},
        "boundaries": [
            {"from": name[0], "to": name[1], **given} for name, given in boundaries.items()
        ],
    }
    return Scenario.from_tree(tree)


def test_a_planted_culprit_is_the_only_one_in_the_zone_and_first() -> None:
    found = risk(Organisation(file="row", scenario=company(CD=BAD)))
    assert found.zone == ("C -> D",)
    assert found.found[0].points == (5, 5, 5)
    assert found.headline == (
        "What your file says: 1 of 6 handovers lies in the risk zone, first C → D."
    )
    assert found.document().lines[0].startswith("C → D: crossings several a day, owner: ")


def test_what_is_bad_but_hardly_ever_crossed_is_near_the_zone_and_not_in_it() -> None:
    found = handovers(company(AF=BAD))
    assert (found[0].name, found[0].zone) == ("A -> F", 2)
    assert risk(Organisation(file="row", scenario=company(AF=BAD))).zone == ()


def test_crossings_are_counted_a_year_of_every_pass() -> None:
    values = {each.name: each.values["crossed"] for each in handovers(company())}
    assert values == {f"{a} -> {b}": 520.0 for a, b in zip("ABCDE", "BCDEF", strict=True)} | {
        "A -> F": pytest.approx(2.0)
    }


def test_on_trust_is_what_is_neither_conveyed_nor_known_nor_asked() -> None:
    boundary = company(
        AB={"fidelity": 0.9, "lapse": 0.25, "lapse_fidelity": 0.5, "shared_context": 0.5,
            "readback": 0.2}
    ).boundaries["A -> B"]  # fmt: skip
    assert taken_on_trust(boundary) == pytest.approx((1.0 - 0.75 * 0.9 - 0.25 * 0.5) * 0.5 * 0.8)


@pytest.mark.parametrize("question", CUTS)
def test_answers_go_up_at_every_cut_and_have_a_word_each(question: str) -> None:
    cuts = CUTS[question]
    assert [point(question, value) for value in (0.0, *cuts)] == list(POINTS)
    assert [point(question, 0.99 * value) for value in cuts] == list(POINTS[:-1])
    assert len(set(ANSWERS[question])) == len(POINTS)


def test_first_comes_the_zone_and_then_the_sum_and_equals_are_tied() -> None:
    assert first([(5, 5, 1), (4, 4, 4), (3, 3, 3)]) == [1]
    assert first([(5, 3, 3), (4, 2, 1), (3, 5, 3)]) == [0, 2]
    assert first([]) == []


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["risk", *words])
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_says_what_python_says_and_keeps_a_page(folder: Path) -> None:
    said = json.loads(run("strong-cores-fragile-edges", "--format", "json"))
    found = risk("strong-cores-fragile-edges")
    assert said == json.loads(json.dumps(found.as_json()))
    # the three that carry the risk, release on both its ways: the head of the file says so
    assert set(said["zone"]) == {
        "Security -> Operations", "Application -> Operations", "Application -> Security",
        "Platform -> Security",
    }  # fmt: skip
    (kept,) = (folder / "results").iterdir()
    page = (kept / "report.html").read_text()
    assert all(f"<bdi>{word}" in page or word in page for word in ("in the zone", "near it"))
    assert list(found.frame().columns)[:3] == list(ASKED)


def test_the_sheet_needs_no_file_and_takes_only_names_of_one(folder: Path) -> None:
    run("--sheet")
    empty = (folder / "handovers.html").read_text()
    run("typical-company", "--sheet", "--out", "named", "--size", "Letter")
    named = (folder / "named" / "handovers.html").read_text()
    assert empty == sheet_html()
    assert "Security → Operations" in named
    assert "size: Letter" in named
    assert "520" not in named
    for text in (empty, named):
        assert all(question in text for question in ASKED.values())
    assert run("--sheet", code=2).startswith("handovers.html is already there")


@pytest.mark.usefixtures("folder")
def test_wrong_use_is_one_line() -> None:
    assert run(code=2).startswith("FILE: found nothing; allowed: a scenario file, or --sheet")
    assert "cannot be read" in run("none.yaml", code=2)
