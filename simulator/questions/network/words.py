"""Who hands to whom: the words, the tables and the figures of a network of teams."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from simulator.logs.network import FATES, Bucket, Edge, Network
from simulator.present.digits import number, rounded
from simulator.present.document import Document, View
from simulator.present.tables import TextTable
from simulator.present.words import percent
from simulator.questions.network.figure import HANDED, MATRIX
from simulator.stats.estimate import Estimate

__all__ = ["shown"]

QUESTION = "Who hands to whom, and what comes of it?"
BUSIEST, DRAWN_TEAMS, DRAWN_EDGES = 15, 12, 20
NOT_CAUSES = (
    "A log tells that cases which changed hands more often took longer, not that handing over made "
    "them longer: hard tickets are handed on more often."
)
USEFUL = (
    "Not every re-assignment is a loss: many bring a ticket to those who can solve it (Guo et al. "
    "2011). Only what came straight back is called a bounce."
)


def shown(found: Network) -> Document:
    """Return the network of a log as people meet it."""
    names = {Path(found.file).stem: "organisation"}
    names |= {place.name: "team" for place in found.teams}
    footer = (
        f"Level: {found.level}. Cases from {found.first} to {found.last}: "
        f"{found.rows:,} rows, {found.cases:,} cases, {len(found.teams)} {found.level}s. Hours are "
        "calendar hours. Intervals: Wilson, 95 %."
    )
    return Document(
        name=Path(found.file).stem,
        names=names,
        question=QUESTION,
        headline=_headline(found),
        lines=(*_lines(found), *cautions(found)),
        tables=_tables(found),
        views=(_matrix(found), _graph(found)),
        footer=footer,
        own=(footer, *_lines(found), *cautions(found)),
        frames={
            "boundaries": [asdict(edge) for edge in found.edges],
            "teams": [_place(each) for each in found.teams],
            "cases": [_case(each) for each in found.buckets],
        },
    )


def _headline(found: Network) -> str:
    if not found.handoffs:
        return f"No case changed hands between two {found.level}s."
    moved = found.cases - found.buckets[0].cases
    return (
        f"{rounded(100.0 * moved / found.cases)} of 100 cases changed hands; "
        f"{rounded(100.0 * found.ping_pong / found.handoffs)} of 100 handovers came straight back."
    )


def _lines(found: Network) -> Iterator[str]:
    if not found.handoffs:
        return
    shares = ", ".join(f"{percent(found.fates[fate] / found.handoffs)} {fate}" for fate in FATES)
    yield (
        f"{found.handoffs:,} handovers; of a case: "
        f"mean {number(found.mean)}, median {number(found.median)}, 9 in 10 at "
        f"most {found.p90}, 99 in 100 at most {found.p99}, most {found.most}. Of the handovers: "
        f"{shares} (bounced: back to the sender)."
    )
    yield (
        f"Back and forth: {found.ping_pong:,} times, in {found.ping_pong_cases:,} cases. "
        f"{percent(found.reciprocity)} of the handovers are answered by one the other way."
    )
    first, last = found.buckets[0], found.buckets[-1]
    if math.isfinite(first.hours) and math.isfinite(last.hours):
        yield (
            f"Half of the cases that never changed hands took up to {_span(first.hours)}, of those "
            f"with five handovers or more up to {_span(last.hours)} ({found.resolved_by})."
            + _adjusted(found)
        )


def _adjusted(found: Network) -> str:
    first, last = found.buckets[0], found.buckets[-1]
    if not (math.isfinite(first.adjusted) and math.isfinite(last.adjusted)):
        return ""
    raw, same = last.hours / first.hours, last.adjusted / first.adjusted
    how = " and ".join(found.strata)
    change = "less" if same < raw else "more"
    return (
        f" At the same mix of {how} the two differ {rounded(same)} times, {change} than the "
        f"{rounded(raw)} times above ({percent(found.compared)} of the cases can be compared)."
    )


def _span(hours: float) -> str:
    if hours < 1.0:
        return f"{rounded(60.0 * hours)} minutes"
    return f"{rounded(hours)} hours" if hours < 72.0 else f"{rounded(hours / 24.0)} days"


def cautions(found: Network) -> Iterator[str]:
    """Yield what the data themselves ask to be careful about."""
    if found.day_only:
        yield "Times are days only: waits, detours and hold times cannot be told and are left out."
    if found.later:
        yield (
            f"Reopening makes handovers of its own: {found.later:,} of {found.handoffs:,} came "
            f"after a case was first done ({found.reopenings:,} cases were reopened)."
        )
    if found.snapshots:
        yield (
            f"The rows miss re-assignments: the tool counted {found.counted:,}, the rows show "
            f"{found.handoffs:,} handovers; what happens between two rows is not seen."
        )
    unseen = [f"{found.open:,} without an end"] if found.open else []
    unseen += [f"{found.single:,} with one event time only"] if found.single else []
    if unseen:
        yield f"The window cuts cases off: {' and '.join(unseen)} of {found.cases:,}."
    if found.without_team:
        yield (
            f"{found.without_team:,} cases never name a {found.level}; they count as never handed "
            "over."
        )
    for level, (handoffs, bounced) in found.coarser.items():
        share = percent(bounced / handoffs) if handoffs else "-"
        yield (
            f"What counts as a bounce depends on the level: between {level}s there are "
            f"{handoffs:,} handovers, {share} of them bounced."
        )
    if found.handoffs:
        yield USEFUL
        yield NOT_CAUSES
    yield from found.notes
    if found.guesses:
        yield f"Guessed, for a mapping file to say otherwise: {'; '.join(found.guesses)}."


def _tables(found: Network) -> tuple[TextTable, ...]:
    return (_by_handoffs(found), _boundaries(found), _teams(found))


def _by_handoffs(found: Network) -> TextTable:
    rows = tuple(
        (
            each.handoffs,
            f"{each.cases:,}",
            number(each.hours),
            number(each.adjusted),
            _told(each.sla_missed),
            _told(each.reopened),
        )
        for each in found.buckets
    )
    return TextTable(
        title="Cases by number of handovers",
        columns=("handovers", "cases", "median hours", "same mix", "SLA missed", "reopened after"),
        rows=rows,
        own=("cases",),
    )


def _told(share: Estimate | None) -> str:
    if share is None:
        return "-"
    return f"{100.0 * share.best:.1f} % ({100.0 * share.low:.1f} to {100.0 * share.high:.1f})"


def _boundaries(found: Network) -> TextTable:
    rows = tuple(
        (
            f"{edge.source} → {edge.target}",
            f"{edge.n:,}",
            *(percent(getattr(edge, fate) / edge.n) for fate in FATES),
            number(edge.further),
            number(edge.detour),
            number(edge.wait),
            f"{edge.waits:,}",
        )
        for edge in found.edges[:BUSIEST]
    )
    more = len(found.edges) - len(rows)
    return TextTable(
        title=f"Busiest handovers ({len(rows)} of {len(found.edges)})" if more else "Handovers",
        columns=("handover", "n", *FATES, "more after", "detour h", "pickup h", "of n"),
        rows=rows,
        own=("n", "of n"),
    )


def _teams(found: Network) -> TextTable:
    rows = tuple(
        (
            place.name,
            f"{place.cases:,}",
            f"{place.received:,}",
            f"{place.handed:,}",
            percent(place.bounced / place.received) if place.received else "-",
            percent(place.through),
            f"{place.partners}",
            number(place.hold),
        )
        for place in found.teams[:BUSIEST]
    )
    columns = (found.level, "cases", "received", "handed on", "sent back", "passes through",
               "partners", "has it h")  # fmt: skip
    return TextTable(
        title=f"Busiest {found.level}s ({len(rows)} of {len(found.teams)})",
        columns=columns,
        rows=rows,
        own=("cases", "received", "handed on"),
    )


def _place(place: Any) -> dict[str, Any]:
    told = asdict(place)
    return {"team": told.pop("name"), **told}


def _case(each: Bucket) -> dict[str, Any]:
    told = {name: value for name, value in vars(each).items() if not isinstance(value, Estimate)}
    for name in ("sla_missed", "reopened"):
        share = getattr(each, name)
        for end in ("best", "low", "high", "n"):
            told[f"{name}_{end}"] = math.nan if share is None else float(getattr(share, end))
        told.pop(name, None)
    return told


def _matrix(found: Network) -> View:
    import pandas as pd

    names = [place.name for place in found.teams[:DRAWN_TEAMS]]
    order = {name: index for index, name in enumerate(names)}
    key = (
        "row hands to column; darker: more handovers; the number: of 100, how many came straight "
        "back"
    )
    rows = [
        {"source": edge.source, "target": edge.target, "y": order[edge.source],
         "x": order[edge.target], "n": edge.n, "text": f"{100.0 * edge.bounced / edge.n:.0f}",
         "key": key}
        for edge in found.edges
        if edge.source in order and edge.target in order
    ]  # fmt: skip
    return View(
        drawing=MATRIX,
        frame=pd.DataFrame(rows),
        title=f"Who hands to whom: the {len(names)} busiest {found.level}s",
        told=_busiest(found.edges),
        private=True,
    )


def _busiest(edges: tuple[Edge, ...]) -> str:
    some = "; ".join(
        f"{edge.source} to {edge.target} {edge.n:,}, {edge.bounced:,} back" for edge in edges[:5]
    )
    return f"Busiest: {some}." if some else "Nothing was handed over."


def _graph(found: Network) -> View:
    import pandas as pd

    busiest = {place.name for place in found.teams[:DRAWN_TEAMS]}
    edges = [edge for edge in found.edges if {edge.source, edge.target} <= busiest][:DRAWN_EDGES]
    names = {name for edge in edges for name in (edge.source, edge.target)}
    teams = [place for place in found.teams if place.name in names]
    key = "arrow: handovers, thicker and darker where there are more; beneath a name: its cases"
    rows: list[dict[str, Any]] = [
        {"what": "team", "name": place.name, "layer": _layer(place.received, place.handed),
         "source": "", "target": "", "n": place.cases, "text": f"{place.cases:,} cases", "key": key}
        for place in teams
    ]  # fmt: skip
    rows += [
        {"what": "boundary", "name": f"{edge.source} -> {edge.target}", "layer": 0,
         "source": edge.source, "target": edge.target, "n": edge.n, "text": "", "key": key}
        for edge in edges
    ]  # fmt: skip
    return View(
        drawing=HANDED,
        frame=pd.DataFrame(rows),
        title=f"The {len(edges)} busiest handovers: who hands on more than it gets stands above",
        told=_busiest(found.edges),
        private=True,
    )


def _layer(received: int, handed: int) -> int:
    """Return how far down a team stands: senders above, receivers below, in four rows."""
    share = received / max(1, received + handed)
    return min(3, int(4.0 * share))
