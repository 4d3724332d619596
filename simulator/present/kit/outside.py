"""A room for outside: both companies under letters, cards by what they buy, no own story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulator.model.lever import LEVERS
from simulator.model.workshop import Card
from simulator.present import captions
from simulator.present.anonymise import legend
from simulator.present.names import names_of
from simulator.present.speech import in_words
from simulator.present.vocabulary import spoken
from simulator.scenario.renaming import renamed
from simulator.scenario.scenario import Scenario

__all__ = ["Lettered", "lettered"]

_STORY: Final = (
    "{name} has {many} {teams}, and work passes from one to the next. Some of it fails. You lead "
    "{name}, and you have so many points to spend this year."
)
_TWIN: Final = (
    "{name} has {many} {teams} of its own. Some of its work fails, too. You have the same cards "
    "and as many points."
)


@dataclass(frozen=True, kw_only=True)
class Lettered:
    """Two companies of a room with letters for names, and what each letter stands for."""

    scenario: Scenario
    twin: Scenario
    letters: Mapping[str, str]

    def warnings(self) -> tuple[str, ...]:
        """Return what their owner should know before it is handed on."""
        found, called = [], {letter: name for name, letter in self.letters.items()}
        both = (self.scenario, self.twin)
        few = {
            called.get(name, name)
            for each in both
            for name, team in each.teams.items()
            if team.people.value < captions.FEW_PEOPLE
        }
        if few:
            found.append(captions.SMALL_TEAMS.format(", ".join(sorted(few))))
        if any(len(each.teams) < captions.FEW_TEAMS for each in both):
            found.append(captions.FEW)
        return tuple(found)


def lettered(scenario: Scenario, twin: Scenario) -> Lettered:
    """Return both companies as they go outside: what both have has one letter.

    Their luck is that of the letters, so that numbers move within the noise.
    """
    letters = legend(names_of(scenario))
    both = legend(names_of(twin), letters)
    cards = scenario.workshop.cards if scenario.workshop is not None else ()
    one, other = (
        _renamed(each, number, both, cards) for number, each in enumerate((scenario, twin))
    )
    return Lettered(scenario=one, twin=other, letters=both)


def _renamed(
    scenario: Scenario, number: int, letters: Mapping[str, str], cards: tuple[Card, ...]
) -> Scenario:
    name, words = letters[scenario.name], spoken(scenario)
    found = renamed(scenario, name, letters)
    story = (_TWIN if number else _STORY).format(
        name=name, many=len(scenario.teams), teams=words.teams
    )
    titles = {letters.get(kind, kind): len(of.titles) for kind, of in scenario.work.items()}
    work = {
        kind: {**tree, "titles": [f"{kind} no. {n + 1}" for n in range(titles[kind])]}
        for kind, tree in found.tree["work"].items()
    }
    shop: dict[str, Any] = {
        "title": name, "story": story, "cards": [] if number else [_card(each) for each in cards]
    }  # fmt: skip
    return Scenario.from_tree({**found.tree, "work": work, "workshop": shop})


def _card(card: Card) -> dict[str, Any]:
    """Return a card under what everybody calls the lever that it buys."""
    words = in_words(LEVERS[card.buys].words)
    name = words.replace(";", ":").partition(":")[0]
    return {
        "number": card.number,
        "name": f"{name[:1].upper()}{name[1:]}",
        "days": int(card.days),
        "buys": card.buys,
        "say": f"{words[:1].upper()}{words[1:]}.",
    }
