"""What the answers of an interview say once they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

from simulator.interview import replies as read
from simulator.interview import teams as who
from simulator.interview.replies import DONT_KNOW
from simulator.interview.routes import Edge, Steps, Way, crossings, in_order, suggested

__all__ = ["BUSIEST", "STAFF", "Heard", "budget_of", "told"]

BUSIEST: Final = 9
"""So many handovers are asked about, those that most changes pass."""
_WEEKS = 52.0
STAFF: Final = 5
"""People of a team where nobody knows (judgement)."""
_PER_PERSON = 15.0
"""Changes a person and year where nobody knows how many there were (judgement)."""
_SPEND = 0.05
"""The share of all person-days that is spent where nobody named a budget (judgement)."""


def told(edge: Edge) -> str:
    """Return a handover as the questions name it."""
    return f"{edge[0]} > {edge[1]}"


@dataclass(frozen=True)
class Heard:
    """Answers by the key of their question; what was not answered is not known.

    Each attribute refuses (ValueError, one line) what cannot be understood.
    """

    answers: Mapping[str, str]

    def answer(self, key: str) -> str:
        """Return the answer to a question."""
        return self.answers.get(key, DONT_KNOW)

    @cached_property
    def people(self) -> dict[str, int | None]:
        """Head-counts by team, None where not known."""
        return who.teams(self.answers["teams"])

    @cached_property
    def names(self) -> list[str]:
        """The teams in the order they were named."""
        return list(self.people)

    @property
    def staff(self) -> int:
        """How many people there are; a team whose size is not known counts as five."""
        return _staff(self.people.values())

    @cached_property
    def handed(self) -> dict[Edge, float]:
        """Who hands to whom with how often, where a matrix was given."""
        text = self.answer("handed")
        return who.handed(text, self.names) if read.known(text) else {}

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """The teams at which changes go live; none where not known."""
        return who.live(self.answer("live"), self.names)

    @cached_property
    def offered(self) -> tuple[Way, ...]:
        """The ways that are offered: through the matrix, else all teams in order."""
        ends = self.ends
        if not ends:
            givers = {a for a, _ in self.handed}
            last = [name for name in self.names if name not in givers] if self.handed else []
            ends = tuple(last) or (self.names[-1],)
        found = suggested(self.handed, self.names, ends) or ((1.0, in_order(self.names, ends)),)
        return who.ways(ways_text(found), self.names, self.ends)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """The ways of changes: those told, else those offered."""
        text = self.answer("ways")
        return who.ways(text, self.names, self.ends) if read.known(text) else self.offered

    @cached_property
    def crossed(self) -> dict[Edge, float]:
        """The share of changes on every handover that the ways cross, in the order of the ways.

        Teams side by side hand to each other where the matrix says so.
        """
        found: dict[Edge, float] = {}
        for way in self.ways:
            for edge in dict.fromkeys((*crossings(way.steps), *self._laterals(way.steps))):
                found[edge] = found.get(edge, 0.0) + way.share
        return found

    def _laterals(self, steps: Steps) -> Iterator[Edge]:
        for step in steps:
            for a, b in combinations(step, 2):
                yield from (edge for edge in ((a, b), (b, a)) if edge in self.handed)

    @cached_property
    def asked_about(self) -> tuple[Edge, ...]:
        """The handovers that are asked about, in the order of the ways."""
        busiest = sorted(self.crossed, key=lambda edge: -round(self.crossed[edge], 9))[:BUSIEST]
        return tuple(edge for edge in self.crossed if edge in busiest)

    @cached_property
    def changes(self) -> float | None:
        """How many changes went live last year."""
        return read.a_year(self.answer("changes"))

    @property
    def weekly(self) -> float:
        """Changes a week: told, or a guess by the number of people."""
        return (_PER_PERSON * self.staff if self.changes is None else self.changes) / _WEEKS

    @cached_property
    def failed(self) -> tuple[float, int | None] | None:
        """The share of changes that failed, and of how many."""
        return read.share_or_count(self.answer("failed"), self.changes)

    @property
    def failed_count(self) -> float | None:
        """How many changes failed last year."""
        if self.failed is None or self.changes is None:
            return None
        return self.failed[0] * self.changes

    @cached_property
    def budget(self) -> str:
        """What can be spent next year, as a file writes it; a guess where nobody said."""
        return read.budget(self.answer("budget")) or budget_of(self.people.values())

    @cached_property
    def currency(self) -> str | None:
        """The currency that was named first."""
        for key in ("budget", "day", "failure"):
            if (found := read.money_in(self.answer(key))) is not None:
                return found[1]
        return None

    @cached_property
    def day(self) -> float | None:
        """What a day of one person costs [currency]."""
        found = read.price(self.answer("day"), self.currency)
        return None if found is None else found[0]

    @cached_property
    def serious_price(self) -> float | None:
        """What one serious failure costs [currency]."""
        found = read.price(self.answer("failure"), self.currency)
        return None if found is None else found[0]

    @cached_property
    def trust(self) -> str | None:
        """What is trusted least where answers and records disagree."""
        return read.trust(self.answer("trust"))


def _staff(sizes: Iterable[int | None]) -> int:
    return sum(size or STAFF for size in sizes)


def budget_of(sizes: Iterable[int | None]) -> str:
    """Return what is spent where nobody named a budget: one person-day in twenty (judgement)."""
    return f"{max(20.0, round(_SPEND * 260.0 * _staff(sizes), -1)):.15g} person-days"


def ways_text(found: tuple[tuple[float, Steps], ...]) -> str:
    """Return ways as lines `7: A > B + C > D`, counts of ten first."""
    return "\n".join(
        f"{10.0 * share:.3g}: {' > '.join(' + '.join(step) for step in steps)}"
        for share, steps in found
    )
