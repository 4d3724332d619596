"""A map's headline starts from the file: who is ahead there, and where that turns nearest."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from simulator.methods.atlas.atlas import ALIKE, UNTOLD, Atlas, Cell, Rules
from simulator.methods.atlas.axes import QUALITY, SHARE, Axis
from simulator.methods.atlas.contour import contour
from simulator.questions.map.standing import standing
from simulator.questions.map.words import shown
from simulator.stats.estimate import Estimate
from tests.unit.methods.spenders import chain

OUTCOME = "expected_failures"
IF_RIGHT = "If every number in the file is right,"
Height = Callable[[float, float], float]


def axis(key: str, low: float, high: float, *own: float) -> Axis:
    origins = {f"teams.{index}": value for index, value in enumerate(own)}
    return Axis(key=key, low=low, high=high, factor=False, origins=origins, written="")


def drawn(
    height: Height,
    today: tuple[float | None, float | None],
    *,
    wide: float = 0.5,
    own: tuple[float, ...] = (0.85,),
    to: float = 65.0,
    matters: float = 1.0,
) -> Atlas:
    """Return a map by hand: between less inside is `height(x, y)`, give or take `wide`."""
    rules = Rules(less=True, matters=matters, level=0.95)
    import numpy as np

    x, y, size = axis(SHARE, 5.0, to), axis(QUALITY, 0.5, 1.0, *own), 10
    best = np.array([[height(at, up) for at in x.centres(size)] for up in y.centres(size)])
    found = {
        (column, row): Estimate(
            best=best[row, column], low=best[row, column] - wide, high=best[row, column] + wide, n=8
        )
        for row in range(size)
        for column in range(size)
    }
    told = {where: rules.told(difference) for where, difference in found.items()}
    cells = tuple(
        Cell(column=column, row=row, x=x.centres(size)[column], y=y.centres(size)[row],
             difference=found[column, row], verdict=told[column, row][0],
             side=told[column, row][1])
        for row in range(size) for column in range(size)
    )  # fmt: skip
    table = np.stack([best, best - wide, best + wide], axis=2)
    return Atlas(
        scenario=chain(), seed=1, replications=8, outcome=OUTCOME, budget=100.0, matters=matters,
        level=rules.level, x=x, y=y, across=size, cells=cells,
        contour=contour(x.centres(size), y.centres(size), table), today=today,
    )  # fmt: skip


def slope(x: float, y: float) -> float:
    """Nought at x = 40 with y = 0.75, and at y = 0.95 with x = 30: linear, so read exactly."""
    return 0.1 * (40.0 - x) + 5.0 * (0.75 - y)


def test_the_map_is_read_where_the_file_stands_not_in_the_middle_of_its_cell() -> None:
    found = drawn(slope, (21.3, 0.83)).here()
    assert found is not None
    assert found.difference.best == pytest.approx(slope(21.3, 0.83))
    assert (found.x, found.y, found.side, found.verdict) == (21.3, 0.83, "inside teams", "better")


def test_the_headline_names_who_is_ahead_how_far_and_where_it_turns_nearest() -> None:
    who, turns = standing(drawn(slope, (20.0, 0.85)))
    assert who.startswith(f"{IF_RIGHT} money inside teams averts more: 1.5 fewer (1.0")
    assert who.endswith("1.5 times the 1.0 that would be noticed.")
    assert turns == (
        "It turns around if more than 35 % of failures start between teams (30 % to 40 %; today "
        "20 %). By the share of its own mistakes that a team removes alone it does not turn in the "
        "range drawn, 0.5 to 1."
    )
    who, turns = standing(drawn(slope, (50.0, 0.85)))
    assert who.startswith(f"{IF_RIGHT} money between teams averts more: 1.5 fewer (1.0")
    assert turns.startswith(
        "It turns around if fewer than 35 % of failures start between teams (30 % to 40 %; today "
        "50 %), or if a team removes less than 0.55 of its own mistakes ("
    )


def test_the_nearer_of_two_turns_is_named_first() -> None:
    def flat(x: float, y: float) -> float:
        return 0.01 * (60.0 - x) + 5.0 * (0.75 - y)

    far = standing(drawn(flat, (50.0, 0.6), wide=0.01))[1]
    assert far.startswith("It turns around if a team removes more than 0.77 of its own mistakes (")
    near = standing(drawn(flat, (50.0, 0.75), wide=0.01))[1]
    assert near.startswith("It turns around if a team removes more than 0.77")
    assert near.index("removes") < near.index("if more than 60 % of failures start between teams")


def test_within_the_interval_of_a_turn_neither_side_is_ahead() -> None:
    untold = drawn(slope, (33.0, 0.85), matters=0.1)
    assert standing(untold)[0].startswith(f"{IF_RIGHT} it cannot be told which side averts")
    who, turns = standing(drawn(slope, (33.0, 0.85)))
    assert who.startswith(f"{IF_RIGHT} it hardly matters on which side money goes: 0.2")
    assert "less than the 1.0 that would be noticed" in who
    assert turns.startswith(
        "It turns right there, at 35 % of failures starting between teams (30 % to 40 %; today "
        "33 %)"
    )


def test_a_map_without_a_turn_says_so_plainly() -> None:
    who, turns = standing(drawn(lambda x, y: 3.0 + slope(x, y) / 9.0, (20.0, 0.85)))
    assert who.startswith(f"{IF_RIGHT} money inside teams averts more")
    assert turns == (
        "The answer turns nowhere in the range drawn: the share of failures that start between "
        "teams from 5 % to 65 %, the share of its own mistakes that a team removes from 0.5 to 1."
    )


def test_the_headline_does_not_depend_on_the_range_that_was_drawn() -> None:
    near, wide = (standing(drawn(slope, (20.0, 0.8), to=to)) for to in (45.0, 85.0))
    assert near == wide


def test_a_file_whose_places_differ_is_read_over_their_stretch() -> None:
    who, turns = standing(drawn(slope, (20.0, None), own=(0.61, 0.85)))
    assert who.startswith(
        f"{IF_RIGHT} with 20 % of failures starting between teams and the share of its own "
        "mistakes that a team removes anywhere from 0.61 to 0.85, as its places have it, money "
        "inside teams averts more: 1.4 to 2.6 fewer expected failures"
    )
    assert turns.startswith(
        "By the share of failures that start between teams (today 20 %) it turns at 46 % (41 %"
    )
    assert "with a team removing 0.62 of its own mistakes" in turns
    who, _ = standing(drawn(slope, (38.0, None), own=(0.61, 0.85)))
    assert who.startswith(
        f"{IF_RIGHT} with 38 % of failures starting between teams, as today, money inside teams "
        "averts more if a team removes less than 0.79 of its own mistakes"
    )


def test_a_file_off_the_map_is_said_to_be_off_it() -> None:
    who, turns = standing(drawn(slope, (None, None)))
    assert who == (
        f"{IF_RIGHT} today has no cell of its own on this map: by the share of failures that start "
        "between teams, today lies outside; by the share of its own mistakes that a team removes, "
        "today lies outside."
    )
    assert turns.startswith(
        "Over the whole map it turns, by the share of failures that start between teams, from "
    )


def test_the_counts_stand_below_and_say_that_they_hang_on_the_range() -> None:
    found = drawn(slope, (20.0, 0.85))
    told = shown(found)
    assert (told.headline, told.lines[0]) == standing(found)
    assert "cells" not in told.headline
    assert told.lines[-1].startswith("Of the 100 cells drawn: inside teams averts more in ")
    assert told.views[0].title == f"{IF_RIGHT} money inside teams averts more."


def test_what_cannot_be_told_has_no_side() -> None:
    found = drawn(slope, (20.0, 0.85), wide=50.0)
    assert {cell.region for cell in found.cells} == {UNTOLD}
    assert standing(found)[0].startswith(f"{IF_RIGHT} it cannot be told")
    assert "noticed" not in standing(replace(found, matters=0.0))[0]


def test_a_cell_is_judged_by_the_rules_of_the_verdict() -> None:
    rules = Rules(less=True, matters=1.0, level=0.95)
    known = {
        ("better", "between teams"): (-2.0, 0.5),
        ("better", "inside teams"): (2.0, 0.5),
        ("too small", "inside teams"): (0.1, 0.2),
        ("ahead", "between teams"): (-0.9, 0.8),
        ("probably too small", "inside teams"): (0.4, 1.2),
        ("likely", "between teams"): (-2.0, 4.0),
        ("leaning", "inside teams"): (0.8, 5.0),
        ("open", "between teams"): (-0.1, 9.0),
    }
    for told, (best, half) in known.items():
        assert rules.told(Estimate(best=best, low=best - half, high=best + half, n=40)) == told
    more = Rules(less=False, matters=1.0, level=0.95)
    assert more.told(Estimate(best=2.0, low=1.5, high=2.5, n=40)) == ("better", "between teams")
    assert {cell.region for cell in drawn(slope, (33.0, 0.85), matters=9.0).cells} == {ALIKE}
