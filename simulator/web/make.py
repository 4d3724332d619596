"""A page made of an answer's results folder: the same numbers, and the engine that made them."""

from __future__ import annotations

import math
import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.engines.compiled.requirements import obstacle
from simulator.engines.program.compilation import Program
from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.methods.middle import Fitting, fitting
from simulator.model.outcome import HEADLINE
from simulator.present.document import Document
from simulator.present.five_lines import five_lines
from simulator.scenario.scenario import TODAY, Scenario
from simulator.web.answer import Shown, answer
from simulator.web.page import filled
from simulator.web.words import OUTSIDE, SAY

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.web.room import Played

__all__ = ["MOST", "Kept", "Made", "made"]

MOST = 100
"""How many organisations that fit are carried at most."""
_SIDES = ("core", "edge")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a results folder of `compare` holds: its answer in words and in numbers."""

    folder: Path
    scenario: Scenario
    document: Document
    summary: Mapping[str, Any]
    manifest: Mapping[str, Any]
    day: date | None = None

    @property
    def worlds(self) -> int:
        """How many organisations were drawn."""
        words = shlex.split(str(self.manifest["command"]))
        return int(words[words.index("--worlds") + 1]) if "--worlds" in words else 0

    @property
    def given(self) -> date:
        """The day on which the answer was written, or that it is given as."""
        if self.day is not None:
            return self.day
        return datetime.fromtimestamp((self.folder / "summary.json").stat().st_mtime, UTC).date()


@dataclass(frozen=True, kw_only=True)
class Made:
    """A page, and what its owner should know.

    `middle` is the organisation that its sliders run, `named` are plans that travel because the
    answer names them, and `obstacle` says why nothing can be simulated in it, if so.
    """

    html: str
    middle: Scenario
    named: tuple[str, ...]
    obstacle: str | None


def made(
    kept: Kept,
    run: Runner,
    *,
    plans: Collection[str] = (),
    by: str = "",
    outside: bool = False,
    room: Played | None = None,
) -> Made:
    """Return the page of an answer.

    It carries `today`, plans that spend and change no structure, those of `plans`, and those that
    the answer's own words name. `by` says who made it. What was run for the answer is not run
    again where `run` has a store. What is for `outside` tells shares only, of an answer whose
    organisation has letters for names already. With `room` it has the view of a room. Refuses a
    plan that the file does not have (ValueError).
    """
    scenario, summary = kept.scenario, kept.summary
    unknown = [name for name in plans if name not in scenario.arms]
    if unknown:
        allowed = ", ".join(scenario.arms)
        raise ValueError(f"found the plan {unknown[0]!r}; allowed: {allowed}")
    named = [summary.get("recommended"), summary.get("next_best")]
    extra = [name for name, plan in scenario.arms.items() if plan.change or not plan.spend]
    travelling = tuple(
        name for name in scenario.arms if name not in extra or name in plans or name in named
    )
    fit = fitting(scenario, run, drawn=kept.worlds, most=MOST, outcome=str(summary["outcome"]))
    names = (TODAY, *travelling)
    programs = {name: planned_program(scenario, name, run, fit.middle) for name in names}
    words = _answer(kept, programs, by, outside=outside)
    why = obstacle()
    title = f"{kept.document.name}: {kept.document.question}"
    data = None if why else _data(kept, fit, programs, run.seed, by, room, outside=outside)
    return Made(
        html=filled(title=title, answer=words, data=data),
        middle=fit.middle,
        named=tuple(name for name in travelling if name in extra and name not in plans),
        obstacle=why,
    )


def _data(
    kept: Kept,
    fit: Fitting,
    programs: Mapping[str, Program],
    seed: int,
    by: str,
    room: Played | None,
    *,
    outside: bool,
) -> Mapping[str, Any]:
    # what makes machine code is imported only where it can be
    from simulator.web.contents import Told, contents

    summary = kept.summary
    told = Told(
        scenario=kept.scenario,
        fitting=fit,
        programs=programs,
        seed=seed,
        replications=int(summary["replications"]),
        matters=_matters(summary) if summary["outcome"] == HEADLINE else 0.0,
        start=_start(summary, tuple(programs)),
        lines=five_lines(kept.document).splitlines(),
        parameters=_parameters(kept),
        given=kept.given,
        by=by,
        outside=outside,
        room=room,
    )
    return contents(told)


def _parameters(kept: Kept) -> DataFrame:
    """Return every parameter as the file that was asked says it, not the resolved one."""
    import pandas as pd

    found = kept.document.frames["parameters"]
    return found if isinstance(found, pd.DataFrame) else pd.DataFrame(found)


def _start(summary: Mapping[str, Any], names: Sequence[str]) -> str:
    """Return the plan that the page begins with: the recommended one, or the best there is."""
    wanted = (summary.get("recommended"), summary.get("next_best"), *names[1:])
    return next((str(name) for name in wanted if name in names and name != TODAY), TODAY)


def _matters(summary: Mapping[str, Any]) -> float:
    """Return the smallest difference that anyone cares about, as the verdict takes it."""
    return float(summary.get("matters") or 0.0) or float(summary.get("worth") or 0.0) / 3.0


def _answer(kept: Kept, programs: Mapping[str, Program], by: str, *, outside: bool) -> str:
    shown = Shown(
        summary={**kept.summary, "judged_matters": _matters(kept.summary)},
        plans=tuple(programs),
        sides={name: _side(program) for name, program in programs.items()},
        changes=math.nan if outside else float(kept.summary.get("changes_a_year", math.nan)),
        efforts=not outside,
    )
    day = f"{kept.given.day} {kept.given:%b %Y}"
    told = (OUTSIDE if outside else SAY)["made"].format(date=day)
    return answer(kept.document, shown, made=told, by=by or "Made with edgewise.")


def _side(program: Program) -> str:
    """Return the side that a plan spends on, or `other` where it is both or neither."""
    sides = {program.scenario.levers[each.lever].side for each in program.bought}
    side = sides.pop() if len(sides) == 1 else "other"
    return side if side in _SIDES else "other"
