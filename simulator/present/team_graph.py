"""The organisation laid out once: where its teams stand and how its handovers run between them.

Teams stand in rows along the work. A handover leaves its team into the room between two rows,
passes further rows where no team stands, and so lies behind no box and never leaves the picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import fmean

__all__ = ["BOX", "Graph", "Handover", "laid_out", "spread"]

BOX = 0.5
"""How high a box is, as a share of its row."""
PORTS, EDGE, LANE = 0.8, 0.012, 0.014
"""The share of a box's side that arrows use; room at the picture's sides and between lanes."""

Spot = tuple[float, float]
Curve = tuple[Spot, Spot, Spot, Spot]
"""A cubic curve: where it starts, two points that bend it, where it ends."""


@dataclass(frozen=True, kw_only=True)
class Handover:
    """An arrow to be laid: its name and the teams at its ends."""

    name: str
    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Graph:
    """A layout: `boxes` are the middles of teams, `ways` the curves of each handover in turn.

    x runs from 0 to 1 across the picture, y counts rows downwards; a box is `wide` and `BOX` high.
    """

    rows: int
    wide: float
    boxes: Mapping[str, Spot]
    ways: Mapping[str, tuple[Curve, ...]]


def laid_out(layers: Mapping[str, int], handovers: Sequence[Handover], across: int) -> Graph:
    """Return the layout of teams, at most `across` in a row, and of the handovers between them.

    `layers` says how far along the work each team stands, from 0.
    """
    rows = _rows(layers, handovers, across)
    wide = 0.72 / across
    boxes = {
        name: ((index + 0.5) / len(row), number + 0.5)
        for number, row in enumerate(rows)
        for index, name in enumerate(row)
    }
    ends = _ports(boxes, handovers, wide)
    lanes = _lanes(boxes, handovers, rows, wide)
    ways = {each.name: _way(each, boxes, ends, lanes, wide) for each in handovers}
    return Graph(rows=max(1, len(rows)), wide=wide, boxes=boxes, ways=ways)


def _rows(layers: Mapping[str, int], handovers: Sequence[Handover], across: int) -> list[list[str]]:
    """Return the teams row by row: layers one after another, none parted that fits into a row."""
    place: dict[str, float] = {}
    rows: list[list[str]] = [[]]
    for layer in sorted(set(layers.values())):
        names = [name for name in layers if layers[name] == layer]
        before = {
            name: [place[each.source] for each in handovers
                   if each.target == name and each.source in place]
            for name in names
        }  # fmt: skip
        names.sort(key=lambda name: fmean(before[name]) if before[name] else 0.5)
        if len(names) <= across < len(rows[-1]) + len(names):
            rows.append([])
        for index, name in enumerate(names):
            if len(rows[-1]) == across:
                rows.append([])
            rows[-1].append(name)
            place[name] = (index + 0.5) / len(names)
    return [row for row in rows if row]


def _beside(each: Handover, boxes: Mapping[str, Spot]) -> bool:
    """Return whether a handover joins two neighbours of one row."""
    (x0, y0), (x1, y1) = boxes[each.source], boxes[each.target]
    between = [x for x, y in boxes.values() if y == y0 and min(x0, x1) < x < max(x0, x1)]
    return y0 == y1 and not between


def _ports(
    boxes: Mapping[str, Spot], handovers: Sequence[Handover], wide: float
) -> dict[tuple[str, bool], float]:
    """Return where on its boxes each arrow starts (False) and ends (True), in the others' order."""
    sides: dict[tuple[str, bool], list[tuple[float, str, bool]]] = {}
    for each in handovers:
        if _beside(each, boxes):
            continue
        for here, there, end in (
            (each.source, each.target, False),
            (each.target, each.source, True),
        ):
            below = boxes[there][1] >= boxes[here][1]
            sides.setdefault((here, below), []).append((boxes[there][0], each.name, end))
    found = {}
    for (here, _), some in sides.items():
        for index, (_, name, end) in enumerate(sorted(some)):
            share = (index + 1.0) / (len(some) + 1.0) - 0.5
            found[name, end] = boxes[here][0] + share * wide * PORTS
    return found


def _lanes(
    boxes: Mapping[str, Spot],
    handovers: Sequence[Handover],
    rows: Sequence[Sequence[str]],
    wide: float,
) -> dict[tuple[str, int], float]:
    """Return where an arrow passes each row that lies between its ends: where no box stands."""
    passing: dict[tuple[int, int], list[tuple[float, str]]] = {}
    free: dict[tuple[int, int], Spot] = {}
    for number, row in enumerate(rows):
        edges = [0.0, *(boxes[name][0] + s * 0.5 * wide for name in row for s in (-1, 1)), 1.0]
        gaps = list(zip(edges[::2], edges[1::2], strict=True))
        for each in handovers:
            (x0, y0), (x1, y1) = boxes[each.source], boxes[each.target]
            here = number + 0.5
            if not min(y0, y1) < here < max(y0, y1):
                continue
            wanted = x0 + (x1 - x0) * (here - y0) / (y1 - y0)
            near = [abs(wanted - min(max(wanted, low), high)) for low, high in gaps]
            gap = near.index(min(near))
            free[number, gap] = gaps[gap]
            passing.setdefault((number, gap), []).append((wanted, each.name))
    lanes = {}
    for (number, gap), some in passing.items():
        low, high = (free[number, gap][0] + EDGE, free[number, gap][1] - EDGE)
        lane = min(LANE, (high - low) / len(some)) / (high - low)
        some.sort()
        wanted_at = [(min(max(x, low), high) - low) / (high - low) for x, _ in some]
        for (_, name), at in zip(some, spread(wanted_at, [lane] * len(some)), strict=True):
            lanes[name, number] = low + at * (high - low)
    return lanes


def _way(
    each: Handover,
    boxes: Mapping[str, Spot],
    ends: Mapping[tuple[str, bool], float],
    lanes: Mapping[tuple[str, int], float],
    wide: float,
) -> tuple[Curve, ...]:
    (x0, y0), (x1, y1) = boxes[each.source], boxes[each.target]
    half = 0.5 * BOX
    if _beside(each, boxes):
        side = 0.5 * wide if x1 > x0 else -0.5 * wide
        # there and back run one above the other
        y = y0 - 0.12 * BOX if x1 > x0 else y0 + 0.24 * BOX
        return (_line((x0 + side, y), (x1 - side, y)),)
    start, end = ends[each.name, False], ends[each.name, True]
    if y0 == y1:
        deep = y0 + half + 0.9 * (0.5 - half) / 0.75
        return (((start, y0 + half), (start, deep), (end, deep), (end, y1 + half)),)
    down = 1 if y1 > y0 else -1
    points = [(start, y0 + down * half)]
    for number in range(round(y0 - 0.5) + down, round(y1 - 0.5), down):
        lane, middle = lanes[each.name, number], number + 0.5
        points += [(lane, middle - down * half), (lane, middle + down * half)]
    points.append((end, y1 - down * half))
    return tuple(
        _line(a, b) if index % 2 else _bend(a, b) for index, (a, b) in enumerate(pairwise(points))
    )


def _line(a: Spot, b: Spot) -> Curve:
    (x0, y0), (x1, y1) = a, b
    third, more = ((x0 + (x1 - x0) * s, y0 + (y1 - y0) * s) for s in (1 / 3, 2 / 3))
    return (a, third, more, b)


def _bend(a: Spot, b: Spot) -> Curve:
    """Return a curve that leaves and arrives upright, and stays between its ends."""
    middle = 0.5 * (a[1] + b[1])
    return (a, (a[0], middle), (b[0], middle), b)


def spread(wanted: Sequence[float], high: Sequence[float]) -> list[float]:
    """Return middles as near to those wanted as they can be between 0 and 1 without overlap.

    `wanted` rises; `high` is how much room each takes.
    """
    offsets = [0.0, *accumulate(0.5 * (a + b) for a, b in pairwise(high))]
    pools: list[list[float]] = []
    for middle, offset in zip(wanted, offsets, strict=False):
        pools.append([middle - offset])
        while len(pools) > 1 and fmean(pools[-2]) > fmean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    least = 0.5 * high[0] if high else 0.0
    most = 1.0 - 0.5 * high[-1] - offsets[-1] if high else 1.0
    kept = [max(least, min(most, fmean(pool))) for pool in pools for _ in pool]
    return [start + offset for start, offset in zip(kept, offsets, strict=False)]
