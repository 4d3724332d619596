"""Where a file stands on a map, in words: who is ahead there, and where the answer turns."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulator.methods.allocation.duel import BETWEEN, INSIDE
from simulator.methods.atlas.atlas import ALIKE, IMPOSSIBLE, UNTOLD, Atlas, Cell
from simulator.methods.atlas.axes import Axis
from simulator.methods.atlas.contour import Crossing
from simulator.present import words
from simulator.present.digits import rounded
from simulator.present.given import given
from simulator.questions.map.axes import (
    at_words,
    beyond,
    ends_words,
    name_words,
    own_words,
    value_words,
)

__all__ = ["against_matters", "over_the_map", "standing", "stretch"]


def standing(found: Atlas) -> tuple[str, str]:
    """Return who is ahead where the file stands, and where along the axes that turns nearest.

    Where its places differ along one axis, it is read along that axis; where the file lies off the
    map, that is said.
    """
    cell, known = found.here(), [each is not None for each in found.today]
    if all(each.verdict == IMPOSSIBLE for each in found.cells):
        return "No organisation like this one lies on this map.", ""
    if cell is not None:
        return _ahead(found, cell), _turns(found)
    if any(known):
        along = "y" if known[0] else "x"
        return (
            _over_stretch(found, along) or _along(found, along),
            " ".join(filter(None, (_if_alone(found, along), _across(found)))) or _nowhere(found),
        )
    nowhere = f"today has no cell of its own on this map: {_why(found)}."
    return given(found.most_like, nowhere), over_the_map(found)


def stretch(found: Atlas) -> tuple[Cell, ...]:
    """Return the map over the stretch that a file takes whose places differ along one axis."""
    x, y = found.today
    if (x is None) == (y is None):
        return ()
    axis, along = (found.x, "x") if x is None else (found.y, "y")
    low, high = min(axis.origins.values(), default=0.0), max(axis.origins.values(), default=0.0)
    if not own_words(axis) or low < axis.low or high > axis.high:
        return ()
    line = found.line(along)
    first, last = (min(int(axis.place(end) * len(line)), len(line) - 1) for end in (low, high))
    return line[first : last + 1]


def against_matters(found: Atlas, cell: Cell) -> str:
    """Return a cell's size beside what matters; empty where nothing does."""
    matters, less = found.matters, cell.difference
    if not matters or not less.low <= less.high:
        return ""
    if max(abs(less.low), abs(less.high)) <= matters:
        return f"less than the {rounded(matters)} that would be noticed"
    return f"{abs(less.best) / matters:.1f} times the {rounded(matters)} that would be noticed"


def _ahead(found: Atlas, cell: Cell) -> str:
    less, what = cell.difference, words.outcome(found.outcome)
    if cell.verdict == IMPOSSIBLE or math.isnan(less.best):
        return given(found.most_like, "nothing was released, so there is nothing to compare.")
    beside = against_matters(found, cell)
    tail = f", {beside}." if beside else "."
    if cell.region in (ALIKE, UNTOLD):
        size = words.amount(less.best, less.low, less.high, found.outcome, found.matters)
        told = "it cannot be told which side averts more"
        told = "it hardly matters on which side money goes" if cell.region == ALIKE else told
        return given(
            found.most_like,
            f"{told}: {size} {what} with money between teams than inside them{tail}",
        )
    sign = 1.0 if cell.side == BETWEEN else -1.0
    ends = sorted((sign * less.low, sign * less.high))
    size = words.amount(sign * less.best, ends[0], ends[1], found.outcome, found.matters)
    return given(found.most_like, f"money {cell.side} averts more: {size} {what}{tail}")


def _turns(found: Atlas) -> str:
    """Return the turn nearest to the file along either axis, the nearer first."""
    turns = [turn[0] for turn in (found.turns("x"), found.turns("y")) if turn]
    if not turns:
        return _nowhere(found)
    turns.sort(key=lambda turn: _away(found, turn))
    if _near(found):
        return f"It turns right there, at {' or at '.join(_at(found, turn) for turn in turns)}."
    parts = [_if(found, turn) for turn in turns]
    text = f"It turns around if {', or if '.join(parts)}."
    if len(turns) == 2:
        return text
    fixed = found.y if turns[0].along == "x" else found.x
    return f"{text} {_throughout(fixed)}"


def _nearest(turns: Sequence[Crossing], axis: Axis, at: float) -> Crossing:
    return min(turns, key=lambda each: abs(axis.place(each.at) - axis.place(at)))


def _axis(found: Atlas, along: str) -> tuple[Axis, float | None]:
    return (found.x, found.today[0]) if along == "x" else (found.y, found.today[1])


def _away(found: Atlas, turn: Crossing) -> float:
    """Return how far a turn lies from the file, as a share of the axis drawn."""
    axis, today = _axis(found, turn.along)
    return abs(axis.place(turn.where.best) - axis.place(today or 0.0))


def _near(found: Atlas) -> bool:
    """Return whether the file stands within the interval of a turn, with no side ahead."""
    cell = found.here()
    if cell is not None and cell.region not in (ALIKE, UNTOLD):
        return False
    for turn in (*found.turns("x"), *found.turns("y")):
        _, today = _axis(found, turn.along)
        if today is not None and turn.where.low <= today <= turn.where.high:
            return True
    return False


def _if(found: Atlas, turn: Crossing) -> str:
    axis, today = _axis(found, turn.along)
    at = turn.where.best
    text = beyond(axis, at, above=today is None or at > today)
    return f"{text} ({_ends(axis, turn)}{_today(axis, today)})"


def _ends(axis: Axis, turn: Crossing) -> str:
    return ends_words(axis, turn.where.low, turn.where.high)


def _today(axis: Axis, today: float | None) -> str:
    return "" if today is None or axis.factor else f"; today {value_words(axis, today)}"


def _at(found: Atlas, turn: Crossing) -> str:
    axis, today = _axis(found, turn.along)
    text = at_words(axis, turn.where.best)
    return f"{text} ({_ends(axis, turn)}{_today(axis, today)})"


def _throughout(axis: Axis) -> str:
    ends = f"{value_words(axis, axis.low)} to {value_words(axis, axis.high)}"
    return f"By {name_words(axis)} alone it does not turn in the range drawn, {ends}."


def over_the_map(found: Atlas) -> str:
    """Return from where to where the answer turns over a whole map, or that it turns nowhere."""
    if not found.contour:
        return _nowhere(found)
    along, other = (found.x, found.y) if found.contour[0].along == "x" else (found.y, found.x)
    where = " to ".join(
        f"{value_words(along, each.where.best)} ({_ends(along, each)}) with "
        f"{at_words(other, each.at)}"
        for each in (found.contour[0], found.contour[-1])
    )
    return f"Over the whole map it turns, by {name_words(along)}, from {where}."


def _across(found: Atlas) -> str:
    """Return where the answer turns along the axis on which the file has one place.

    For a file that takes a stretch of the other: at the cells nearest to the stretch's ends.
    """
    own_cells = stretch(found)
    along = "x" if found.today[0] is not None else "y"
    axis, today = _axis(found, along)
    other, _ = _axis(found, "y" if along == "x" else "x")
    own = [each for each in found.contour if each.along == along]
    if not own_cells or not own:
        return ""
    near = [
        _nearest(own, other, end.y if along == "x" else end.x)
        for end in (own_cells[0], own_cells[-1])
    ]
    where = ", ".join(
        f"at {value_words(axis, each.where.best)} ({_ends(axis, each)}) with "
        f"{at_words(other, each.at)}"
        for each in dict.fromkeys(near)
    )
    return f"By {name_words(axis)} (today {value_words(axis, today or 0.0)}) it turns {where}."


def _nowhere(found: Atlas) -> str:
    """Return that the answer turns nowhere on the map, or not along one axis alone."""
    ranges = ", ".join(
        f"{name_words(axis)} from {value_words(axis, axis.low)} to {value_words(axis, axis.high)}"
        for axis in (found.x, found.y)
    )
    if not found.contour:
        return f"The answer turns nowhere in the range drawn: {ranges}."
    if found.here() is not None:
        return "Along neither axis alone does it turn in the range drawn."
    return ""


def _over_stretch(found: Atlas, along: str) -> str:
    """Return who is ahead all over the stretch that the file takes, if that is one side."""
    cells = sorted(stretch(found), key=lambda each: abs(each.difference.best))
    regions = {each.region for each in cells}
    if len(regions) != 1 or not regions <= {INSIDE, BETWEEN}:
        return ""
    axis, _ = _axis(found, along)
    other, at = _axis(found, "x" if along == "y" else "y")
    least, most = (
        rounded(abs(each.difference.best), found.matters) for each in (cells[0], cells[-1])
    )
    best = cells[-1].difference.best * (1.0 if regions == {BETWEEN} else -1.0)
    way, beside = words.amount_end(best, found.outcome), against_matters(found, cells[-1])
    beside = f", at most {beside}" if beside[:1].isdigit() else beside and f", {beside}"
    own = axis.origins.values()
    return given(
        found.most_like,
        f"with {at_words(other, at or 0.0)} and {name_words(axis)} anywhere from "
        f"{value_words(axis, min(own))} to {value_words(axis, max(own))}, as its places have it, "
        f"money {regions.pop()} averts more: {least} to {most} {way}{beside}.",
    )


def _if_alone(found: Atlas, along: str) -> str:
    """Return where that turns along the axis on which the file's places differ."""
    if not _over_stretch(found, along) or not found.turns(along):
        return ""
    axis, _ = _axis(found, along)
    highest = max(axis.origins.values())
    ifs = [
        f"{beyond(axis, turn.where.best, above=turn.where.best > highest)} ({_ends(axis, turn)})"
        for turn in found.turns(along)
    ]
    return f"It turns around if {', or if '.join(ifs)}."


def _along(found: Atlas, along: str) -> str:
    """Return who is ahead along the axis on which the file has no one place."""
    axis, _ = _axis(found, along)
    other, at = _axis(found, "x" if along == "y" else "y")
    held = given(found.most_like, f"with {at_words(other, at or 0.0)}, as today")
    own = own_words(axis) or f"in {name_words(axis)} today lies off the map"
    turns = found.turns(along)
    if not turns:
        return f"{held}, {_ahead_throughout(found, along)}; {own}."
    turn = turns[0].where.best
    low, high = _sides(found, along, turn)
    if len(turns) > 1:
        more = " and ".join(value_words(axis, each.where.best) for each in turns)
        return f"{held}, the answer turns more than once by {name_words(axis)}, at {more}; {own}."
    return (
        f"{held}, money {low} averts more if {beyond(axis, turn, above=False)} "
        f"({_ends(axis, turns[0])}), {high} beyond; {own}."
    )


def _sides(found: Atlas, along: str, turn: float) -> tuple[str, str]:
    """Return the side that is ahead below a turn, and the one above."""
    for cell in found.line(along):
        at = cell.x if along == "x" else cell.y
        if at > turn and cell.region in (INSIDE, BETWEEN):
            return (BETWEEN, INSIDE) if cell.region == INSIDE else (INSIDE, BETWEEN)
        if at < turn and cell.region in (INSIDE, BETWEEN):
            return (INSIDE, BETWEEN) if cell.region == INSIDE else (BETWEEN, INSIDE)
    return "on one side", "on the other"


def _ahead_throughout(found: Atlas, along: str) -> str:
    axis, _ = _axis(found, along)
    regions = {each.region for each in found.line(along)} - {IMPOSSIBLE}
    low, high = value_words(axis, axis.low), value_words(axis, axis.high)
    ends = f"over all of {name_words(axis)} drawn, {low} to {high}"
    named = regions - {UNTOLD, ALIKE}
    if len(named) != 1:
        return f"it cannot be told which side averts more {ends}"
    text = f"money {named.pop()} averts more {ends}"
    rest = {ALIKE: "they hardly differ", UNTOLD: "it cannot be told"}
    return ", or ".join((text, *(said for region, said in rest.items() if region in regions)))


def _why(found: Atlas) -> str:
    axes = (found.x, found.y)
    own = [own_words(axis) or "today lies outside" for axis in axes]
    return "; ".join(f"by {name_words(axis)}, {why}" for axis, why in zip(axes, own, strict=True))
