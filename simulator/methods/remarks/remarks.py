"""All that must be known before an answer is believed, of one file and some of its plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.runner import Runner
from simulator.methods.remarks.beginning import RUNS, Beginning, beginning
from simulator.methods.remarks.dates import Date, dates
from simulator.methods.remarks.overload import Overload, overloads
from simulator.scenario.scenario import TODAY, Scenario

__all__ = ["Remarks", "remarks"]


@dataclass(frozen=True, kw_only=True)
class Remarks:
    """What stands above every answer about a file.

    `overloads` by plan, plans without any left out; `beginning` of `today`, None where a team of
    today has more work than time, whose queue has no end to be reached, and of a single run.
    """

    overloads: Mapping[str, tuple[Overload, ...]]
    dates: tuple[Date, ...]
    beginning: Beginning | None

    def only_under(self, plan: str) -> tuple[Overload, ...]:
        """Return the teams that have more work than time under a plan and not today."""
        today = {each.team for each in self.overloads.get(TODAY, ())}
        return tuple(each for each in self.overloads.get(plan, ()) if each.team not in today)

    def as_json(self) -> dict[str, Any]:
        """Return the remarks by their keys in JSON."""
        return {
            "overloads": [
                {"arm": plan, **vars(each)}
                for plan, found in self.overloads.items()
                for each in found
            ],
            "dates": [vars(each) for each in self.dates],
            "beginning": self.beginning,
        }


def remarks(
    scenario: Scenario, run: Runner, programs: Mapping[str, Program], *, replications: int
) -> Remarks:
    """Return what must be known before an answer about `today` and these plans is believed.

    It is looked at on the first 50 replications, or as many as there are, so that every question
    about a file says the same.
    """
    numbers = range(min(RUNS, replications))
    programs = {TODAY: program_for(scenario), **programs}
    tallies = {plan: run(program, numbers) for plan, program in programs.items()}
    found = {plan: overloads(program, tallies[plan]) for plan, program in programs.items()}
    judged = len(numbers) > 1 and not found[TODAY]
    return Remarks(
        overloads={plan: each for plan, each in found.items() if each},
        dates=dates(scenario),
        beginning=beginning(programs[TODAY], run, numbers) if judged else None,
    )
