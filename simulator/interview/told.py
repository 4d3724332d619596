"""What the answers say once they are read: people, ways, traffic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from simulator.interview import replies as read
from simulator.interview.interview import asked, counted, edges
from simulator.interview.replies import DONT_KNOW
from simulator.interview.routes import Edge, Steps, crossings

__all__ = ["Told", "heard"]

WEEKS = 52.0
_PER_PERSON = 15.0
"""Changes a person and year where nobody knows how many there were (judgement)."""
_STAFF = 5
"""People of a team where nobody knows (judgement)."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the answers say once they are read."""

    people: Mapping[str, int | None]
    edges: Mapping[Edge, float]
    counts: Mapping[Edge, float]
    ways: tuple[tuple[float, Steps], ...]
    changes: float | None
    failed: tuple[float, int | None] | None
    answers: Mapping[str, str]

    @property
    def staff(self) -> int:
        """How many people there are; a team whose size is not known counts as five."""
        return sum(count or _STAFF for count in self.people.values())

    @property
    def crossed(self) -> dict[Edge, float]:
        """The share of changes on every handover that the ways cross, laterals included."""
        found: dict[Edge, float] = {}
        for share, way in self.ways:
            for edge in (*crossings(way), *_laterals(way, self.edges)):
                found[edge] = found.get(edge, 0.0) + share
        return dict(sorted(found.items()))

    def answer(self, key: str) -> str:
        """The answer to a question; what was not answered is not known."""
        return self.answers.get(key, DONT_KNOW)

    @property
    def weekly(self) -> float:
        """Changes a week: told, or a guess by the number of people."""
        return (_PER_PERSON * self.staff if self.changes is None else self.changes) / WEEKS


def heard(answers: Mapping[str, str]) -> Told:
    """Return what the answers say; what was not answered is not known."""
    changes = read.number(answers.get("changes", DONT_KNOW))
    return Told(
        people=read.teams(answers["teams"]),
        edges=edges(answers),
        counts=counted(answers),
        ways=asked(answers),
        changes=changes,
        failed=read.share_or_count(answers.get("failed", DONT_KNOW), changes),
        answers=answers,
    )


def _laterals(way: Steps, ticked: Mapping[Edge, float]) -> Iterator[Edge]:
    for step in way:
        for a, b in combinations(step, 2):
            yield from (edge for edge in ((a, b), (b, a)) if edge in ticked)
