"""The organisation's picture: every arrow inside it, behind no box, for any company of 2 to 24."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.present.team_graph import BOX, Curve, Graph, Handover, laid_out, spread

TINY = 1e-9


@st.composite
def companies(draw: st.DrawFn) -> tuple[Graph, list[Handover]]:
    """A layout of teams in layers with any handovers between them."""
    count = draw(st.integers(2, 24))
    names = [f"team {n}" for n in range(count)]
    steps = draw(st.lists(st.integers(0, 1), min_size=count, max_size=count))
    layers = {name: sum(steps[:index]) for index, name in enumerate(names)}
    pairs = draw(st.sets(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=40))
    edges = [Handover(name=f"{a} -> {b}", source=a, target=b) for a, b in sorted(pairs) if a != b]
    return laid_out(layers, edges, draw(st.sampled_from((2, 4)))), edges


def points(curves: tuple[Curve, ...]) -> list[tuple[float, float]]:
    """Places along a way, close together."""
    found = []
    for a, b, c, d in curves:
        for step in range(41):
            t = step / 40
            w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            parts = zip(a, b, c, d, strict=True)
            x, y = (sum(k * v for k, v in zip(w, p, strict=True)) for p in parts)
            found.append((x, y))
    return found


@settings(max_examples=150, deadline=None)
@given(companies())
def test_no_arrow_leaves_the_picture_or_lies_behind_a_box(
    company: tuple[Graph, list[Handover]],
) -> None:
    graph, edges = company
    assert set(graph.ways) == {each.name for each in edges}
    for each in edges:
        for x, y in points(graph.ways[each.name]):
            assert -TINY <= x <= 1.0 + TINY
            assert -TINY <= y <= graph.rows + TINY
            for left, top in graph.boxes.values():
                across = abs(x - left) < 0.5 * graph.wide - TINY
                assert not (across and abs(y - top) < 0.5 * BOX - TINY), each.name


@settings(max_examples=150, deadline=None)
@given(companies())
def test_every_arrow_runs_from_its_source_to_its_target(
    company: tuple[Graph, list[Handover]],
) -> None:
    graph, edges = company
    for each in edges:
        way = graph.ways[each.name]
        for spot, name in ((way[0][0], each.source), (way[-1][3], each.target)):
            x, y = graph.boxes[name]
            apart = abs(spot[0] - x) / (0.5 * graph.wide), abs(spot[1] - y) / (0.5 * BOX)
            assert max(apart) < 1.0 + 1e-6
            assert max(apart) > 1.0 - 1e-6
        assert all(one[3] == other[0] for one, other in itertools.pairwise(way))


@settings(max_examples=100, deadline=None)
@given(companies())
def test_no_two_boxes_meet(company: tuple[Graph, list[Handover]]) -> None:
    graph, _ = company
    boxes = sorted(graph.boxes.values(), key=lambda box: (box[1], box[0]))
    for (x0, y0), (x1, y1) in itertools.pairwise(boxes):
        assert y0 != y1 or x1 - x0 > graph.wide


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=12).map(sorted))
def test_labels_that_are_spread_do_not_overlap_and_stay_inside(wanted: list[float]) -> None:
    high = [0.9 / len(wanted)] * len(wanted)
    spots = spread(wanted, high)
    assert spots[0] >= 0.5 * high[0] - TINY
    assert spots[-1] <= 1.0 - 0.5 * high[-1] + TINY
    assert all(b - a >= high[0] - TINY for a, b in itertools.pairwise(spots))


def test_labels_with_room_stay_where_they_are_wanted() -> None:
    assert spread([0.2, 0.5, 0.8], [0.1] * 3) == [0.2, 0.5, 0.8]
