"""Does today look like you? The words, the tables and the figure of plausibility."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from simulator.methods.likeness import Likeness
from simulator.methods.plausibility.moves import Move, Staffing
from simulator.methods.plausibility.plausible import Check, Plausibility
from simulator.present import captions, records, words
from simulator.present.assumptions import every_parameter, in_unit
from simulator.present.document import Document, View
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.questions.plausible.figure import BESIDE

__all__ = ["shown"]

QUESTION = "Does today look like you?"
NO_RECORDS = (
    "Your file holds no records of its own (observed), so nothing can say whether today looks "
    "like you."
)
ENOUGH_WAYS = 2
FEW_YEARS = 50
KINDS = {
    "busy": "busy",
    "changes": "failing",
    "causes": "mix",
    "kept": "kept",
}
_SHARES = "share of failures"
TURNED = {
    "work.arrivals": ("more changes come in", "fewer changes come in"),
    "incidents.manifest": (
        "unnoticed mistakes show more often",
        "unnoticed mistakes show less often",
    ),
    "team.defects_per_item": ("teams make more mistakes", "teams make fewer mistakes"),
    "boundary.fidelity": ("handovers lose less", "handovers lose more"),
    "boundary.owned": ("more handovers have an owner", "fewer handovers have an owner"),
    "external.rate": ("more happens from outside", "less happens from outside"),
    "incidents.severity": ("more failures are serious", "fewer failures are serious"),
    "incidents.repair_effort": ("repairs take longer", "repairs are quicker"),
    "incidents.rollback_duration": ("taking back takes longer", "taking back is quicker"),
    "incidents.triage_effort": ("finding out takes longer", "finding out is quicker"),
}
"""What is so when a parameter is raised, and when it is lowered, in a leader's words."""


def shown(found: Plausibility) -> Document:
    """Return the answer as people meet it."""
    return Document(
        name=found.scenario.name,
        names=names_of(found.scenario),
        doubter=every_parameter(found.scenario),
        question=QUESTION,
        headline=_headline(found),
        lines=tuple(_lines(found)),
        own=tuple(map(_short, found.people)),
        tables=tuple(_tables(found)),
        views=(_view(found),) if found.likenesses else (),
        footer=(
            f"{found.replications} replications, seed {found.seed}. Model beside records: 9 "
            "simulated years in 10; records: 95 % of what chance could have made of them."
        ),
        frames={
            "checks": [asdict(check) for check in found.checks],
            "products": [
                {**vars(each), "parameters": ", ".join(each.parameters)} for each in found.products
            ],
        },
    )


def _headline(found: Plausibility) -> str:
    if found.people:
        names = ", ".join(team.team for team in found.people)
        return (
            f"Not yet: {names} {'has' if len(found.people) == 1 else 'have'} more work than time, "
            "so work piles up without end and every other figure follows from that."
        )
    if found.like is None:
        return NO_RECORDS
    records_ = found.scenario.observed
    if records_ is not None and records_.source == "invented":
        return records.INVENTED
    if found.like:
        return records.LIKE
    missed = [each for each in found.likenesses if not each.like]
    told = "; ".join(
        f"{captions.CAUSES[each.what]}: {_figure(each, each.observed)} in your records, "
        f"{_figure(each, each.model)} in the model"
        for each in missed[:3]
    )
    more = f"; and {len(missed) - 3} more" if len(missed) > 3 else ""
    return f"{captions.UNLIKE}. {told[0].upper()}{told[1:]}{more}."


def _figure(each: Likeness, value: float) -> str:
    return f"{100.0 * value:.0f} %" if each.unit == _SHARES else words.number(value)


def _short(team: Staffing) -> str:
    return (
        f"{team.team}: {team.people:g} people are not enough for its work; {team.enough:g} "
        f"would be busy {100.0 * team.busy:.0f} % of their time. If {team.people:g} is right, an "
        f"item's effort is about {team.effort:.2g} times what the file says, or fewer come."
    )


def _lines(found: Plausibility) -> Iterator[str]:
    if found.likenesses and found.replications < FEW_YEARS:
        yield (
            f"{found.replications} simulated years do not tell what a year can look like: with "
            f"-n {FEW_YEARS} or more, fewer records are missed by chance."
        )
    yield from map(_short, found.people)
    yield from (records.unreachable(e, found.scenario.observed) for e in found.unreachable)
    if found.drawn:
        yield (
            f"Of {found.drawn} companies drawn over what the file leaves open, weighted by your "
            f"records, as many fit as {found.effective:.0f} that count alike."
        )
    for figure in dict.fromkeys(move.figure for move in found.moves):
        ways = [move for move in found.moves if move.figure == figure]
        yield from _mend(figure, ways)
    if found.moves:
        yield (
            "Each change above was simulated alone, under the same luck. Which of them is true "
            "your records cannot say: change what you know least about, and write down why."
        )
    yield from (_odd(check) for check in found.checks if check.verdict == "odd")
    if not any(check.verdict == "odd" for check in found.checks) and not found.people:
        yield "Nothing else in the file is out of the ordinary."
    yield (
        "Records alone tell only products of some parameters (table below): twice the one and half "
        "the other gives the same records."
    )


def _mend(figure: str, ways: list[Move]) -> Iterator[str]:
    what = captions.CAUSES[figure]
    kept = [move for move in ways if move.reaches][:ENOUGH_WAYS]
    if not kept:
        best = min(ways, key=lambda move: abs(math.log(max(move.after, 1e-12) / move.wanted)))
        yield f"{_capital(what)}: no single change gets there. Nearest: {_way(best)}"
        return
    yield f"{_capital(what)}: {' Or: '.join(_way(move) for move in kept)}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _way(move: Move) -> str:
    """Return one change in words: what is then so, which parameter how far, what comes of it."""
    share = move.figure.startswith("causes.")
    after, wanted = (
        f"{100.0 * value:.0f} %" if share else words.number(value)
        for value in (move.after, move.wanted)
    )
    more, less = TURNED[move.parameter]
    text = (
        f"if {more if move.direction == 'raise' else less} ({_how_far(move)}), the simulated run "
        f"gives {after} (yours: {wanted})"
    )
    notes = []
    if move.within is False:
        notes.append("outside the range the file gives")
    if move.people:
        names = ", ".join(f"{team.enough:g} people in {team.team}" for team in move.people)
        notes.append(f"it takes {names} as well")
    if move.breaks:
        notes.append(
            "but then no longer right: " + ", ".join(captions.CAUSES[name] for name in move.breaks)
        )
    return text + (f"; {'; '.join(notes)}." if notes else ".")


def _how_far(move: Move) -> str:
    key, size = move.parameter, f"{move.times:.2g} times"
    if key == "incidents.severity":
        return f"{key} of P1 and P2, about {size}"
    now, then = (_span(key, ends) for ends in (move.now, move.then))
    rest = "the rest to 1 is" if move.gap else "that is"
    return f"{key} {now} to {then} everywhere; {rest} about {size}"


def _span(key: str, ends: tuple[float, float]) -> str:
    low, high = (in_unit(key, float(f"{value:.3g}")) for value in ends)
    return low if low == high else f"{low} .. {high}"


def _odd(check: Check) -> str:
    low, high = check.expected_low, check.expected_high
    if check.group == "busy":
        return (
            f"Look again at {check.name}: busy {100.0 * check.value:.0f} % of its time with this "
            f"work; {100.0 * low:.0f} to {100.0 * high:.0f} % is usual (judgement). If it does "
            "other work as well, count only the people who do this."
        )
    if check.group == "kept":
        return (
            f"Look again at handovers of {check.name}: they keep "
            f"{words.between(check.low, check.high)} of the facts; published handovers keep "
            f"{words.between(low, high)} ({check.source})."
        )
    what = captions.CAUSES[check.name]
    return (
        f"Look again at {what}: {words.number(check.value)}; published: "
        f"{words.between(low, high)} ({check.source})."
    )


def _tables(found: Plausibility) -> Iterator[TextTable]:
    if found.likenesses:
        yield TextTable(
            title="Today beside your records",
            columns=("figure", "yours", "by chance", "model", "9 years in 10", "agrees"),
            rows=tuple(
                (
                    captions.CAUSES[each.what],
                    _figure(each, each.observed),
                    f"{_figure(each, each.low)} to {_figure(each, each.high)}",
                    _figure(each, each.model),
                    f"{_figure(each, each.model_low)} to {_figure(each, each.model_high)}",
                    "yes" if each.like else "no",
                )
                for each in found.likenesses
            ),
            text=("agrees",),
            own=("yours", "by chance"),
        )
    yield TextTable(
        title="Is it plausible?",
        columns=("what", "where", "model", "usual", "verdict", "from"),
        rows=tuple(_plausible(check) for check in found.checks if check.group != "records"),
        text=("where", "verdict", "from"),
    )
    yield TextTable(
        title="What records alone cannot tell apart",
        columns=("only as a product", "parameters", "here", "unit"),
        rows=tuple(
            (
                each.name,
                " x ".join(key.rpartition(".")[2] for key in each.parameters),
                words.number(each.low)
                if each.low == each.high
                else words.between(each.low, each.high),
                each.unit,
            )
            for each in found.products
        ),
        text=("parameters", "unit"),
    )


def _plausible(check: Check) -> tuple[str, ...]:
    where = check.name if check.group in {"busy", "kept"} else captions.CAUSES[check.name]
    percent = check.group in {"busy", "kept"}
    scale, unit = (100.0, " %") if percent else (1.0, "")
    value = (
        f"{words.between(100.0 * check.low, 100.0 * check.high)} %"
        if check.group == "kept"
        else f"{words.number(scale * check.value)}{unit}"
    )
    usual = f"{words.between(scale * check.expected_low, scale * check.expected_high)}{unit}"
    return KINDS[check.group], where, value, usual, check.verdict, check.source.split(", ")[0]


def _view(found: Plausibility) -> View:
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for each in found.likenesses:
        own = each.observed
        scaled = {
            "best": each.model,
            "low": each.model_low,
            "high": each.model_high,
            "own_low": each.low,
            "own_high": each.high,
        }
        said = f"yours {_figure(each, own)}, model {_figure(each, each.model)}: "
        rows.append(
            {
                "label": _capital(captions.CAUSES[each.what]),
                "like": each.like,
                **{name: value / own if own else math.nan for name, value in scaled.items()},
                "told": said + ("agrees" if each.like else "does not agree"),
                "yours": "your records",
                "less": "the model has less",
                "more": "the model has more",
                "key": "grey: what chance could have made of your records; line: 9 simulated "
                "years in 10",
            }
        )
    told = "; ".join(f"{row['label']}: {row['told']}" for row in rows)
    missed = sum(not each.like for each in found.likenesses)
    title = f"Today beside your records: {len(rows) - missed} of {len(rows)} figures agree"
    return View(
        drawing=BESIDE, frame=pd.DataFrame(rows), title=title, told=f"{told}.", private=True
    )
