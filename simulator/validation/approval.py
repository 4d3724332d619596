"""An approval board outside the teams, and a release window without one."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.engines.program.compilation import Program
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Tally
from simulator.stats.estimate import ratio_contributions, ratio_estimate
from simulator.stats.paired import paired_ratio_difference
from simulator.validation.bench import Bench, Tree
from simulator.validation.check import Check, Target, span
from simulator.validation.level import unnoticed

__all__ = ["approval"]

_Rows = tuple[Program, Tally]

BOARD: Tree = {
    "arms": None,
    "teams": {
        "Board": {
            "people": 3,
            "effort": {"mean": "0.1 days"},
            "defects_per_item": 0,
            "catches_defects": 0,
            "catches_misunderstandings": 0,
        }
    },
    "boundaries": {
        "Security -> Board": {"from": "Security", "to": "Board", "carries": "approval"},
        "Application -> Board": {"from": "Application", "to": "Board", "carries": "approval"},
        "Board -> Operations": {
            "from": "Board",
            "to": "Operations",
            "carries": "deployment",
            "owned": 0.6,
            "opens_every": "5 days",
        },
    },
    "work": {
        "feature": {
            "route": ["Product", ["Application", "Platform"], "Security", "Board", "Operations"]
        },
        "fix": {"route": ["Support", "Application", "Board", "Operations"]},
    },
}
"""A weekly board outside the teams that knows little: one more handover, and a queue."""


WINDOW: Tree = {
    "arms": None,
    "boundaries": {
        name: {"opens_every": "5 days"}
        for name in ("Security -> Operations", "Application -> Operations")
    },
}
"""Releases once a week, without a board that the work has to be handed to."""


def approval(bench: Bench) -> Iterator[Check]:
    """Yield what boards and a window change."""
    company = bench.scenario("typical-company")
    without = bench.rows(company, 200)
    told = "typical-company with a weekly {} before Operations, against without"
    for name, change, what in (
        ("Board that has to be told", BOARD, "board"),
        ("Weekly release window", WINDOW, "window and no board"),
    ):
        changed = bench.rows(bench.scenario("typical-company", change), 200)
        yield from _approval(bench, name, (changed, without), told.format(what))
    shipped = bench.scenario("change-board")
    pair = bench.rows(shipped, 200, "weekly board"), bench.rows(shipped, 200)
    fitted = "the board finds 2 % and its papers keep every fact"
    yield from _approval(
        bench, "Shipped board", pair, "change-board, weekly board against today", fitted
    )


def _approval(
    bench: Bench, name: str, pair: tuple[_Rows, _Rows], told: str, fitted: str = ""
) -> Iterator[Check]:
    """Yield failures, lead time and time to restore of the first against the second."""
    outcome = OUTCOMES["change_failure_rate"]
    matters = unnoticed(pair[1][0].scenario, bench, 200)
    yield bench.study(
        f"{name}, change of failed changes",
        "forsgren-2018",
        Target(value=0.0, low=0.0, high=0.0, margin=matters),
        paired_ratio_difference(*outcome.fraction(*pair[0]), *outcome.fraction(*pair[1])),
        unit="failed changes per 100",
        scenario=told,
        fitted=fitted,
        predicted="" if fitted else "from its wait, and for a board from one more handover",
        plausible=not fitted,
        note="No relation was found; the margin is what matters, or a third of a tenth of today's.",
    )
    for what, key in (("lead time", "lead_time"), ("time to restore (median)", "restore_p50")):
        measured = OUTCOMES[key]
        parts = [ratio_contributions(*measured.fraction(*each)) for each in pair]
        yield bench.study(
            f"{name}, {what} with against without",
            "forsgren-2018",
            span(1.0, 10.0),
            ratio_estimate(*parts),
            unit="times",
            scenario=told,
            predicted="slower; from the wait for the next meeting",
            plausible=True,
            note="Slower by an unknown factor; anything from 1 to 10 counts.",
        )
