"""The words of `breakeven`: under which conditions the answer turns around."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from simulator.files.evidence import evidence
from simulator.measures.outcomes import OUTCOMES
from simulator.methods.judging import Decision
from simulator.methods.turns.breakeven import Breakeven, Turning
from simulator.methods.turns.turning_point import NEVER, TURNS, Turn
from simulator.present import recommendation, remarks, turns, words
from simulator.present.assumptions import every_parameter
from simulator.present.bought import stamp_of
from simulator.present.dial import Mark, dial_view, percent, published, told_of, turn_marks
from simulator.present.document import Document, View
from simulator.present.given import given, where
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.present.turns import SHARE
from simulator.questions.breakeven.figure import TURNING

__all__ = ["condition", "other", "sentence", "shown", "turning_view"]

LABELS = {
    SHARE: "Failures that start between teams",
    "price_ratio": "Price, between against inside",
    "ceiling": "Reach, between against inside",
    "adherence": "Adherence, between against inside",
    "boundaries": "Number of handovers",
    "core_strength": "Mistakes made inside teams",
}
QUESTION = "Under which conditions does the answer turn around?"
ONE_SIDE = "Failures start on one side only, so that their share cannot be varied."
OF_SHARE = (
    "The boundary share counts, of all failures, those that would be gone with perfect handovers, "
    "half of what only both sides together bring about included. Post-mortems and published mixes "
    "count where a failure started: near it, but not the same."
)
_LINES = {"core": "Solid", "edge": "Dashes", "other": "Dashes and dots", "baseline": "Dots"}
OPEN_ENDS = "open at both ends"
CROSS = "Cross: it turns."
TURN_TITLE = "What else would turn the answer around"


def condition(found: Turning) -> str:
    """Return when the other plan is better, as what follows `if`; empty where it never turns."""
    if found.turn.verdict != TURNS:
        return ""
    return turns.beyond(found, above=found.turn.factor > found.today)


def shown(found: Breakeven, decision: Decision) -> Document:
    """Return the break-evens as people meet them, with what to do as `compare` says it."""
    stamp = stamp_of(found.scenario)
    return Document(
        first=remarks.sentences(decision.remarks),
        name=found.scenario.name,
        names=names_of(found.scenario),
        doubter=every_parameter(found.scenario),
        question=QUESTION,
        headline=headline(found),
        lines=(*_advice(decision), _now(found), *_also(found), OF_SHARE, evidence().not_shown),
        tables=(_factors(found), _published()),
        views=(_dial(found), turning_view(found, LABELS, _others(found))),
        footer=_footer(found),
        stamp=stamp,
        frames={
            "factors": [_row(each) for each in found.factors],
            "published": [mark.as_row() for mark in published()],
        },
    )


def _advice(decision: Decision) -> tuple[str, ...]:
    """Return what to do and which plan, over all that the file leaves open."""
    said = recommendation.do(decision)
    return (f"Which plan to take: {said}", recommendation.which(decision)) if said else ()


def headline(found: Breakeven) -> str:
    """Return at which boundary share the answer turns, beside today's."""
    judged = OUTCOMES[found.outcome]
    # what has an aim is about failures, of which the sentence speaks already
    return _turn(found) if judged.aim else f"By {judged.many}: {_turn(found)}"


def _turn(found: Breakeven) -> str:
    share = found.factor(SHARE)
    today = f"{where(found.most_like)} it is {_percent(found.boundary_share)}"
    if share.turn.verdict != TURNS:
        return f"{_never(share)} Of your failures {_percent(found.boundary_share)} start between."
    turn = share.turn
    at = percent(*(100.0 * x for x in (turn.factor, turn.low, turn.high)))
    who = _plan(found, share.above)
    text = f"{who} does better if more than {at} of your failures start between teams; {today}"
    return f"{text}, too near to tell." if turn.may_be(share.today) else f"{text}."


def _plan(found: Breakeven, plan: str) -> str:
    """Return a plan by where it spends, or by its name where that is not one side alone."""
    side = dict(zip(found.plans, found.spends, strict=True)).get(plan, "mixed")
    alone = found.spends.count(side) == 1 and side in ("core", "edge")
    return words.SIDES[side].capitalize() if alone else f"{plan}"


def _percent(estimate: Any) -> str:
    return percent(*(100.0 * x for x in (estimate.best, estimate.low, estimate.high)))


def _never(found: Turning) -> str:
    low, high = found.turn.searched
    if low == high:
        return f"{ONE_SIDE} {found.better} is better." if found.better else ONE_SIDE
    of = f"{100.0 * low:.0f} to {100.0 * high:.0f} %" if found.what == SHARE else (
        f"{words.number(low)} to {words.number(high)} times"
    )  # fmt: skip
    if found.turn.verdict == NEVER and found.better:
        return f"Never within the range searched ({of}): {found.better} is better throughout."
    return f"Cannot be told within the range searched ({of})."


def other(found: Turning) -> str:
    """Return the plan that is better beyond the turn; empty where it never turns."""
    return found.above if found.turn.factor > found.today else found.below


def sentence(found: Turning) -> str:
    """Return one factor as a sentence: who is better beyond the turn, and where that is."""
    if found.turn.verdict != TURNS:
        return _never(found)
    turn = found.turn
    text = f"{other(found)} is better if {condition(found)}."
    return f"{text} Too near to tell." if turn.may_be(found.today) else text


def _now(found: Breakeven) -> str:
    first, second = found.plans
    best, low, high = found.difference.best, found.difference.low, found.difference.high
    if math.isnan(best):
        return "Nothing was released, so there is nothing to compare."
    amount = words.amount(best, low, high, found.outcome)
    said = f"{second} against {first}: {amount} {words.outcome(found.outcome)}."
    return given(found.most_like, said)


def _also(found: Breakeven) -> tuple[str, ...]:
    """Return the two other conditions that are nearest to today, and what never turns it."""
    others = [each for each in found.factors if each.what != SHARE]
    turning = [each for each in others if each.turn.verdict == TURNS]
    turning.sort(key=lambda each: abs(math.log(each.turn.factor / each.today)))
    never = [LABELS[each.what].lower() for each in others if each.turn.verdict == NEVER]
    lines = []
    if turning:
        conditions = " or if ".join(condition(each) for each in turning[:2])
        lines.append(f"It also turns around if {conditions}.")
    if never:
        lines.append(f"Never within the range searched, whatever it is: {'; '.join(never)}.")
    return tuple(lines)


def _factors(found: Breakeven) -> TextTable:
    rows = []
    for each in found.factors:
        scale = 100.0 if each.what == SHARE else 1.0
        unit = " %" if each.what == SHARE else " times"
        turn = each.turn
        at = "-" if math.isnan(turn.factor) else f"{words.number(scale * turn.factor)}{unit}"
        today = f"{words.number(scale * each.today)}{unit}"
        span = _ends(turn, scale, words.number)
        better = (each.below, each.above) if each.below else (each.better or "-",) * 2
        rows.append((LABELS[each.what], today, at, span, *better))
    return TextTable(
        title="Where the answer turns around",
        columns=("what", "today", "turns at", "95 % noise", "better below", "better above"),
        rows=tuple(rows),
        text=("better below", "better above"),
    )


def _published() -> TextTable:
    studies = [found.entry for found in evidence().boundary_shares.values()]
    entries = {entry.study.partition(",")[0]: entry for entry in studies}
    rows = []
    for mark in published():
        entry = entries[mark.label]
        source = f"{entry.study}, doi {entry.doi}" if entry.doi else entry.study
        rows.append((source, mark.told, mark.note))
    what = "what was counted, and how far it was verified"
    return TextTable(
        title="Published boundary shares: each defines it differently, none is yours",
        columns=("source", "share", what),
        rows=tuple(rows),
        text=(what,),
    )


def _row(found: Turning) -> dict[str, Any]:
    low, high = found.turn.searched
    plain = {key: value for key, value in found.as_json().items() if key != "searched"}
    return {**plain, "from": low, "to": high, "label": LABELS[found.what],
            "told": sentence(found)}  # fmt: skip


def _footer(found: Breakeven) -> str:
    return (
        f"Judged by {words.outcome(found.outcome)}. {found.replications} replications a plan and "
        f"point, seed {found.seed}; intervals: simulation noise, 95 %, same luck for both plans."
    )


def _others(found: Breakeven) -> str:
    return " ".join(sentence(each) for each in found.factors if each.what != SHARE)


def _dial(found: Breakeven) -> View:
    share = found.factor(SHARE)
    marks = [*turn_marks(share, found.boundary_share, most_like=found.most_like), *_counted(found)]
    return dial_view(
        marks,
        title=headline(found),
        told=told_of(marks),
        below=f"{_plan(found, share.below)} does better",
        above=f"{_plan(found, share.above)} does better",
    )


def _counted(found: Breakeven) -> list[Mark]:
    counted = found.counted
    if counted is None:
        return []
    return [
        Mark(
            what="counted",
            label="You, counted",
            share=100.0 * counted.best,
            low=100.0 * counted.low,
            high=100.0 * counted.high,
            note=f"{round(counted.best * counted.n)} of {counted.n} reviewed failures in the file",
        )
    ]


def turning_view(found: Breakeven, labels: Mapping[str, str], told: str) -> View:
    """Return the figure of all factors but the boundary share; `told` is for who cannot see it."""
    import pandas as pd

    sides = _looks(found)
    key = " ".join(f"{_LINES[side]}: {plan} is better." for plan, side in sides.items())
    rows = []
    for each in found.factors:
        if each.what == "boundary_share":
            continue
        turns = each.turn.verdict == TURNS
        rows.append(
            {
                "label": labels[each.what],
                "factor": each.turn.factor,
                "low": each.turn.low,
                "high": each.turn.high,
                "from": each.turn.searched[0],
                "to": each.turn.searched[1],
                "below": sides.get(each.below if turns else each.better, ""),
                "above": sides.get(each.above if turns else each.better, ""),
                "told": _at(each),
                "then": _then(each),
                "key": f"{key} {CROSS}",
            }
        )
    return View(drawing=TURNING, frame=pd.DataFrame(rows), title=TURN_TITLE, told=told)


def _ratio(factor: float) -> str:
    """Return a factor as the scale writes it."""
    return f"× {words.number(factor)}" if factor >= 1.0 else f"÷ {words.number(1.0 / factor)}"


def _at(found: Turning) -> str:
    """Return where one factor turns the answer, short enough for a figure."""
    turn = found.turn
    if turn.verdict != TURNS:
        low, high = turn.searched
        never = "never" if turn.verdict == NEVER else "cannot be told"
        return f"{never} within {_ratio(low)} to {_ratio(high)}"
    return f"turns at {_ratio(turn.factor)} ({_ends(turn, 1.0, _ratio)})"


def _ends(turn: Turn, scale: float, told: Callable[[float], str]) -> str:
    """Return between which ends the answer turns; an end beyond the range searched is open."""
    low, high = scale * turn.low, scale * turn.high
    if turn.verdict != TURNS:
        return "-"
    if math.isnan(low) and math.isnan(high):
        return OPEN_ENDS
    if math.isnan(low):
        return f"{told(high)} or less"
    return f"{told(low)} or more" if math.isnan(high) else f"{told(low)} to {told(high)}"


def _then(found: Turning) -> str:
    """Return who is better beyond the turn, or throughout."""
    if found.turn.verdict != TURNS:
        return f"better: {found.better}" if found.better else ""
    return f"beyond it: {found.above if found.turn.factor > found.today else found.below}"


def _looks(found: Breakeven) -> dict[str, str]:
    """Return how each plan is drawn: by its side, and unlike the other one."""
    first, second = (side if side in ("core", "edge") else "other" for side in found.spends)
    return dict(zip(found.plans, (first, "baseline" if first == second else second), strict=True))
