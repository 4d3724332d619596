"""What `kit` and `page --room` share: a file that leads a room, its twin, and all their hands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.options import refuse, refusing, scenario_from

if TYPE_CHECKING:
    from simulator.experiments.runner import Runner
    from simulator.methods.room.hands import Company
    from simulator.methods.room.lesson import Lesson
    from simulator.scenario.scenario import Scenario
    from simulator.web.room import Played

__all__ = ["YEARS", "companies", "played", "shown", "twin_of"]

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
    scenario: Scenario, twin: Scenario, run: Runner, *, replications: int
) -> tuple[Company, Company]:
    """Return both companies of a room with every hand of the first one's cards."""
    from simulator.methods.room.hands import budget, company

    cards = scenario.workshop.cards if scenario.workshop is not None else ()
    money = budget(scenario)
    with refusing("workshop.cards"):
        one, other = (
            company(each, cards, money, run, replications=replications) for each in (scenario, twin)
        )
    return one, other


def shown(file: str, company: Company) -> Lesson:
    """Return what a room is shown of one year; refuse a file in which nothing fails."""
    from simulator.methods.room.lesson import lesson

    found = lesson(company)
    if found is None:
        refuse(f"{file}: not for a room; in twelve simulated years nothing of its work fails")
    return found


def played(file: str, scenario: Scenario, run: Runner) -> Played:
    """Return the room of a file, simulated."""
    from simulator.web.room import Played

    one, other = companies(scenario, twin_of(file, scenario), run, replications=YEARS)
    return Played(company=one, twin=other, lesson=shown(file, one))
