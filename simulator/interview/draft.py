"""From the answers of the interview to a scenario file that says where each number comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from simulator.files.draft import Entry, Guess, text_of
from simulator.interview import replies as read
from simulator.interview.interview import asked, counted, edges, told
from simulator.interview.replies import DONT_KNOW
from simulator.interview.routes import Edge, Steps, crossings
from simulator.stats.intervals import wilson

__all__ = [
    "NOT_ASKED",
    "NOT_KNOWN",
    "Told",
    "between",
    "boundary",
    "draft",
    "effort",
    "external",
    "heard",
    "nothing_known",
    "of_ten",
    "outcomes",
    "plans",
    "unknown",
]

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


_SPEND = 0.05
"""The share of all person-days that is spent where nobody named a budget (judgement)."""


def outcomes(found: Told) -> Iterator[Entry]:
    """Yield what becomes of mistakes, what happens anyway, and the records."""
    causes = read.causes(found.answer("causes"))
    yield Entry(
        key="incidents",
        entries=(
            Entry(
                key="manifest",
                value=unknown(0.1, 0.03, 0.25),
            ),
        ),
        comment="The probability that an unnoticed mistake ever shows, however it came about.",
    )
    rate = external(found.weekly, found.failed, causes)
    last = found.ways[0][1][-1][0]
    yield Entry(
        key="external",
        entries=(Entry(key="rate", value=rate), Entry(key="resolver", value=last)),
        comment="What would have happened anyway: hardware, providers, load, attacks.",
    )
    rows = tuple(_observed(found, causes))
    if rows:
        yield Entry(
            key="observed",
            entries=rows,
            comment="Your records. Companies that could have left them count for more.",
        )


def _observed(found: Told, causes: Mapping[str, int] | None) -> Iterator[Entry]:
    serious, restore = read.number(found.answer("serious")), read.restore(found.answer("restore"))
    if found.changes is not None:
        yield Entry(key="changes", value=f"{found.changes:.10g} per year")
    if found.failed is not None:
        share, n = found.failed
        yield Entry(key="failed_changes", value=Guess(value=share, n=n))
    if serious is not None:
        yield Entry(key="serious_per_year", value={"value": serious, "years": 1})
    if restore is not None:
        # the outages that the median is of; without their number it has no weight
        n = None if serious is None or serious < 1 else round(serious)
        yield Entry(key="restore_p50", value=Guess(value=restore, n=n))
    if causes is not None:
        yield Entry(key="causes", value=causes)


def plans(found: Told) -> Iterator[Entry]:
    """Yield the plans to compare."""
    budget = read.number(found.answer("budget"))
    spend = budget or max(20.0, round(_SPEND * 260.0 * found.staff, -1))
    days, half = (f"{each:.10g} person-days" for each in (spend, spend / 2.0))
    comment = (
        "What could be bought is edgewise's own list with equal prices; levers: changes it."
        if budget
        else "The budget is not known: one person-day in twenty. What could be bought is "
        "edgewise's own list with equal prices."
    )
    found_plans = (
        Entry(key="inside teams first", value={"spend": {"core": days}}),
        Entry(key="between teams first", value={"spend": {"edge": days}}),
        Entry(key="half and half", value={"spend": {"core": half, "edge": half}}),
    )
    yield Entry(key="arms", entries=found_plans, comment=comment)


NOT_ASKED: Final = "not asked"
NOT_KNOWN: Final = "not known"
_WEEK = 5.0
_REPAIRS = 0.8
"""The share of a team's time on changes that is work on new ones (judgement)."""
_MOST_BUSY = 0.95

_LAST: Final[Mapping[str, Mapping[str, tuple[float, float, float]]]] = {
    "written and tested": {
        "fidelity": (0.98, 0.9, 0.999),
        "readback": (0.3, 0.1, 0.8),
        "contract_tests": (0.6, 0.2, 0.95),
    },
    "written": {
        "fidelity": (0.95, 0.79, 0.998),
        "readback": (0.2, 0.05, 0.6),
        "contract_tests": (0.1, 0.0, 0.4),
    },
    "told": {
        "fidelity": (0.7, 0.48, 0.9),
        "readback": (0.3, 0.05, 0.6),
        "contract_tests": (0.05, 0.0, 0.3),
    },
    "assumed": {
        "fidelity": (0.5, 0.3, 0.75),
        "readback": (0.1, 0.0, 0.4),
        "contract_tests": (0.02, 0.0, 0.2),
    },
    NOT_KNOWN: {
        "fidelity": (0.95, 0.478, 0.998),
        "readback": (0.2, 0.0, 0.8),
        "contract_tests": (0.1, 0.0, 0.95),
    },
}
"""Value, low and high of what the last handover stands for; one case, so the ranges are wide.

Where nothing is known: the register's own defaults, from spoken to printed [bhabra-2007].
"""
_SOURCES: Final[Mapping[str, str]] = {
    "written": "written kept 0.791 to 0.998 in hospitals [pothier-2005] [bhabra-2007]",
    "told": "spoken kept 0.478 to 0.696 in hospitals [bhabra-2007] [carter-2009]",
}
_OWNED_UNKNOWN = (0.8, 0.35, 0.98)


def between(count: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson range of a count."""
    found = wilson(count, n)
    return found.low, found.high


def of_ten(count: int, because: str) -> Guess:
    """Return a count of ten as a share with the Wilson range of ten tries."""
    low, high = between(count, 10)
    return Guess(value=count / 10.0, low=round(low, 3), high=round(high, 3), because=because)


def unknown(value: float, low: float, high: float) -> Guess:
    """Return the default of a question that was not asked, with a wide range."""
    return Guess(value=value, low=low, high=high, because=f"{NOT_ASKED}: judgement")


def nothing_known() -> dict[str, Guess]:
    """Return the parameters of a handover of which nothing is known: the widest ranges."""
    rows = {**_LAST[NOT_KNOWN], "owned": _OWNED_UNKNOWN}
    return {
        name: Guess(value=value, low=low, high=high, because=NOT_KNOWN)
        for name, (value, low, high) in rows.items()
    }


def boundary(same: int | None, last: str | None) -> dict[str, Guess]:
    """Return what the answers about one handover say of its parameters; nothing where not known.

    `same`: of ten nights, how often both teams would name the same owner. `last`: how the last
    handover was made.
    """
    found = {}
    if last is not None:
        source = _SOURCES.get(last)
        reason = f"your last handover: {last}; judgement" + (f", {source}" if source else "")
        for name, (value, low, high) in _LAST[last].items():
            found[name] = Guess(value=value, low=low, high=high, because=reason)
    if same is not None:
        why = f"{same} of ten would name the same team; Wilson range of ten; judgement"
        found["owned"] = of_ten(same, why)
    return found


def effort(people: int, weekly: float, busy: int | None) -> Guess:
    """Return the working days on one change at a team, from how busy it is and what comes through.

    The high end stays below what the team's time would hold.
    """
    if busy is None:
        share, low, high, why = 0.6, 0.3, 0.85, NOT_KNOWN
    else:
        share = min(busy / 10.0, _MOST_BUSY)
        low, high = between(busy, 10)
        why = f"{busy} of ten days go into changes; Wilson range of ten"
    each = _WEEK * people / weekly * _REPAIRS
    ends = (each * max(low, 0.05), each * share, each * min(max(high, share), _MOST_BUSY))
    least, value, most = (f"{days:.3g} days" for days in ends)
    return Guess(value=value, low=least, high=most, because=f"{why}; judgement")


def external(
    weekly: float, failed: tuple[float, int | None] | None, causes: Mapping[str, int] | None
) -> Guess:
    """Return how often something fails that neither teams nor handovers caused.

    From the share of reviewed failures that were neither and the failed changes beside them, with
    no range, since the review itself is a record; where one is not known, from the 15 to 40 % of
    published mixes (judgement).
    """
    changes = weekly * (0.1 if failed is None else max(failed[0], 0.005))
    known = {} if causes is None else {k: n for k, n in causes.items() if k != "cannot_tell"}
    total = sum(known.values())
    if total:
        low = share = high = known["neither"] / total
        why = f"{known['neither']} of {total} reviewed failures were neither"
    else:
        share, low, high, why = 0.25, 0.15, 0.4, NOT_KNOWN
    rates = [changes * each / (1.0 - min(each, 0.9)) for each in (low, share, high)]
    least, value, most = (f"{rate:.3g} per week" for rate in rates)
    if failed is None:
        why += "; failed changes not known, one in ten taken"
    because = f"{why}; judgement"
    if low == high:
        return Guess(value=value, because=because)
    return Guess(value=value, low=least, high=most, because=because)


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
