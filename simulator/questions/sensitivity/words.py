"""What moves the answer, in words, tables and figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from simulator.methods.sensitivity.sensitivity import (
    LUCK,
    PATHS,
    PLACES,
    REST,
    Driver,
    Sensitivity,
    Swing,
)
from simulator.present import remarks, words
from simulator.present.assumptions import every_parameter
from simulator.present.bought import unknown_words
from simulator.present.digits import rounded
from simulator.present.document import Document, Section, View
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.questions.sensitivity.figure import DRIVERS, TORNADO

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["shown"]

_HUNDRED: Final = 100.0
_DRAWN, _ON_SLIDE, _ROWS = 10, 6, 8
_HARDLY = 0.1
"""Below this share of what matters a gain is told as none, as the verdict has it."""
_SPECIAL = {
    LUCK: "luck: which years it happens to be",
    PLACES: "how teams and handovers differ from each other",
    REST: "everything else that is not known",
}
_RANGES = "Over the file's ranges, without its records"


def shown(found: Sensitivity) -> Document:
    """Return what moves the answer as people meet it."""
    scenario = found.decision.scenario
    tables = (_drivers(found), _swings(found), *_known(found))
    views = (_tornado(found), _shares(found))
    return Document(
        first=remarks.sentences(found.decision.remarks),
        name=scenario.name,
        names=names_of(scenario),
        question=f'What moves the choice between "{found.plan}" and "{found.against}"?',
        headline=_headline(found),
        lines=tuple(_lines(found)),
        tables=tables,
        views=views,
        sections=(
            Section(title="Shares of what differs", view=views[1].name, tables=tables[:1]),
            Section(title="Each unknown alone", tables=tables[1:2]),
            *(Section(title="What is worth knowing", tables=(each,)) for each in tables[2:]),
        ),
        doubter=every_parameter(scenario),
        footer=f"{found.runs} organisations over the ranges, {PATHS} walks of screening, shares by "
        f"Sobol's design, seed {found.decision.seed}. Intervals: bootstrap, 95 %.",
        frames={
            "drivers": _driver_rows(found.drivers),
            "swings": [
                {"input": each.name, "low": each.low, "high": each.high, "at_low": each.at_low,
                 "at_high": each.at_high}
                for each in found.swings
            ],
            "known": [
                {"input": each.name, "gain": each.worth.gain.best, "low": each.worth.gain.low,
                 "high": each.worth.gain.high, "by_chance": each.worth.level,
                 "changes": each.worth.changes, "clear": each.clear}
                for each in found.known
            ],
        },
    )  # fmt: skip


def _called(name: str) -> str:
    """Return an input in words."""
    told = _SPECIAL.get(name) or unknown_words(name)
    return f"{told[:1].upper()}{told[1:]}"


def _percent(share: float) -> float:
    """Return a share of the variance in percent, within what is possible."""
    return _HUNDRED * min(1.0, max(0.0, share))


def _headline(found: Sensitivity) -> str:
    told = [each for each in found.drivers if each.name != REST and _of_100(each) != "0 of 100"]
    if not told:
        return "No single unknown moves the choice."
    names = ", then ".join(f"{_lower(_called(each.name))} ({_of_100(each)})" for each in told[:2])
    if found.drivers[0].name == REST:
        return f"Many unknowns together move the choice; most of any one: {names}."
    return f"Most of what moves the choice: {names}."


def _of_100(driver: Driver) -> str:
    return f"{_percent(driver.share.whole.best):.0f} of 100"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _lines(found: Sensitivity) -> Iterator[str]:
    ahead = _HUNDRED * found.ahead
    yield (
        f'{_RANGES}: "{found.plan}" is ahead in {ahead:.0f} of 100 companies, net of what both '
        f"must bring for their price. With every number as written it is {_lead(found)}."
    )
    yield _luck(found)
    yield _other(found)
    if found.known:
        yield _knowing(found)


def _lead(found: Sensitivity) -> str:
    size = f"{rounded(abs(found.lead))} {words.outcome(found.decision.outcome)}"
    if found.lead == 0.0:
        return "neither ahead nor behind"
    return f"{size} {'ahead' if found.lead > 0.0 else 'behind'}"


def _luck(found: Sensitivity) -> str:
    share = {each.name: each for each in found.drivers}
    text = f"Luck has {_of_100(share[LUCK])}"
    if PLACES in share:
        text += f", how teams and handovers differ from each other {_of_100(share[PLACES])}"
    return (
        f"{text}. Shares count what an input moves alone and together with others, so all of them "
        "may add up to more than 100."
    )


def _other(found: Sensitivity) -> str:
    other = found.other
    if not other.conditions:
        return f'No conditions tell the companies in which "{found.against}" wins.'
    usual = found.against if other.often else found.plan
    told = " and ".join(
        f"{_lower(_called(each.name))} is {'above' if each.above else 'below'} {each.value:.2g}"
        for each in found.bounds
    )
    tried = (
        f"right in {other.right} of {other.n} companies that were not used to find it, always "
        f'naming "{usual}" in {other.usual}'
    )
    if not other.better:
        return (
            f'No conditions surely tell the companies in which "{found.against}" wins; the best '
            f"that were found ({told}) are {tried}."
        )
    return f'"{found.against}" wins where {told}: {tried}.'


def _knowing(found: Sensitivity) -> str:
    where = (
        "Worth knowing before you choose among all plans, in the companies that fit what you told"
    )
    first, what = found.known[0], words.outcome(found.decision.outcome)
    if not first.clear:
        return f"{where} us: no single unknown beyond chance."
    gain = first.worth.gain.best
    if gain < _HARDLY * found.decision.matters:
        return (
            f"{where} us: no single unknown (at most {rounded(gain)} {what}, which hardly matters)."
        )
    chance = f"; {rounded(first.worth.level)} that chance seems to give is taken off"
    taken = chance if rounded(first.worth.level) != "0" else ""
    return f"{where} us: {_lower(_called(first.name))}, worth about {rounded(gain)} {what}{taken}."


def _driver_rows(found: Sequence[Driver]) -> list[dict[str, Any]]:
    return [
        {
            "input": each.name,
            "moves": each.moves,
            **{
                f"{kind}_{end}": getattr(share, end)
                for kind, share in (("alone", each.share.alone), ("whole", each.share.whole))
                for end in ("best", "low", "high")
            },
        }
        for each in found
    ]


def _drivers(found: Sensitivity) -> TextTable:
    rows = tuple(
        (
            _called(each.name),
            words.number(each.moves),
            *(
                text
                for share in (each.share.alone, each.share.whole)
                for text in (
                    f"{_percent(share.best):.0f} %",
                    f"{_percent(share.low):.0f} to {_percent(share.high):.0f} %",
                )
            ),
        )
        for each in found.drivers
    )
    return TextTable(
        name="drivers",
        title="Shares of what differs over the ranges",
        columns=("input", "moves it by", "alone", "95 %", "with others", "95 % of that"),
        rows=rows,
    )


def _swings(found: Sensitivity) -> TextTable:
    rows = tuple(
        (_called(each.name), _range(each), words.number(each.at_low), words.number(each.at_high))
        for each in found.swings[:_ROWS]
    )
    return TextTable(
        name="swings",
        title=f'Lead of "{found.plan}" ({words.outcome(found.decision.outcome)}), one at a time, '
        f"the {len(rows)} widest of {len(found.swings)}",
        columns=("unknown", "range", "at its low end", "at its high end"),
        rows=rows,
    )


def _range(swing: Swing) -> str:
    return f"{swing.low:.3g} to {swing.high:.3g}"


def _known(found: Sensitivity) -> tuple[TextTable, ...]:
    rows = tuple(
        (
            _called(each.name),
            words.number(each.worth.gain.best),
            words.between(each.worth.gain.low, each.worth.gain.high),
            words.number(each.worth.level),
            f"{_HUNDRED * each.worth.changes:.0f} of 100",
            "yes" if each.clear else "no",
        )
        for each in [each for each in found.known if each.worth.gain.best > 0.0][:_ROWS]
    )
    table = TextTable(
        name="known",
        title=f"What knowing is worth ({words.outcome(found.decision.outcome)}) before choosing "
        "among all plans",
        columns=("unknown", "worth", "95 %", "by chance", "other choice", "beyond chance"),
        rows=rows,
        text=("beyond chance",),
    )
    return (table,) if rows else ()


def _tornado(found: Sensitivity) -> View:
    same = {
        "lead": found.lead,
        "less": f"{found.against} is better",
        "more": f"{found.plan} is better",
        "key": "circle: at its low end, square: at its high end, all else as the file says; "
        f"{words.outcome(found.decision.outcome)}, net of prices",
    }
    drawn = found.swings[:_DRAWN]
    rows = [
        {
            "label": _called(each.name),
            "told": _range(each),
            "at_low": each.at_low,
            "at_high": each.at_high,
            **same,
        }
        for each in drawn
    ]
    told = "; ".join(
        f"{_called(each.name)}, {_range(each)}: {words.number(each.at_low)} to "
        f"{words.number(each.at_high)}"
        for each in drawn
    )
    turns = sum(each.at_low * each.at_high < 0.0 for each in found.swings)
    some = f"{turns or 'none'} of {len(found.swings)} unknowns"
    return View(
        drawing=TORNADO,
        frame=_framed(rows),
        slide=_framed(rows[:_ON_SLIDE]),
        title=f"Over its own range, all else as written, {some} can turn the choice around",
        told=f"Lead of {found.plan} over {found.against}. {told}.",
    )


def _shares(found: Sensitivity) -> View:
    rows = [
        {
            "label": _called(each.name),
            "told": f"alone {_percent(each.share.alone.best):.0f} %, with others "
            f"{_percent(each.share.whole.best):.0f} %",
            "alone": _percent(each.share.alone.best),
            "whole": _percent(each.share.whole.best),
            "low": _percent(each.share.whole.low),
            "high": _percent(each.share.whole.high),
            "key": "bar: alone; diamond: with all it acts together with, line: 95 %",
        }
        for each in found.drivers
    ]
    told = "; ".join(f"{row['label']}: {row['told']}" for row in rows)
    return View(
        drawing=DRIVERS,
        frame=_framed(rows),
        title=_headline(found).rstrip("."),
        told=f"{told}.",
    )


def _framed(rows: list[dict[str, Any]]) -> DataFrame:
    import pandas as pd

    return pd.DataFrame(rows)
