"""The figures of a tally and of plausibility: nothing cut, nothing on top of anything."""

import pytest

from simulator.files.marks import marks_of
from simulator.methods.reviews import tally
from simulator.present.document import View
from simulator.questions.plausible.words import shown as plausible_shown
from simulator.questions.tally.sheet import sheet_html
from simulator.questions.tally.words import shown as tally_shown
from tests.unit.methods.test_plausible import found
from tests.unit.present.test_figures import cut, drawn, overlapping

FULL = {"changes": "18 per week", "failed_changes": {"value": 0.9, "n": 10},
        "serious_per_year": 0.5, "restore_p50": "100 days",
        "causes": {"inside": 30, "between": 1, "neither": 1, "cannot_tell": 3}}  # fmt: skip


def looked_at(view: View) -> None:
    for figure in drawn(view.drawing, view.frame):
        assert not cut(figure), view.drawing.name
        assert not overlapping(figure), view.drawing.name


@pytest.mark.parametrize(
    "rows", ["inside,inside\nbetween,inside\nneither,\n", "cannot tell,\n", "between,\n" * 200]
)
def test_a_tally_is_drawn_without_cut_or_overlapping_text(rows: str) -> None:
    answer = tally_shown(tally(marks_of(f"rater 1,rater 2\n{rows}", "pm.csv"), "pm.csv"))
    looked_at(answer.views[1])


def test_records_far_from_the_model_are_drawn_on_the_same_scale() -> None:
    (view,) = plausible_shown(found(observed=FULL)).views
    assert len(view.frame) == 7
    looked_at(view)


def test_the_sheet_asks_about_all_sides_alike_and_needs_no_network() -> None:
    page = sheet_html()
    assert page.count("→ between") == 3
    assert page.count("→ inside") == page.count("→ neither") == page.count("→ cannot tell") == 1
    assert "the order says nothing" in page
    assert "http" not in page.replace("http-equiv", "")
    with pytest.raises(ValueError, match="--size: found 'A3'; allowed: A4, Letter"):
        sheet_html(size="A3")
