"""The kit of a room: every sheet is there, and every number is that of the runs."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

import pytest

from simulator.experiments.runner import Runner
from simulator.methods.room.turn import turn
from simulator.present.kit import notes, surprises
from simulator.present.kit.run_sheet import LENGTHS, run_sheet
from simulator.present.kit.turns import turn_sentence
from tests.unit.methods.room.test_hands import played
from tests.unit.web.pages import edgewise
from tests.unit.web.rooms import NAMES, ROOM, TWIN

YEARS = "30"


@cache
def printed(minutes: str, paper: str = "a4") -> str:
    target = Path(__file__).parent / "kit.html"
    try:
        edgewise("kit", "harbour", "--minutes", minutes, "--paper", paper, "-n", YEARS,
                 "-o", str(target), "--quiet")  # fmt: skip
        return target.read_text("utf-8")
    finally:
        target.unlink(missing_ok=True)


def text(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", page)))


def test_every_sheet_is_there_and_what_a_shorter_room_leaves_out_is_not() -> None:
    always = (
        "Run sheet, minutes 0 to", "The cards, one set a table", "Who do you call?",
        "Three questions on every handover", "Debrief, filled in", "If they ask", "To take home",
        "Places, not people. Not for appraisal.", "If inside wins", "If all tables are equal",
        "If the winner surprises you", "Plan B", "Set-up, before anybody comes",
        "The wording of the three questions is ours",
    )  # fmt: skip
    for minutes in map(str, LENGTHS):
        told = text(printed(minutes))
        assert [each for each in always if each not in told] == []
    assert "Whisper line and count sheet" in text(printed("90"))
    assert "Whisper line and count sheet" not in text(printed("60"))
    assert "Field: our last 40 reviews" in text(printed("60"))
    assert "our last 40 reviews" not in text(printed("45"))


def test_the_minutes_follow_each_other_to_the_end() -> None:
    for minutes in LENGTHS:
        blocks = run_sheet(minutes, str)
        assert blocks[0].start == 0
        assert blocks[-1].end == minutes
        assert [each.end for each in blocks[:-1]] == [each.start for each in blocks[1:]]
    assert run_sheet(90, str)[-1].end - run_sheet(90, str)[-1].start == 25


def test_a_trainer_reads_which_screen_is_up() -> None:
    shown = {block.title: block.screen for block in run_sheet(90, str)}
    assert (shown["All dots at once"], shown["Where it turns"]) == ("4", "11")
    assert ", ".join(filter(None, shown.values())) == ", ".join(map(str, range(1, 12)))
    without = {block.title: block.screen for block in run_sheet(45, str)}
    assert without == {title: shown[title] for title in without}
    assert "screen 5, 6" in text(printed("45"))


def test_numbers_are_those_of_the_runs() -> None:
    told, harbour, field = text(printed("90")), played("harbour"), played("field")
    assert f"This line is today: {harbour.today.rate:.1f} of 100 changes fail." in told
    for hand in harbour.full:
        row = f"{', '.join(hand.cards)} {hand.rate:.1f} · {field.hands[hand.cards].rate:.1f}"
        assert row in told
    assert f"{harbour.full[0].rate:.1f} to {harbour.full[-1].rate:.1f}" in told
    assert "{" not in told


def test_a_trainer_is_told_what_does_nothing_and_what_would_surprise() -> None:
    harbour, field = played("harbour"), played("field")
    assert surprises(harbour, field) == ()
    (note,) = notes(harbour, field)
    assert note.startswith("Card 5, Undo faster, moves no number of failures in either company.")
    assert "hours to restore" in note
    assert surprises(harbour, harbour) == (
        "The same hand wins in both companies: the twin turns nothing around.",
    )


def test_letters_and_sizes_of_paper() -> None:
    assert "size: A4" in printed("45")
    assert "size: Letter" in printed("45", "letter")
    assert not re.search(r"https?://|<script", printed("45"))


def test_a_file_that_is_not_for_a_room_is_refused_with_all_it_lacks(tmp_path: Path) -> None:
    said = edgewise("kit", "typical-company", code=2).stderr
    assert "not for a room; it lacks\n  workshop: a title, a story, cards, a twin" in said
    assert "work.fix.titles" in said
    heir = tmp_path / "heir.yaml"
    heir.write_text("extends: harbour\nworkshop: {twin: nowhere.yaml}\n")
    said = edgewise("kit", str(heir), code=2).stderr
    assert "workshop.twin: found 'nowhere.yaml'; allowed a file of the same folder" in said
    heir.write_text("extends: harbour\nworkshop: {twin: neutral}\n")
    assert "its twin neutral lacks" in edgewise("kit", str(heir), code=2).stderr


@pytest.mark.parametrize("name", ["<b>x</b>", '"}{'])
def test_no_name_of_a_file_breaks_out_of_the_sheets(tmp_path: Path, name: str) -> None:
    heir, target = tmp_path / "heir.yaml", tmp_path / "kit.html"
    heir.write_text(f"extends: harbour\nname: '{name}'\n")
    edgewise("kit", str(heir), "-n", YEARS, "-o", str(target), "--quiet")
    assert "<b>x</b>" not in target.read_text("utf-8")
    assert html.escape(name, quote=False) in target.read_text("utf-8").replace("&#34;", '"')


def test_a_kit_for_outside_has_letters_in_every_part_and_a_legend_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mill.yaml").write_text(ROOM)
    (tmp_path / "twin.yaml").write_text(TWIN)
    target = tmp_path / "kit.html"
    words = ("kit", str(tmp_path / "mill.yaml"), "-n", "20", "-o", str(target))
    said = edgewise(*words, "--for", "outside").stderr
    told = target.read_text("utf-8")
    # a part begins where a sheet does: none has a word of either file
    parts = re.split(r'<section class="sheet', html.unescape(told))
    assert len(parts) > 10
    assert [(n, name) for n, part in enumerate(parts) for name in NAMES if name in part] == []
    sheet = text(told)
    assert "Organisation A in four sentences" in sheet
    assert "Organisation B, the same cards" in sheet
    assert re.search(r"Team [AB]", sheet)
    assert "what the 6 hands of 3 to 4 points reach" in sheet
    assert re.search(r"\d days? in all|person-days|in that year", sheet) is None
    legend = (tmp_path / "kit-legend.csv").read_text("utf-8")
    assert "Organisation A,Mill" in legend
    assert "Organisation B,Yard" in legend
    assert re.search(r"Fact [A-D],who signs", legend)
    assert "fewer than three teams" in said
    assert not (tmp_path / "legend.csv").exists()
    edgewise(*words, "--quiet")
    assert "Mill" in target.read_text("utf-8")


def test_a_trainer_is_told_where_either_company_turns() -> None:
    told, harbour, run = text(printed("90")), played("harbour"), Runner(seed=1)
    sentence = turn_sentence(harbour, turn(harbour, run))
    assert re.match(
        r"In Harbour cards 2, 4, 6, 7 prevent more than cards 1, 3 only if more than 3\d of",
        sentence,
    )
    assert told.count(sentence) == 2
    field = played("field")
    assert turn_sentence(field, turn(field, run)) in told
    assert turn_sentence(field, None) == ""
