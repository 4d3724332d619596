"""The contest as a page, docs/risk.md, and as the one line that `risk` says of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from tests.contest.rules import (
    BETWEEN,
    CHANGED,
    CONTESTS,
    COUNTED,
    ERROR,
    HALO,
    LOADS,
    ORACLE,
    PREDICTORS,
    RESIDUAL,
    THRESHOLD,
)
from tests.contest.study import EACH, Row
from tests.house.inspection import ROOT

__all__ = ["PAGE", "said", "written"]

PAGE = ROOT / "docs" / "risk.md"
_ORDER = (*PREDICTORS, ORACLE)
_TOP = f"""# Are three coarse answers enough?

`edgewise risk` asks three questions of every handover: how often is it crossed, who owns it, how
much is taken on trust. Here they compete with what leaders go by otherwise, on made-up
organisations, *if the model is right*: the organisations are drawn and run by this simulator, so
the page says nothing about whether organisations are like that.

Every predictor puts all places in an order by a rule of its own (`tests/contest/rules.py`,
committed before the first organisation was run). Its score is the chance, in per cent, that the
next failure of year 2 starts at the place it puts first; places it holds for equal share what
each would score. There are two contests, never pooled: *which boundary*, given that the next
failure starts between teams, and *which place* of all, teams and handovers.

| predictor | what it puts first |
|---|---|
| three questions | the handover with most answers of 4 or 5, then the larger sum; never a team |
| how often, who owns it, on trust | the handover with the highest answer to that question alone |
| busiest team | the team that worked most in year 1; of handovers that of the busier teams |
| weakest team | the team that by a reporter leaves most of its mistakes; of handovers its own |
| last year's failures | the place where most failures of year 1 started, counted rightly |
| chance | all alike |
| the model's account | what the model expects of year 2 on other luck: the most to be known |

The organisations hold what no question asks: how often what goes wrong at a place does harm
differs by a standard deviation of {RESIDUAL:g} on the logarithm; handoffs lapse, interfaces
change, work has few facts or many, and early mistakes are caught by later teams. Between the two
years {100 * CHANGED:.0f} % of the places are drawn anew. A reporter answers on five points: three
errors on one handover go together (correlation {HALO:g}) and have {ERROR:g} of the standard
deviation of what is asked, the bounds between answers differ by {THRESHOLD:g} of it from reporter
to reporter. Last year's failures are counted in one year; the target is what year 2 expects, on
other luck.

Each row is a kind of organisation, {EACH} of each: the share of failures that start between
teams, how busy the busiest team is, how many failures year 1 had. In **bold** stands who is not
surely behind the best of the row (95 %, organisation by organisation); the model's account stands
outside. There is no winner over all rows: which row is yours decides.

`make contest` writes this page; `make proof` finds it unchanged.
"""


def written(found: Sequence[Row]) -> str:
    """The page of a contest."""
    parts = [_TOP, "## What came out\n", f"{said(found)}\n", "\n".join(_against(found)), ""]
    for contest in CONTESTS:
        parts += ["\n".join(_table(contest, [row for row in found if row.contest == contest])), ""]
    return "\n".join(parts)


def said(found: Sequence[Row]) -> str:
    """The outcome in one line, whichever way it fell."""
    (wins, losses, n), (others, lost, _) = (
        _tally(found, contest, "last year's failures") for contest in CONTESTS
    )
    return (
        f"Tried on made-up organisations of {n} kinds: at naming the handover that fails next, "
        f"three such answers beat last year's failures in {wins} kinds and lose to them in "
        f"{losses}; at naming the place, teams too, they beat them in {others} and lose in {lost} "
        "(docs/risk.md)."
    )


def _tally(found: Sequence[Row], contest: str, rival: str) -> tuple[int, int, int]:
    """In how many kinds the three questions surely beat a rival, surely lose, and of how many."""
    rows = [row for row in found if row.contest == contest]
    ahead, behind = (sum(row.ahead[rival] == sign for row in rows) for sign in (1, -1))
    return ahead, behind, len(rows)


def _against(found: Sequence[Row]) -> Iterator[str]:
    yield "| three questions against | boundary: beat it | lose | place: beat it | lose | kinds |"
    yield "|---|---:|---:|---:|---:|---:|"
    for rival in list(PREDICTORS)[1:]:
        (a, b, n), (c, d, _) = (_tally(found, contest, rival) for contest in CONTESTS)
        yield f"| {rival} | {a} | {b} | {c} | {d} | {n} |"


def _table(contest: str, found: Sequence[Row]) -> Iterator[str]:
    yield f"## {contest[0].upper()}{contest[1:]}\n"
    yield f"| between | busiest team | failures | n | {' | '.join(_ORDER)} |"
    yield "|---|---|---|---:|" + "---:|" * len(_ORDER)
    for row in found:
        cells = [_cell(row, name) for name in _ORDER]
        yield f"| {' | '.join(_kind(row))} | {row.n} | {' | '.join(cells)} |"


def _kind(row: Row) -> tuple[str, str, str]:
    share, load, number = (
        cut[place] for cut, place in zip((BETWEEN, LOADS, COUNTED), row.where, strict=True)
    )
    busy = (
        f"under {100 * load[1]:.0f} %" if load[1] < math.inf else f"{100 * load[0]:.0f} % or more"
    )
    failures = f"{number[0]} to {number[1]}" if number[1] < math.inf else f"{number[0]} or more"
    return f"{100 * share[0]:.0f} to {100 * share[1]:.0f} %", busy, failures


def _cell(row: Row, name: str) -> str:
    text = f"{100 * row.means[name]:.0f}"
    return f"**{text}**" if name in row.best else text
