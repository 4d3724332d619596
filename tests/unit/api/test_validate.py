"""The simulator held against the world, from Python."""

from __future__ import annotations

import pytest

from simulator.api import validate


def test_the_answer_is_rows_and_shows_itself() -> None:
    found = validate(replications=3, groups=["counter-evidence"])
    frame = found.frame()
    assert len(frame) == len(found.checks) > 0
    assert {"name", "target", "value", "verdict", "fitted"} <= set(frame.columns)
    assert set(frame["verdict"]) <= {"plausible", "implausible", "not tested"}
    assert found.holds
    assert found.as_json()["seed"] == 1
    assert found.headline in repr(found)
    html = found._repr_html_()
    assert "<table>" in html
    assert found.checks[0].name in html


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(ValueError, match="groups"):
        validate(groups=["nothing"])
