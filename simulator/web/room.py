"""What the view Room shows: every hand in both companies, one failure, ten drawn, and its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.records.published import SAMPLES
from simulator.methods.room.hands import FULL, Company
from simulator.methods.room.lesson import Lesson, Shown
from simulator.methods.turns.breakeven import Turning
from simulator.methods.turns.turning_point import TURNS
from simulator.model.outcome import HEADLINE
from simulator.present.digits import of_hundred
from simulator.present.kit.turns import turn_sentence
from simulator.present.speech import in_words
from simulator.present.vocabulary import spoken
from simulator.present.words import MECHANISM_WORDS
from simulator.web.organisations import alone
from simulator.web.room_words import NOT_THE_LAST, ROOM, ROOM_OUTSIDE

__all__ = ["Played", "room"]

_YEARS = 12
"""How many single years there are to look at."""
_WORD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, kw_only=True)
class Played:
    """A room that was simulated: both companies with all hands, one year, where either turns."""

    company: Company
    twin: Company
    lesson: Lesson
    turns: tuple[Turning | None, Turning | None]


def room(played: Played, structure: int, *, outside: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the view shows, and the memory image of the company itself.

    `structure` is the number that the image gets among the structures of the page. What is for
    `outside` has no counts a year.
    """
    company, lesson = played.company, played.lesson
    kept = [company.kept(hand) for hand in ("", *_read_back(company))]
    route = company.scenario.work[company.longest].route
    told = {
        "structure": structure,
        "budget": company.told(company.budget),
        "full": company.told(FULL * company.budget),
        "years": company.replications,
        "cards": [
            {
                "number": str(each.number),
                "name": each.name,
                "days": company.told(each.days),
                "say": each.say,
            }
            for each in company.cards
        ],
        "rounds": [
            _round(each, found)
            for each, found in zip((played.company, played.twin), played.turns, strict=True)
        ],
        "example": company.example,
        "columns": _columns(company),
        "year": lesson.year,
        "failures": None if outside else lesson.failures,
        "first": _shown(lesson.first),
        "drawn": [_shown(each) for each in lesson.drawn],
        "stairs": {"steps": [", ".join(step) for step in route], "kept": kept},
        "published": [100.0 * min(SAMPLES), 100.0 * max(SAMPLES)],
        "say": _said(company, outside=outside),
    }
    return told, alone(company.scenario)


def _round(company: Company, found: Turning | None) -> dict[str, Any]:
    shop = company.scenario.workshop
    outcome, hands = OUTCOMES[HEADLINE], tuple(company.hands)
    hands_of = {}
    for hand, each in company.hands.items():
        above, below = outcome.as_struck(company.programs[hand], company.tallies[hand])
        with np.errstate(invalid="ignore"):
            years = (above / below)[:_YEARS]
        hands_of[hand] = {
            "rate": each.rate,
            "hours": each.hours,
            "years": [round(float(rate), 3) for rate in np.nan_to_num(years)],
            "ties": [other for other in hands if other != hand and company.tie(hand, other)],
        }
    began = company.began()
    return {
        "name": company.scenario.name,
        "title": shop.title if shop is not None else company.scenario.name,
        "story": shop.story if shop is not None else "",
        "began": began,
        "of_hundred": dict(zip(began, of_hundred(tuple(began.values())), strict=True)),
        "turn": _at(found),
        "turns": turn_sentence(company, found),
        "hands": hands_of,
    }


def _at(found: Turning | None) -> float | None:
    """Return the share at which a company turns; None where it does not."""
    return found.turn.factor if found is not None and found.turn.verdict == TURNS else None


def _read_back(company: Company) -> list[str]:
    return [str(card.number) for card in company.cards if card.buys == "acceptance"][:1]


def _columns(company: Company) -> list[list[str]]:
    """Return teams in columns along the work, in each those near to whom they get work from."""
    scenario = company.scenario
    layers: dict[str, int] = {}
    for kind in scenario.work.values():
        for number, step in enumerate(kind.route):
            for team in step:
                layers[team] = max(number, layers.get(team, 0))
    # where some work begins stands in front, though other work may come there later
    layers |= {team: 0 for kind in scenario.work.values() for team in kind.route[0]}
    last = max(layers.values(), default=0)
    columns: list[list[str]] = [[] for _ in range(last + 1)]
    for team in scenario.teams:
        columns[layers.get(team, last)].append(team)
    place: dict[str, float] = {}
    for column in columns:
        before = {
            team: [
                place[each.source]
                for each in scenario.boundaries.values()
                if each.target == team and each.source in place
            ]
            for team in column
        }
        column.sort(key=lambda team: fmean(before[team]) if before[team] else 0.5)
        place |= {team: (number + 0.5) / len(column) for number, team in enumerate(column)}
    return columns


def _shown(shown: Shown) -> dict[str, Any]:
    return {
        "error": shown.error,
        "kind": shown.kind,
        "title": shown.title,
        "called": shown.called,
        "mends": shown.mends,
        "origin": shown.origin,
        "side": shown.side,
        "how": in_words(MECHANISM_WORDS[shown.mechanism]),
        "fact": shown.fact,
        "born": shown.born,
        "time": shown.time,
    }


def _said(company: Company, *, outside: bool) -> dict[str, str]:
    """Return the patterns of the view with the words of the file's field put in."""
    words = {key: of for key, of in dict(spoken(company.scenario)).items() if isinstance(of, str)}

    def word(found: re.Match[str]) -> str:
        return words.get(found[1], found[0])

    called = {} if company.scenario.incidents.pages == "last" else NOT_THE_LAST
    patterns = {**ROOM, **called, **(ROOM_OUTSIDE if outside else {})}
    return {name: _WORD.sub(word, pattern) for name, pattern in patterns.items()}
