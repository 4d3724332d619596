"""Every figure that an answer may hold, by the name under which a results folder keeps it."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.present.chart.course import COURSE
from simulator.present.chart.dial import DIAL
from simulator.present.chart.difference import DIFFERENCE
from simulator.present.chart.frontier import FRONTIER
from simulator.present.chart.sheet import Drawing
from simulator.questions.account.figure import ACCOUNT
from simulator.questions.breakeven.figure import TURNING
from simulator.questions.compare.figures.blame import BLAME
from simulator.questions.compare.figures.born import BORN
from simulator.questions.compare.figures.organisation import ORGANISATION
from simulator.questions.compare.figures.retention import RETENTION
from simulator.questions.compare.figures.year import YEAR
from simulator.questions.duel.figure import SPLIT
from simulator.questions.explain.figure import TIMELINE
from simulator.questions.invest.figure import RANKING
from simulator.questions.map.figure import ATLAS
from simulator.questions.network.figure import HANDED, MATRIX
from simulator.questions.plausible.figure import BESIDE
from simulator.questions.risk.figure import ZONE
from simulator.questions.sensitivity.figure import DRIVERS, TORNADO
from simulator.questions.tally.figure import SHARES
from simulator.questions.validate.figure import GLANCE, ROWS

__all__ = ["DRAWINGS"]

DRAWINGS: Mapping[str, Drawing] = {
    drawing.name: drawing
    for drawing in (
        ACCOUNT, ATLAS, BESIDE, BLAME, BORN, COURSE, DIAL, DIFFERENCE, DRIVERS, FRONTIER, GLANCE,
        HANDED, MATRIX, ORGANISATION, RANKING, RETENTION, ROWS, SHARES, SPLIT, TIMELINE, TORNADO,
        TURNING, YEAR, ZONE,
    )
}  # fmt: skip
