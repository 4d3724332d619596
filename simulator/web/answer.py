"""The answer as it stands in the page before any script runs, and where none does."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from simulator.measures.outcomes import OUTCOMES
from simulator.model.outcome import HEADLINE
from simulator.present.digits import number, rounded
from simulator.present.document import Document
from simulator.present.harmless import upright, visible
from simulator.scenario.scenario import TODAY
from simulator.web.words import SAY

__all__ = ["Shown", "answer"]

_ROOM, _TICKS = 0.14, 5
_STEPS = (1.0, 2.0, 5.0)
_FAR = 70.0
"""Beyond this place of a plot [per cent], towards either end, a text hangs inwards."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the figure of the answer shows: the summary of a comparison, and of which plans.

    `sides` says where each plan spends; `changes` [a year] turns a rate into a count, and is NaN
    where only rates may be told; so are `efforts` where they may be.
    """

    summary: Mapping[str, Any]
    plans: Sequence[str]
    sides: Mapping[str, str]
    changes: float
    efforts: bool = True

    @property
    def counted(self) -> bool:
        """Whether counts a year are told beside rates."""
        return self.summary["outcome"] == HEADLINE and math.isfinite(self.changes)

    @property
    def factor(self) -> float:
        """What turns the outcome into what is shown."""
        return 0.01 * self.changes if self.counted else 1.0

    @cached_property
    def better(self) -> str:
        """The word for a change for the better."""
        outcome = OUTCOMES[str(self.summary["outcome"])]
        return "more" if outcome.better == "more" else outcome.fewer

    @property
    def worse(self) -> str:
        """The word for a change for the worse."""
        return "more" if self.better != "more" else "fewer"

    def said(self, gain: float) -> str:
        """Return a change in so many words; above nought it is for the better."""
        if gain == 0.0:
            return "no difference"
        size = "less than 1" if self.counted and abs(gain) < 1.0 else rounded(abs(gain))
        return f"{size} {self.better if gain > 0.0 else self.worse}"


def answer(document: Document, shown: Shown, *, made: str, by: str) -> str:
    """Return the answer as HTML, every text of the file escaped."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("simulator", "web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_readable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    told = [document.known, *document.lines]
    return environment.get_template("answer.html.jinja").render(
        name=document.name,
        question=document.question,
        headline=document.headline,
        begin=SAY["begin_try"],
        first=document.first,
        notice=document.notice,
        answers=[_asked(line) for line in told if line],
        figure=_figure(shown),
        sure=[_called(line) for line in document.sure],
        where=(document.points or ("",))[0],
        made=made,
        by=" ".join(filter(None, (by, document.stamp and f"With {document.stamp}."))),
    )


def _readable(value: Any) -> Any:
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return upright(visible(value))
    return value


def _asked(line: str) -> tuple[str, str]:
    """Return the question that a line begins with, and its answer."""
    question, mark, rest = line.partition("? ")
    return (f"{question}?", rest) if mark else ("", line)


def _called(line: str) -> tuple[str, str]:
    """Return what an uncertainty is called, and how large it is."""
    name, mark, rest = line.partition(": ")
    return (name, rest.removesuffix(".")) if mark else ("", line)


def _figure(shown: Shown) -> dict[str, Any] | None:
    """Return every plan against today as positions in per cent of the plot; None without any."""
    rows = _rows(shown)
    levels = shown.summary.get("levels") or {}
    if not rows or TODAY not in levels:
        return None
    asked = _asked_for(shown)
    matters = shown.factor * float(shown.summary["judged_matters"])
    ends = [end for row in rows for end in (row["low"], row["high"])]
    low, high = min(*ends, -matters, 0.0), max(*ends, matters, asked or 0.0)
    room = _ROOM * (high - low) or 1.0
    axis = _Axis(low - room, high + room)
    today = shown.factor * float(levels[TODAY])
    what = OUTCOMES[str(shown.summary["outcome"])].many
    many = "Failed changes a year" if shown.counted else f"{what[:1].upper()}{what[1:]}"
    small = axis.at(0.0)
    return {
        "title": f"{many}, each plan against today",
        "how": "The mark is the average of the companies that fit what was told; 95 of 100 of "
        "them lie on the line."
        if shown.summary.get("effective_organisations")
        else "If every number in the file is right; the line is the noise of the simulation.",
        "zero": small,
        "anchor": _anchor(small),
        "today_side": -1.0 if small > _FAR else 1.0,
        "today": f"today, {rounded(today)}",
        "heads": ("failed a year", "of 100") if shown.counted else ("", ""),
        "asked": asked
        and {
            "at": axis.at(asked),
            "told": f"{shown.said(asked)} was asked for",
            "anchor": "end" if axis.at(asked) > 50.0 else "start",
        },
        "band": (axis.at(matters), axis.at(-matters) - axis.at(matters)),
        "small": "too small to matter",
        "ticks": [
            {"at": axis.at(tick), "told": number(abs(tick), 1) if n else shown.said(tick)}
            for n, tick in enumerate(sorted(axis.ticks(), reverse=True))
            if tick > 0.0
        ],
        "rows": [_placed(row, axis, shown) for row in rows],
    }


class _Axis:
    """Gains from right to left, as per cent of a plot: further left is better."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def at(self, gain: float) -> float:
        return round(100.0 * (self.high - gain) / (self.high - self.low), 2)

    def ticks(self) -> list[float]:
        size = (self.high - self.low) / _TICKS
        power = 10.0 ** math.floor(math.log10(size))
        step = next((each * power for each in _STEPS if each * power >= size), 10.0 * power)
        wanted = (n * step for n in range(-_TICKS, _TICKS + 1))
        return [tick for tick in wanted if tick and 4.0 < self.at(tick) < 94.0]


def _rows(shown: Shown) -> list[dict[str, Any]]:
    """Return the gains of every shown plan against today, the best first."""
    levels = shown.summary.get("levels") or {}
    spends = {each["name"]: each["spend"] for each in shown.summary["arms"]}
    found = []
    for each in shown.summary.get("verdicts", ()):
        pair = {each["plan"], each["against"]}
        plan = next(iter(pair - {TODAY}))
        if TODAY not in pair or plan not in shown.plans:
            continue
        sign = 1.0 if each["plan"] == plan else -1.0
        ends = sorted(sign * shown.factor * each[end] for end in ("low", "high"))
        gain = sign * shown.factor * each["lead"]
        level = float(levels[plan])
        found.append(
            {
                "plan": plan,
                "side": shown.sides.get(plan, "other"),
                "days": f"{number(spends[plan])} days" if shown.efforts else "",
                "gain": gain,
                "low": ends[0],
                "high": ends[1],
                "count": rounded(shown.factor * level) if shown.counted else rounded(level),
                "rate": rounded(level) if shown.counted else "",
            }
        )
    found.sort(key=lambda row: (-row["gain"], row["plan"]))
    best = shown.summary.get("recommended")
    return [{**row, "best": row["plan"] == best} for row in found]


def _placed(row: Mapping[str, Any], axis: _Axis, shown: Shown) -> dict[str, Any]:
    low, high = row["low"], row["high"]
    ends = _range(low, high)
    if shown.counted and low > -1.0 and high < 1.0:
        ends = "less than 1 either way"
    elif low < 0.0 < high:
        ends = f"{shown.said(low)} to {shown.said(high)}"
    elif high <= 0.0:
        ends = _range(-high, -low)
    few = not shown.counted and abs(row["gain"]) < 0.1 * float(shown.summary["judged_matters"])
    mean = "hardly any" if few else shown.said(row["gain"])
    return {
        **row,
        "at": axis.at(row["gain"]),
        "low": axis.at(low),
        "high": axis.at(high),
        "anchor": _anchor(axis.at(row["gain"])),
        "mean": mean,
        "range": ends,
        "told": f"{mean}, {ends}",
    }


def _range(low: float, high: float) -> str:
    """Return two ends as they are read: the lower in no more decimals than the upper."""
    more = rounded(high)
    decimals = len(more.partition(".")[2])
    less = rounded(low)
    return f"{f'{low:.{decimals}f}' if len(less.partition('.')[2]) > decimals else less} to {more}"


def _anchor(at: float) -> str:
    """Return by which end a text hangs at a place of the plot, so that it stays in it."""
    if at < 100.0 - _FAR:
        return "start"
    return "end" if at > _FAR else "middle"


def _asked_for(shown: Shown) -> float | None:
    """Return the gain that the file asks of the largest budget; None where nobody said one."""
    if shown.summary.get("worth_assumed") or not shown.summary.get("worth"):
        return None
    return shown.factor * float(shown.summary["worth"])
