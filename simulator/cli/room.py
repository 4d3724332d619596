"""What `kit` and `page --room` share: a file that leads a room, its twin, and all their hands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.options import refuse, refusing, scenario_from

if TYPE_CHECKING:
    from simulator.experiments.runner import Runner
    from simulator.methods.room.hands import Company
    from simulator.methods.room.lesson import Lesson
    from simulator.methods.turns.breakeven import Turning
    from simulator.present.kit.outside import Lettered
    from simulator.scenario.scenario import Scenario
    from simulator.web.room import Played

__all__ = ["YEARS", "companies", "outside", "played", "shown", "turned", "twin_of"]

YEARS = 200
"""How many years a dot is the mean of."""


def twin_of(file: str, scenario: Scenario) -> Scenario:
    """Return the twin of a file that can lead a room; refuse one that cannot, with what it lacks.

    The twin is a shipped scenario, or a file of the same folder.
    """
    from simulator.files.source import found_beside
    from simulator.methods.room.hands import missing
    from simulator.present.vocabulary import speak

    lacks = missing(scenario)
    if lacks:
        refuse("\n".join((f"{file}: not for a room; it lacks", *(f"  {each}" for each in lacks))))
    shop = scenario.workshop
    name = shop.twin if shop is not None else None
    place = Path(file) if Path(file).exists() else None
    found = found_beside(name, place)
    if found is None:
        refuse(
            f"{file}: workshop.twin: found {name!r}; allowed a file of the same folder, such as "
            "field.yaml, or a shipped scenario"
        )
    twin = scenario_from(str(found))
    speak(scenario)
    if twin.workshop is None:
        refuse(f"{file}: not for a room; its twin {name} lacks\n  workshop: a title and a story")
    return twin


def companies(
    scenario: Scenario, twin: Scenario, run: Runner, *, replications: int, points: bool = False
) -> tuple[Company, Company]:
    """Return both companies of a room with every hand of the first one's cards.

    Efforts are told in days, or in points.
    """
    from simulator.methods.room.hands import budget, company, point_of

    cards = scenario.workshop.cards if scenario.workshop is not None else ()
    money = budget(scenario)
    point = point_of(cards, money) if points else 1.0
    with refusing("workshop.cards"):
        one, other = (
            company(each, cards, money, run, replications=replications, point=point)
            for each in (scenario, twin)
        )
    return one, other


def turned(one: Company, other: Company, run: Runner) -> tuple[Turning | None, Turning | None]:
    """Return where either company turns around."""
    from simulator.methods.room.turn import turn

    with refusing("workshop.cards"):
        return turn(one, run), turn(other, run)


def outside(scenario: Scenario, twin: Scenario) -> Lettered:
    """Return both companies with letters for names, in whose words is spoken from here on."""
    from simulator.present.kit.outside import lettered
    from simulator.present.vocabulary import speak

    found = lettered(scenario, twin)
    speak(found.scenario)
    return found


def shown(file: str, company: Company) -> Lesson:
    """Return what a room is shown of one year; refuse a file in which nothing fails."""
    from simulator.methods.room.lesson import lesson

    found = lesson(company)
    if found is None:
        refuse(f"{file}: not for a room; in twelve simulated years nothing of its work fails")
    return found


def played(file: str, both: tuple[Scenario, Scenario], run: Runner, *, points: bool) -> Played:
    """Return the room of a file and its twin, simulated."""
    from simulator.web.room import Played

    one, other = companies(*both, run, replications=YEARS, points=points)
    turns = turned(one, other, run)
    return Played(company=one, twin=other, lesson=shown(file, one), turns=turns)
