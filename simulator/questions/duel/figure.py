"""The same money inside teams and between them: what each budget averts, and how far it pays."""

from __future__ import annotations

from simulator.present.chart.frontier import curves, height
from simulator.present.chart.sheet import Drawing

__all__ = ["SPLIT"]

SPLIT = Drawing(name="split", draw=curves, inches=height, foot=0.62, steered_by=("kind", "side"))
