"""Blame against origin is to scale: a bar twice as long is twice as many failures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import PathPatch, Rectangle

from simulator.present.chart.sheet import page_figure, slide
from simulator.questions.compare.figures.blame import BLAME

FLOWS = [("Payments", "Ops", 20.6), ("A -> B", "Ops", 4.23), ("B -> C", "Web", 0.4),
         ("C", "Web", 60.0), ("Platform", "Web", 14.77)]  # fmt: skip


@pytest.mark.parametrize("shape", ["page", "phone", "slide"])
def test_bars_and_ribbons_are_as_high_as_the_failures_they_stand_for(shape: str) -> None:
    rows = [{"origin": a, "side": "core", "blamed": b, "wrong": a != "C", "per_100": size}
            for a, b, size in FLOWS]  # fmt: skip
    frame = pd.DataFrame(rows)
    drawn = (
        slide(BLAME, frame, title="t", note="n")
        if shape == "slide"
        else page_figure(BLAME, frame, narrow=shape == "phone")
    )
    patches = drawn.axes[0].patches
    bars = [patch.get_height() for patch in patches if isinstance(patch, Rectangle)]
    unit = bars[0] / 20.6
    sizes = [size for _, _, size in FLOWS]
    assert bars[:5] == pytest.approx([unit * size for size in sizes], rel=1e-9)
    assert bars[5:] == pytest.approx([unit * 24.83, unit * 75.17], rel=1e-9)
    for patch, size in zip(
        [patch for patch in patches if isinstance(patch, PathPatch)], sizes, strict=True
    ):
        points = np.asarray(patch.get_path().vertices, dtype=float)
        assert [points[7, 1] - points[0, 1], points[4, 1] - points[3, 1]] == pytest.approx(
            [unit * size] * 2, rel=1e-9
        )
