"""What a file says for a room, and the words of a field."""

from __future__ import annotations

import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.store.identity import program_id
from simulator.files.read import ScenarioError, load, load_text
from simulator.files.shipped import shipped
from simulator.scenario.renaming import renamed

CARD = "{{number: {}, name: One name, days: 150, buys: {}, say: one person}}"


def text(*cards: str) -> str:
    return (
        "extends: typical-company\nname: x\n"
        "words: {item: operation, items: operations, practices: {ownership: {name: a, line: b}}}\n"
        f"workshop: {{title: A, story: B, cards: [{', '.join(cards)}]}}\n"
        "work: {fix: {titles: [Login fails]}}\n"
    )


def test_cards_are_in_the_order_of_their_numbers_and_what_is_not_said_is_none() -> None:
    found = load_text(text(CARD.format(2, "ownership"), CARD.format(1, "recovery")))
    assert found.workshop is not None
    assert [card.buys for card in found.workshop.cards] == ["recovery", "ownership"]
    assert found.workshop.twin is None
    assert found.words is not None
    assert (found.words.item, found.words.undo) == ("operation", None)
    assert found.words.practices["ownership"].line == "b"
    assert found.work["fix"].titles == ("Login fails",)
    assert found.work["feature"].titles == ()
    plain = load(shipped()["typical-company"])
    assert (plain.workshop, plain.words) == (None, None)
    assert program_id(program_for(found)) == program_id(program_for(plain))


def test_a_hand_is_known_by_its_digits_so_no_two_cards_share_a_number() -> None:
    with pytest.raises(ScenarioError, match=r"cards\[1\].number: found 1 twice; allowed each"):
        load_text(text(CARD.format(1, "ownership"), CARD.format(1, "recovery")))
    with pytest.raises(ScenarioError, match="found 'people'; allowed one of engineering"):
        load_text(text(CARD.format(1, "people")))


def test_what_a_workshop_once_said_it_teaches_is_what_its_file_teaches() -> None:
    former = text(CARD.format(1, "ownership")).replace("title: A,", "title: A, teaches: That,")
    found = load_text(former)
    assert found.teaches is not None
    assert (found.teaches.says, found.teaches.cause) == ("That", None)
    assert "teaches" not in found.tree["workshop"]
    both = load_text(f"{former}teaches: {{says: This, cause: lost}}\n")
    assert both.teaches is not None
    assert (both.teaches.says, both.teaches.cause) == ("This", "lost")
    with pytest.raises(ScenarioError, match=r":4: teaches.says: found 7; allowed a text"):
        load_text(former.replace("teaches: That", "teaches: 7"))


def test_outside_goes_nothing_that_is_for_a_room() -> None:
    found = load_text(text(CARD.format(1, "ownership")))
    told = renamed(found, "An organisation", {"fix": "Kind A"})
    assert told.workshop is None
    assert told.work["Kind A"].titles == ()
    assert told.words == found.words
