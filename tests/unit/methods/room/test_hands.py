"""Two companies for a room: what their hands come to, and what is shown of one year."""

from __future__ import annotations

from functools import cache

import pytest

from simulator.experiments.runner import Runner
from simulator.files.read import load, load_text
from simulator.files.shipped import shipped
from simulator.methods.room.hands import Company, budget, company, missing
from simulator.methods.room.lesson import DRAWN, REVIEWED, lesson, reviews

YEARS = 30


@cache
def played(name: str) -> Company:
    harbour = load(shipped()["harbour"])
    assert harbour.workshop is not None
    scenario = load(shipped()[name])
    run = Runner(seed=1)
    return company(scenario, harbour.workshop.cards, budget(harbour), run, replications=YEARS)


def test_the_hands_of_harbour_spread_and_its_best_can_be_told() -> None:
    found = played("harbour")
    assert len(found.full) == 46
    assert all(450 <= hand.days <= 600 for hand in found.full)
    assert 7.5 < found.today.rate < 8.4
    assert found.full[-1].rate - found.best.rate > 2.0
    assert found.full[-1].rate > found.today.rate - found.matters
    assert found.side(found.best.cards) == "between"
    assert not found.tie(found.full[0].cards, found.full[1].cards)


def test_what_wins_in_harbour_does_nothing_in_field_and_the_other_way_round() -> None:
    harbour, field = played("harbour"), played("field")
    assert field.best.cards == "13"
    assert field.side("13") == "inside"
    assert field.best.rate < 0.6 * field.today.rate
    assert field.tie("", harbour.best.cards)
    assert harbour.tie("", field.best.cards)
    idle = {card.number for card in harbour.idle} & {card.number for card in field.idle}
    assert idle == {5}, "undo faster moves hours to restore, not failed changes"
    assert harbour.hands["5"].hours < harbour.today.hours


def test_failures_begin_between_teams_in_harbour_and_inside_them_in_field() -> None:
    harbour, field = played("harbour").began(), played("field").began()
    assert harbour["between"] > 0.6
    assert harbour["inside"] < 0.15
    assert field["inside"] > 0.6
    assert field["between"] < 0.15
    assert sum(harbour.values()) == pytest.approx(1.0)


def test_a_room_is_shown_a_failure_that_nobody_called_had_a_part_in() -> None:
    found = lesson(played("harbour"))
    assert found is not None
    first = found.first
    assert first.fact
    assert first.title in load(shipped()["harbour"]).work[first.kind].titles
    assert first.called not in first.origin
    assert first.called != first.mends
    assert found.prevented
    assert first.born < first.time
    assert len(found.drawn) == DRAWN
    assert found.drawn_by().total() == DRAWN
    assert list(found.drawn) == sorted(found.drawn, key=lambda each: each.time)
    assert found.drawn_by()["between"] > found.drawn_by()["inside"]


def test_the_twin_has_reviewed_forty_failures() -> None:
    found = reviews(played("field"))
    assert found.total == REVIEWED
    assert found.sides["inside"] > found.sides["between"]
    assert sum(count for _, count in found.places) == REVIEWED - found.sides["neither"]


def test_a_file_says_what_it_lacks_for_a_room() -> None:
    assert missing(load(shipped()["harbour"])) == ()
    plain = missing(load(shipped()["typical-company"]))
    assert plain[0] == "workshop: a title, a story, cards, a twin"
    assert "work.feature.fact_names: names for all facts; 9 have none" in plain
    assert "work.fix.titles: what its items are called in stories" in plain
    text = (
        "extends: harbour\nname: x\noutcome: lead_time\nmatters: 0 days\nworkshop: {twin: null}\n"
    )
    told = missing(load_text(text))
    assert told[0].startswith("workshop.twin: ")
    assert told[1].startswith("outcome: change_failure_rate")


def test_a_card_that_a_company_does_not_sell_is_refused() -> None:
    harbour = load(shipped()["harbour"])
    assert harbour.workshop is not None
    other = load_text("extends: neutral\nname: x\nlevers: {recovery: null, ownership: null}\n")
    with pytest.raises(ValueError, match="x does not sell"):
        company(other, harbour.workshop.cards, 600.0, Runner(seed=1), replications=2)
