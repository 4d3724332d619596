"""The table of the coverage study, as it stands in docs/coverage.md."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from tests.house.inspection import ROOT
from tests.intervals.study import BLOCKS, KNOWN, SIZES, Cell

__all__ = ["PAGE", "written"]

PAGE = ROOT / "docs" / "coverage.md"
_SIZES = f"{', '.join(map(str, SIZES[:-1]))} and {SIZES[-1]}"
_TOP = f"""# How often intervals hold the truth

An interval of 95 % should hold the truth in 95 of 100 cases. Here that is counted, on small
organisations of two teams. {KNOWN:,} replications of each are taken as all there is: their mean is
the truth. From them {BLOCKS:,} blocks of {_SIZES} replications are drawn, and each is
asked for its interval of simulation noise, of one plan and of the difference of two under the same
luck. `make coverage` writes this page; `make proof` finds it unchanged.

Asked for is at least 0.93 from 20 replications on, and 0.90 with ten; a cell fails, and is
**bold**, where its own 99 % interval lies wholly below. In brackets stands the share of blocks that
were given an interval, where not all were; the others are told "too few". Last: of 100 blocks, how
many call two plans the same although they differ by a quarter more than what matters, in the worst
of the four columns; 5 are allowed.

How an interval is made stands in [design.md](design.md#intervals-that-hold).
"""


def written(found: Sequence[Cell]) -> str:
    """The page of a study."""
    return "\n".join((_TOP, *_sections(found), _end(found), ""))


def _sections(found: Sequence[Cell]) -> Iterator[str]:
    for case, part in groupby(found, lambda cell: cell.case):
        yield f"## {case[0].upper()}{case[1:]}\n"
        yield f"| outcome | truth | {' | '.join(map(str, SIZES))} | called the same |"
        yield "|---|" + "---:|" * (len(SIZES) + 2)
        rows = sorted(part, key=lambda cell: (cell.outcome, cell.difference))
        for (outcome, difference), row in groupby(rows, lambda c: (c.outcome, c.difference)):
            yield _row(outcome.replace("_", " "), list(row), difference=difference)
        yield ""


def _row(outcome: str, row: Sequence[Cell], *, difference: bool) -> str:
    what = f"{outcome}, difference" if difference else outcome
    same = f"{100 * max(c.same / c.blocks for c in row):.1f}" if difference else ""
    return f"| {what} | {row[0].truth:.3g} | {' | '.join(map(_told, row))} | {same} |"


def _told(cell: Cell) -> str:
    if math.isnan(cell.coverage):
        return "too few"
    text = f"**{cell.coverage:.3f}**" if cell.fails else f"{cell.coverage:.3f}"
    given = cell.given / cell.blocks
    return text if given > 0.995 else f"{text} ({given:.2f})"


def _end(found: Sequence[Cell]) -> str:
    failed = sum(cell.fails for cell in found)
    return f"{len(found)} cells, of which {failed or 'none'} fail{'s' if failed == 1 else ''}."
