"""The kit of a room: one page to print, every number of it from runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from simulator.methods.room.hands import Company
from simulator.methods.room.lesson import Lesson, Reviews
from simulator.methods.turns.breakeven import Turning
from simulator.present.kit.numbers import numbers
from simulator.present.kit.run_sheet import LENGTHS, run_sheet
from simulator.present.kit.words import (
    ASKED,
    BRANCHES,
    CONTENTS,
    FORMS,
    KIT,
    KIT_OUTSIDE,
    LEADING,
    NOTICE,
    SET_UP,
)
from simulator.present.page.paper import on_paper

__all__ = ["LENGTHS", "kit", "notes", "surprises"]

_FIRST, _SECOND = 2, 6
"""Where the second and the third page of the run sheet begin: from buying to the ten drawn."""
_TYPED: Final = re.compile(r"\[([^\]]+)\]")


def kit(
    company: Company,
    twin: Company,
    lesson: Lesson,
    reviews: Reviews,
    *,
    minutes: int,
    size: str,
    questions: Mapping[str, Any],
    turns: tuple[Turning | None, Turning | None] = (None, None),
    outside: bool = False,
) -> str:
    """Return the kit as a page (HTML) for A4 or Letter.

    `minutes` is one of `LENGTHS`; `questions` is what the sheet of the three questions is made of;
    `turns` is where either company turns around. What is for `outside` has no counts a year, of
    companies that have letters for names already.
    """
    told = numbers(company, twin, lesson, reviews, turns, outside=outside)
    fill, words = told.filled, {**KIT, **(KIT_OUTSIDE if outside else {})}
    blocks = run_sheet(minutes, fill)
    found = {
        "parts": _parts,
        "notice": NOTICE,
        "sheets": [blocks[:_FIRST], blocks[_FIRST:_SECOND], blocks[_SECOND:]],
        "contents": [(fill(name), many) for name, many, least in CONTENTS if minutes >= least],
        "set_up": tuple(map(fill, SET_UP)),
        "leading": [fill(line) for line in LEADING if minutes > LENGTHS[0] or "{twin}" not in line],
        "say": {name: fill(text) for name, text in words.items()},
        "forms": {name: fill(text) for name, text in FORMS.items()},
        "asked": [(fill(question), fill(answer)) for question, answer in ASKED],
        "branches": [tuple(map(fill, branch)) for branch in BRANCHES],
        "told": told,
        "minutes": minutes,
        "cards": company.cards,
        "questions": questions,
        "surprises": surprises(company, twin),
        "notes": notes(company, twin),
        "facts": told.facts,
    }
    return on_paper("kit.html.jinja", found, size)


def _parts(text: str) -> list[tuple[str, bool]]:
    """Return a text in parts, and of each whether it is typed: what stands in brackets."""
    return [(part, bool(number % 2)) for number, part in enumerate(_TYPED.split(text)) if part]


def surprises(company: Company, twin: Company) -> tuple[str, ...]:
    """Return what would surprise a trainer in front of a room; empty where nothing would."""
    found = []
    for each in (company, twin):
        name = each.scenario.name
        if each.tie("", each.best.cards):
            found.append(f"In {name} no hand does anything: the best is a tie with today.")
        elif len(each.full) > 1 and each.tie(each.full[0].cards, each.full[1].cards):
            pair = " and ".join(spaced(hand.cards) for hand in each.full[:2])
            found.append(f"In {name} the best hand cannot be told: cards {pair} are a tie.")
    if company.best.cards in twin.hands and twin.tie(twin.best.cards, company.best.cards):
        found.append("The same hand wins in both companies: the twin turns nothing around.")
    return tuple(found)


def notes(company: Company, twin: Company) -> tuple[str, ...]:
    """Return which cards move no number of failures in either company, in words."""
    idle = {card.number for card in twin.idle}
    return tuple(
        f"Card {card.number}, {card.name}, moves no number of failures in either company."
        + _hours(company, str(card.number))
        for card in company.idle
        if card.number in idle
    )


def spaced(cards: str) -> str:
    """Return the numbers of a hand as they are read."""
    return ", ".join(cards)


def _hours(company: Company, card: str) -> str:
    hand = company.hands.get(card)
    if hand is None or not hand.hours < 0.97 * company.today.hours:
        return ""
    return (
        f" It moves hours to restore: {company.today.hours:.1f} to {hand.hours:.1f}. "
        "Say so when a table has bought it."
    )
