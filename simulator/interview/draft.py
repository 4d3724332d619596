"""From the answers of the interview to a scenario file that says where each number comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from simulator.files.draft import Entry, Guess, text_of
from simulator.interview import judgement
from simulator.interview import replies as read
from simulator.interview.heard import STAFF, Heard, told
from simulator.interview.judgement import NOT_ASKED, NOT_KNOWN, TOLD, unknown
from simulator.interview.routes import Edge
from simulator.model.register import REGISTER

__all__ = ["anyway", "draft", "framed", "plans", "unasked"]

_COUNTS: Final = "What your records call a failed change: these severities, this soon."
_DISTRUST = 0.5
"""The model error where one's own count is trusted least, in place of 0.2 (judgement)."""


def draft(answers: Mapping[str, str]) -> str:
    """Return the text of the scenario file; what was not answered is not known."""
    found = Heard(answers)
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
        *framed(found.answer("name"), found.budget, _COUNTS),
        *_worth(found),
        _work(found),
        _defaults(found),
        _teams(found),
        _boundaries(found),
        *_outcomes(found),
        _costs(found),
        plans(found.budget, known=read.known(found.answer("budget"))),
    )
    return text_of(heading, entries)


def framed(name: str, budget: str, counts: str) -> Iterator[Entry]:
    """Yield the head of a file: its question, a year, and what counts as failed."""
    yield Entry(key="version", value=1)
    yield Entry(key="name", value=name)
    yield Entry(key="question", value=f"Where should the next {budget} go?")
    yield Entry(
        key="horizon", value="380 days", comment="A year of 260 working days after the warm-up."
    )
    yield Entry(key="warm_up", value="120 days")
    yield Entry(
        key="failure",
        value={"counts": ("P1", "P2", "P3"), "within": "90 days"},
        comment=counts,
    )


def _worth(found: Heard) -> Iterator[Entry]:
    fewer = read.number(found.answer("worth"))
    if fewer is not None:
        worth = Guess(value=f"{fewer:.10g} failed changes a year", because=TOLD)
        yield Entry(
            key="worth",
            value=worth,
            comment=f"So many fewer would make {found.budget} worth it to you.",
        )


def _work(found: Heard) -> Entry:
    kinds = [
        Entry(
            key=way.name,
            entries=(
                Entry(key="arrivals", value=_arrivals(found, way.share)),
                Entry(
                    key="facts",
                    value=Guess(value=8, low=4, high=16, because=f"{NOT_ASKED}: judgement"),
                ),
                Entry(key="route", value=tuple(s[0] if len(s) == 1 else s for s in way.steps)),
            ),
        )
        for way in found.ways
    ]
    whose = "you named" if read.known(found.answer("ways")) else "offered, since you named none"
    return Entry(
        key="work",
        entries=tuple(kinds),
        comment=f"The ways of changes {whose}. facts: how many things a change needs to be right.",
    )


def _arrivals(found: Heard, share: float) -> Guess:
    """Return how many changes arrive on a way; a range only where nobody knows how many there are.

    Shares of ways have no range: drawn one by one they would not add up to the changes there were.
    """
    weekly = found.weekly * share
    several = f", {10.0 * share:.2g} of ten on this way" if len(found.ways) > 1 else ""
    if found.changes is not None:
        return Guess(value=f"{weekly:.4g} per week", because=f"changes of last year{several}")
    return Guess(
        value=f"{weekly:.4g} per week",
        low=f"{weekly / 3.0:.4g} per week",
        high=f"{3.0 * weekly:.4g} per week",
        because=f"changes: {NOT_KNOWN}{several}",
    )


def unasked(*more: tuple[str, Guess], comment: str, trust: str | None = None) -> Entry:
    """Return the defaults: what nobody asked and nobody knows, the same everywhere.

    `more` are further parameters of handovers; `trust` is what is trusted least.
    """
    team = {"defects_per_item": unknown(0.5, 0.1, 2.0), "defect_removal": unknown(0.85, 0.6, 0.95)}
    edge = judgement.nothing_known()
    if trust == "teams":
        team = {name: judgement.wider(value) for name, value in team.items()}
    if trust == "handovers":
        edge = {name: judgement.wider(value) for name, value in edge.items()}
    edge |= {
        "boundary_work": unknown(0.2, 0.05, 0.4),
        "changes_per_week": unknown(0.2, 0.05, 1.0),
        **dict(more),
    }
    places = {"team": team, "boundary": edge}
    return Entry(
        key="defaults",
        entries=tuple(
            Entry(key=place, entries=tuple(Entry(key=name, value=of) for name, of in rows.items()))
            for place, rows in places.items()
        ),
        comment=comment,
    )


def _defaults(found: Heard) -> Entry:
    words = "What was not asked, and what you do not know: wide ranges, the same everywhere."
    return unasked(comment=words, trust=found.trust)


def _loads(found: Heard) -> dict[str, float]:
    """Return how many changes a week pass each team that any pass."""
    loads: dict[str, float] = {}
    for way in found.ways:
        for team in (team for step in way.steps for team in step):
            loads[team] = loads.get(team, 0.0) + way.share * found.weekly
    return loads


def _days(found: Heard) -> dict[str, float]:
    """Return the working days on one change at each team that any pass."""
    busy = read.of_ten(found.answer("busy"), least=1)
    return {
        name: judgement.each_change(found.people[name] or STAFF, weekly, busy)
        for name, weekly in _loads(found).items()
    }


def _teams(found: Heard) -> Entry:
    loads, days = _loads(found), _days(found)
    busy = read.of_ten(found.answer("busy"), least=1)
    entries = []
    for name, people in found.people.items():
        value = Guess(value=5, low=3, high=9, because=NOT_KNOWN)
        if people is not None:
            value = Guess(value=people, because=TOLD)
        rows = [Entry(key="people", value=value)]
        if name in loads:
            mean = judgement.effort(people or STAFF, loads[name], busy)
            rows.append(Entry(key="effort", value={"mean": mean}))
            rows += _rows(judgement.in_proportion("team", days[name]))
        comment = "" if name in loads else "No way passes this team."
        entries.append(Entry(key=name, entries=tuple(rows), comment=comment))
    return Entry(
        key="teams",
        entries=tuple(entries),
        comment="effort: people-time on one change, from how busy you are and how many come "
        "through; a fifth of that time is taken for repairs and questions (judgement). Where a "
        "change takes less than usual, so does what goes with it, here and at handovers.",
    )


def _boundaries(found: Heard) -> Entry:
    entries, days = [], _days(found)
    for edge in found.crossed:
        values = judgement.boundary(*read.handover(found.answer(told(edge))))
        if found.trust == "handovers":
            values = {name: judgement.wider(value) for name, value in values.items()}
        values |= judgement.in_proportion("boundary", min(days[team] for team in edge))
        entries.append(_handover(edge, _rows(values)))
    unused = [told(edge) for edge in found.handed if edge not in found.crossed]
    trailing = () if not unused else (
        "In your matrix, but on none of the ways above, so not simulated: " + "; ".join(unused)
        + ". Put both teams into one step of a route, or add a way through them.",
    )  # fmt: skip
    return Entry(
        key="boundaries",
        entries=tuple(entries),
        comment="Every handover on the ways above. fidelity and what goes with it come from the "
        "last handover, one case, so the ranges are wide; owned from who would be named at three "
        "in the morning. What you do not know stands in defaults.",
        trailing=trailing,
    )


def _rows(values: Mapping[str, Guess]) -> tuple[Entry, ...]:
    return tuple(Entry(key=name, value=value) for name, value in values.items())


def _handover(edge: Edge, rows: tuple[Entry, ...]) -> Entry:
    key = f"{edge[0]} -> {edge[1]}"
    return Entry(key=key, entries=rows) if rows else Entry(key=key, value={})


def anyway(rate: Guess, resolver: str) -> Iterator[Entry]:
    """Yield what becomes of mistakes, and what would have happened anyway."""
    yield Entry(
        key="incidents",
        entries=(Entry(key="manifest", value=unknown(0.1, 0.03, 0.25)),),
        comment="The probability that an unnoticed mistake ever shows, however it came about.",
    )
    yield Entry(
        key="external",
        entries=(Entry(key="rate", value=rate), Entry(key="resolver", value=resolver)),
        comment="What would have happened anyway: hardware, providers, load, attacks.",
    )


def _outcomes(found: Heard) -> Iterator[Entry]:
    causes = read.causes(found.answer("causes"))
    rate = judgement.external(found.weekly, found.failed, causes)
    yield from anyway(rate, found.ways[0].steps[-1][0])
    rows = tuple(_observed(found, causes))
    yield Entry(
        key="observed",
        entries=rows,
        comment="Your records. Companies that could have left them count for more.",
    )


def _observed(found: Heard, causes: Mapping[str, int] | None) -> Iterator[Entry]:
    serious = read.number(found.answer("serious"))
    restore = read.restore(found.answer("restore"))
    better = read.two_of_ten(found.answer("getting better"))
    if found.changes is not None:
        changes = Guess(value=f"{found.changes:.10g} per year", because=TOLD)
        yield Entry(key="changes", value=changes)
    if found.failed is not None:
        share, n = found.failed
        yield Entry(key="failed_changes", value=Guess(value=share, n=n, because=TOLD))
    if serious is not None:
        yield Entry(key="serious_per_year", value={"value": serious, "years": 1, "because": TOLD})
    if restore is not None:
        # the outages that the median is of; without their number it has no weight
        n = None if serious is None or serious < 1 else round(serious)
        yield Entry(key="restore_p50", value=Guess(value=restore, n=n, because=TOLD))
    if better is not None:
        share = better[0] / sum(better)
        yield Entry(key="improvement_inside", value=Guess(value=share, because=TOLD))
    if found.trust == "count":
        why = "your own count is what you trust least, so more is allowed"
        yield Entry(key="model_error", value=Guess(value=_DISTRUST, because=why))
    yield Entry(key="causes", value=read.PUBLISHED if causes is None else causes)


def _costs(found: Heard) -> Entry:
    """Return the prices: told ones, and the example's in proportion to them."""
    example = _price("costs.person_day")
    day = found.day or example
    # the example's are in its own currency: in another one they are worth as many days
    local = 1.0 if (found.currency or _EXAMPLES) == _EXAMPLES else day / example
    failure = found.serious_price
    times = local if failure is None else failure / _serious()
    unknown_ = "the example's, since you do not know"
    graded = unknown_ if failure is None else "in proportion to what a serious failure costs you"
    each = {name: Guess(value=_rounded(times * _price(f"costs.incident.{name}")), because=graded)
            for name in _GRADES}  # fmt: skip
    waiting = _rounded(day / example * _price("costs.delay_per_item_day"))
    return Entry(
        key="costs",
        entries=(
            Entry(
                key="person_day",
                value=Guess(value=_rounded(day), because=TOLD if found.day else unknown_),
            ),
            Entry(key="incident", entries=tuple(Entry(key=k, value=v) for k, v in each.items())),
            Entry(
                key="delay_per_item_day",
                value=Guess(value=waiting, because="the example's, in proportion to a day's cost"),
            ),
            Entry(key="currency", value=found.currency or _EXAMPLES),
        ),
        comment="What a day of one person, a failure of each grade, and a day of waiting cost.",
    )


_GRADES: Final = ("P1", "P2", "P3", "P4")
_EXAMPLES: Final = str(REGISTER["costs.currency"].default)


def _price(key: str) -> float:
    return float(str(REGISTER[key].default))


def _serious() -> float:
    """Return what a serious failure costs in the example: P1 and P2 by how often each happens."""
    often = {name: _price(f"incidents.severity.{name}") for name in ("P1", "P2")}
    priced = sum(each * _price(f"costs.incident.{name}") for name, each in often.items())
    return priced / sum(often.values())


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def plans(budget: str, *, known: bool) -> Entry:
    """Return the plans to compare: a budget inside teams, between them, and half and half."""
    amount, _, unit = budget.partition(" ")
    half = f"{0.5 * float(amount):.15g} {unit}"
    listed = "What could be bought is edgewise's own list with equal prices; levers: changes it."
    comment = listed if known else (
        f"The budget is not known: one person-day in twenty. {listed}"
    )  # fmt: skip
    spends: dict[str, dict[str, str]] = {
        "inside teams first": {"core": budget},
        "between teams first": {"edge": budget},
        "half and half": {"core": half, "edge": half},
    }
    return Entry(
        key="arms",
        entries=tuple(Entry(key=name, value={"spend": spend}) for name, spend in spends.items()),
        comment=comment,
    )
