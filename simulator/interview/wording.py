"""How the interview says what it heard: in its questions, and after an answer."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.interview import replies as read
from simulator.interview.heard import Heard
from simulator.interview.routes import Steps, Way

__all__ = ["KEPT", "Wording", "line_of"]

KEPT = "\u00a0"
"""A blank at which no line is broken."""


def line_of(way: Way) -> str:
    """Return a way as it is kept: `fix 3: Support > Web + Mobile > SRE`."""
    steps = " > ".join(" + ".join(step) for step in way.steps)
    return f"{way.name} {10.0 * way.share:.3g}: {steps}"


@dataclass(frozen=True)
class Wording:
    """What has been heard, in words; `key` is the question that they are for."""

    heard: Heard
    key: str

    @property
    def numbered(self) -> str:
        """The teams with their numbers, on one line."""
        rows = (f"{number} {name}" for number, name in enumerate(self.heard.names, 1))
        return "  ".join(row.replace(" ", KEPT) for row in rows)

    @property
    def teams(self) -> str:
        """The teams with their sizes."""
        rows = [f"{name}, {_people(size)}" for name, size in self.heard.people.items()]
        return f"{'; '.join(rows)}. {len(rows)} teams."

    @property
    def ends(self) -> str:
        """The teams at which changes go live."""
        return " and ".join(self.heard.ends)

    @property
    def offered(self) -> str:
        """The ways that are offered, a line each."""
        return "\n".join(line_of(way) for way in self.heard.offered)

    @property
    def ways(self) -> str:
        """The ways of changes, a sentence each, and what is on none of them."""
        found = self.heard
        lines = [
            f"{10.0 * way.share:.2g} of ten changes ({way.name}) pass {_in_words(way.steps)}"
            f"{', where it goes live' if set(way.steps[-1]) <= set(found.ends) else ''}."
            for way in found.ways
        ]
        passed = {team for way in found.ways for step in way.steps for team in step}
        left = [name for name in found.names if name not in passed]
        if left:
            lines.append(f"No change passes {', '.join(left)}.")
        if len(found.crossed) > len(found.asked_about):
            lines.append(
                f"That makes {len(found.crossed)} handovers; you are asked about the "
                f"{len(found.asked_about)} that most changes pass."
            )
        return "\n".join(lines)

    @property
    def handover(self) -> str:
        """What was said of the handover that the question is about."""
        same, last = read.handover(self.heard.answer(self.key))
        often = "not known who would be called"
        if same is not None:
            often = f"{same} of ten times both name the same team"
        return f"{often}; the last handover {f'was {last}' if last else 'is not known'}"

    @property
    def changes(self) -> str:
        """How many changes there are."""
        return f"{self.heard.changes:,.0f} a year, {self.heard.weekly:.2g} a week"

    @property
    def failed(self) -> str:
        """How many changes failed, of how many."""
        found = self.heard
        share = "" if found.failed is None else f"{100.0 * found.failed[0]:.2g} of 100"
        if found.failed_count is None:
            return share
        return f"about {found.failed_count:.0f} of {found.changes:.0f}, {share}"

    @property
    def restore(self) -> str:
        """How long it takes to restore."""
        return read.restore(self.heard.answer("restore")) or read.DONT_KNOW

    @property
    def causes(self) -> str:
        """Where failures started, by count."""
        found = read.causes(self.heard.answer("causes"))
        if found is None:
            return "published counts stand in: 8 to 24 in 100 started between teams"
        rows = ("inside a team", "between teams", "neither", "could not be told")
        return "; ".join(f"{n} {row}" for n, row in zip(found.values(), rows, strict=True))

    @property
    def days(self) -> str:
        """How the days spent on getting better were spent."""
        inside, between = self.heard.answer(self.key).split(" ")
        return f"{inside} inside teams, {between} between them"

    @property
    def budget(self) -> str:
        """What can be spent."""
        return self.heard.budget

    @property
    def currency(self) -> str:
        """The currency that was named, or the example's."""
        return self.heard.currency or "EUR"

    @property
    def about(self) -> str:
        """How many changes failed, as a sentence of its own; nothing where not known."""
        count = self.heard.failed_count
        return "" if count is None else f"About {count:.0f} changes failed. "

    @property
    def tenth(self) -> str:
        """A tenth of the changes that failed."""
        count = self.heard.failed_count
        return "a tenth" if count is None else f"a tenth, {count / 10.0:.2g}"


def _people(size: int | None) -> str:
    if size is None:
        return "size not known"
    return "1 person" if size == 1 else f"{size} people"


def _in_words(steps: Steps) -> str:
    parts = [
        step[0] if len(step) == 1 else f"{', '.join(step[:-1])} and {step[-1]} side by side"
        for step in steps
    ]
    return ", then ".join(parts)
