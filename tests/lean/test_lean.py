"""How the defaults lean is what docs/validity.md says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lean.study import CASES, company, lean, table
from tests.tiers import sampled

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("teams", "facts"), sampled(CASES, len(CASES)))
def test_the_page_has_the_row_that_the_defaults_give(teams: int, facts: int) -> None:
    *_, row = table([lean(teams, facts)]).splitlines()
    assert row in (DOCS / "validity.md").read_text("utf-8").splitlines()


def test_the_page_has_every_case() -> None:
    lines = (DOCS / "validity.md").read_text("utf-8").splitlines()
    head = table([]).splitlines()
    begins = lines.index(head[0])
    assert lines[begins + 1] == head[1]
    rows = lines[begins + 2 : begins + 2 + len(CASES)]
    told = [tuple(int(cell) for cell in row.split(" | ")[:2]) for row in (r[2:] for r in rows)]
    assert tuple(told) == CASES


def test_nothing_but_teams_route_and_facts_is_told() -> None:
    scenario = company(3, 8, prior=False)
    assert not scenario.unknowns()
    assert scenario.costs is None
    assert not scenario.tree["defaults"]["team"]
    assert not any(scenario.tree["teams"].values())


@pytest.mark.slow
def test_more_handovers_and_more_facts_lean_further_to_between() -> None:
    share = {case: lean(*case).ranges[0] for case in CASES}
    for teams, facts in CASES:
        for other in CASES:
            if other[0] >= teams and other[1] >= facts:
                assert share[other] >= share[teams, facts]
    assert all(0.5 < lean(*case).claim < 10 for case in CASES)
