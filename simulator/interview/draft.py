"""From the answers of the interview to a scenario file that says where each number comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.files.draft import Entry, Guess, text_of
from simulator.interview import replies as read
from simulator.interview.guess import (
    NOT_ASKED,
    NOT_KNOWN,
    between,
    boundary,
    effort,
    nothing_known,
    unknown,
)
from simulator.interview.questions import told
from simulator.interview.records import outcomes, plans
from simulator.interview.routes import Edge
from simulator.interview.told import Told, heard

__all__ = ["draft"]

_FEW = 0.25


def draft(answers: Mapping[str, str]) -> str:
    """Return the text of the scenario file; what was not answered is not known."""
    found = heard(answers)
    heading = (
        (
            "Written by edgewise new from your answers. Change anything; edgewise validate FILE "
            "says whether today still looks like you."
        ),
        (
            "A number with low and high is what is not known exactly. Counts of ten carry the 95 % "
            "Wilson range of ten tries. How an answer becomes a parameter is judgement, and "
            "because says so; nothing here was fitted to your records."
        ),
    )
    entries = (
        *_head(found),
        _work(found),
        _defaults(),
        _teams(found),
        _boundaries(found),
        *outcomes(found),
        *plans(found),
    )
    return text_of(heading, entries)


def _head(found: Told) -> Iterator[Entry]:
    yield Entry(key="version", value=1)
    yield Entry(key="name", value=found.answer("name"))
    yield Entry(key="question", value="Where should the next person-days go?")
    yield Entry(
        key="horizon", value="320 days", comment="A year of 260 working days after the warm-up."
    )
    yield Entry(key="warm_up", value="60 days")
    yield Entry(key="matters", value="1 failed change per 100")
    yield Entry(
        key="failure",
        value={"counts": ("P1", "P2", "P3"), "within": "90 days"},
        comment="What your records call a failed change: these severities, this soon.",
    )


def _work(found: Told) -> Entry:
    kinds = []
    taken: set[str] = set()
    for number, (share, way) in enumerate(found.ways, 1):
        first, end = way[0][0], way[-1][0]
        names = ("change", f"change from {first}", f"change from {first} to {end}")
        free = [name for name in names[len(found.ways) > 1 :] if name not in taken]
        name = free[0] if free else f"change {number}"
        taken.add(name)
        kinds.append(
            Entry(
                key=name,
                entries=(
                    Entry(key="arrivals", value=_arrivals(found, share)),
                    Entry(
                        key="facts",
                        value=Guess(value=8, low=4, high=16, because=f"{NOT_ASKED}: judgement"),
                    ),
                    Entry(key="route", value=tuple(s[0] if len(s) == 1 else s for s in way)),
                ),
            )
        )
    return Entry(
        key="work",
        entries=tuple(kinds),
        comment="The ways your changes take. facts: how many things a change needs to be right.",
    )


def _arrivals(found: Told, share: float) -> Guess:
    weekly = found.weekly * share
    low, high = between(round(10.0 * share), 10) if len(found.ways) > 1 else (1.0, 1.0)
    wide = 1.0 if found.changes is not None else 3.0
    lower = found.weekly * min(share, low) / wide if len(found.ways) > 1 else weekly / wide
    upper = found.weekly * max(share, high) * wide if len(found.ways) > 1 else weekly * wide
    known = "changes of last year" if found.changes is not None else f"changes: {NOT_KNOWN}"
    way = f", {10.0 * share:.2g} of ten on this way" if len(found.ways) > 1 else ""
    ranged = lower < weekly < upper
    return Guess(
        value=f"{weekly:.4g} per week",
        low=f"{lower:.4g} per week" if ranged else None,
        high=f"{upper:.4g} per week" if ranged else None,
        because=f"{known}{way}",
    )


def _defaults() -> Entry:
    team = (
        Entry(key="defects_per_item", value=unknown(0.5, 0.1, 2.0)),
        Entry(key="defect_removal", value=unknown(0.85, 0.6, 0.95)),
    )
    edge = tuple(
        Entry(key=name, value=value)
        for name, value in (
            *nothing_known().items(),
            ("boundary_work", unknown(0.2, 0.05, 0.4)),
            ("changes_per_week", unknown(0.2, 0.05, 1.0)),
        )
    )
    return Entry(
        key="defaults",
        entries=(Entry(key="team", entries=team), Entry(key="boundary", entries=edge)),
        comment="What was not asked, and what you do not know: wide ranges, the same everywhere.",
    )


def _teams(found: Told) -> Entry:
    loads: dict[str, float] = {}
    for share, way in found.ways:
        for step in way:
            for team in step:
                loads[team] = loads.get(team, 0.0) + share
    busy = read.of_ten(found.answer("busy"), least=1)
    entries = []
    for name, people in found.people.items():
        value = (
            Guess(value=5, low=3, high=9, because=NOT_KNOWN) if people is None else float(people)
        )
        rows = [Entry(key="people", value=value)]
        comment = ""
        if name in loads:
            weekly = found.weekly * loads[name]
            rows.append(Entry(key="effort", value={"mean": effort(people or 5, weekly, busy)}))
        else:
            comment = "No way passes this team."
        entries.append(Entry(key=name, entries=tuple(rows), comment=comment))
    return Entry(
        key="teams",
        entries=tuple(entries),
        comment="effort: people-time on one change, from how busy you are and how many come "
        "through; a fifth of that time is taken for repairs and questions (judgement).",
    )


def _boundaries(found: Told) -> Entry:
    entries = []
    for edge in found.crossed:
        same = read.of_ten(found.answer(f"same name: {told(edge)}"))
        last = read.last(found.answer(f"last: {told(edge)}"))
        values = boundary(same, last)
        key = f"{edge[0]} -> {edge[1]}"
        rows = tuple(Entry(key=name, value=value) for name, value in values.items())
        entries.append(
            Entry(key=key, entries=rows, comment=_fits(found, edge)) if rows
            else Entry(key=key, value={}, comment=_fits(found, edge))
        )  # fmt: skip
    unused = [told(edge) for edge in found.edges if edge not in found.crossed]
    trailing = () if not unused else (
        "Ticked, but on none of the ways above, so not simulated: " + "; ".join(unused) + ". Put "
        "both teams into one step of a route, or add a way through them.",
    )  # fmt: skip
    return Entry(
        key="boundaries",
        entries=tuple(entries),
        comment="Every handover on the ways above. fidelity and what goes with it come from the "
        "last handover, one case, so the ranges are wide; owned from who would be named at three "
        "in the morning. What you do not know stands in defaults.",
        trailing=trailing,
    )


def _fits(found: Told, edge: Edge) -> str:
    """Return what is odd about a handover: a count that the ways do not give, or no tick."""
    share = found.crossed[edge]
    said = found.counts.get(edge)
    if edge not in found.edges:
        return "On a way above, but not in your matrix."
    if said is not None and abs(said - share) > _FEW:
        return (
            f"You said {10.0 * said:.0f} of ten changes pass here; with the ways above it is "
            f"{10.0 * share:.0f}."
        )
    return ""
