"""The metamodel of today says what organisations come to, and knows how far it is off."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from simulator.methods.records.figures import Figures
from simulator.methods.records.metamodel import fitted
from simulator.stats.estimate import Floats

UNKNOWNS = 6
LUCK = np.random.default_rng(4)


def truth(scores: Floats, noise: Floats) -> Figures:
    """Figures that hang on the first three unknowns only, bent, and off by `noise`."""
    bent = -2.0 + 0.5 * scores[:, 0] + 0.1 * scores[:, 0] ** 2 - 0.3 * scores[:, 1] + noise
    raised = np.exp(np.column_stack([scores[:, 1], 0.5 * scores[:, 2], np.zeros(len(scores))]))
    days = np.exp(1.0 + 0.4 * scores[:, 2])
    return Figures(
        failed=1.0 / (1.0 + np.exp(-bent)),
        serious=np.exp(bent + 5.0),
        causes=raised / raised.sum(axis=1, keepdims=True),
        restore=days,
        restore_sd=np.full(len(scores), 0.8),
        lead=days,
        lead_sd=0.5 + 0.05 * scores[:, 0],
        bounces=days,
    )


def table(of: Figures) -> Floats:
    return np.column_stack([getattr(of, part.name) for part in fields(of)])


@pytest.mark.parametrize("n", [40, 200])
def test_figures_that_are_bent_lines_are_told_of_organisations_never_seen(n: int) -> None:
    scores = LUCK.standard_normal((n, UNKNOWNS))
    model = fitted(scores, truth(scores, np.zeros(n)))
    assert model is not None
    others = LUCK.standard_normal((500, UNKNOWNS))
    told, true = (
        table(each) for each in (model.figures(others, LUCK), truth(others, np.zeros(500)))
    )
    assert told == pytest.approx(true, rel=0.02)


def test_what_it_misses_is_as_large_as_it_is_in_organisations_never_seen() -> None:
    """Residuals of its own organisations alone would be too small: it was fitted to them."""
    scores = LUCK.standard_normal((60, 20))
    model = fitted(scores, truth(scores, 0.3 * LUCK.standard_normal(60)))
    assert model is not None
    others = LUCK.standard_normal((20_000, 20))
    true = truth(others, 0.3 * LUCK.standard_normal(20_000)).serious
    middle = replace(model, residuals=np.zeros((1, 9))).figures(others, LUCK).serious
    off = np.log(true) - np.log(middle)
    assert model.residuals[:, 3].std() == pytest.approx(off.std(), rel=0.2)
    spread = np.log(model.figures(others, LUCK).serious) - np.log(middle)
    assert spread.std() == pytest.approx(model.residuals[:, 3].std(), rel=0.05)


def test_organisations_without_a_figure_are_left_out_and_too_few_make_no_metamodel() -> None:
    scores = LUCK.standard_normal((50, UNKNOWNS))
    whole = truth(scores, np.zeros(50))
    causes = whole.causes.copy()
    causes[:25] = np.nan
    model = fitted(scores, replace(whole, causes=causes))
    assert model is not None
    assert len(model.residuals) == 25
    causes[:31] = np.nan
    assert fitted(scores, replace(whole, causes=causes)) is None


def test_figures_without_any_spread_stay_as_they_are() -> None:
    scores = LUCK.standard_normal((40, UNKNOWNS))
    same = truth(np.zeros((40, UNKNOWNS)), np.zeros(40))
    model = fitted(scores, same)
    assert model is not None
    assert table(model.figures(scores, LUCK)) == pytest.approx(table(same))
