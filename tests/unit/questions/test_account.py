"""The account is told, drawn and tabled for every known case, and its sums are said right."""

from typing import Any

import pytest

from simulator.experiments.runner import Runner
from simulator.methods.accounts.account import Account, account
from simulator.questions.account.words import headline, shown
from simulator.scenario.scenario import Scenario
from tests.unit.present.cases import CASES, all_cores, all_external, one_boundary
from tests.unit.present.test_figures import cut, drawn, overlapping

TELLABLE = [name for name in CASES if name != "nothing_finished"]


def accounted(tree: dict[str, Any], n: int = 2) -> Account:
    return account(Scenario.from_tree(tree), Runner(seed=1), replications=range(n))


def well_fixed(tree: dict[str, Any]) -> dict[str, Any]:
    """The same organisation, where no repair leaves a new mistake."""
    return {**tree, "incidents": {**tree["incidents"], "bad_fix": 0}}


@pytest.mark.parametrize("name", TELLABLE)
def test_no_text_of_the_figure_is_cut_or_lies_on_another(name: str) -> None:
    for view in shown(accounted(CASES[name]())).views:
        for figure in drawn(view.drawing, view.frame):
            assert not cut(figure)
            assert not overlapping(figure)


def test_the_headline_says_on_which_side_failures_are_made() -> None:
    for tree, inside, between in ((all_cores(), 100, 0), (one_boundary(), 0, 100)):
        told = headline(accounted(well_fixed(tree), 4))
        assert f"{inside} are made inside teams, {between} are made between teams" in told


def test_what_would_have_happened_anyway_is_said_and_nobody_stands_out() -> None:
    found = shown(accounted(well_fixed(all_external()), 3))
    assert "100 would have happened anyway" in found.headline
    assert "No place stands out." in found.lines


def test_nothing_that_fails_is_nothing_to_account_for() -> None:
    calm = {**one_boundary(), "boundaries": []}
    assert headline(accounted(calm)) == "Nothing fails, so there is nothing to account for."


def test_the_planted_boundary_leads_every_table_and_the_two_numbers_have_two_names() -> None:
    found = shown(accounted(one_boundary(), 4))
    where = next(table for table in found.tables if table.title.startswith("Where"))
    assert where.rows[0][0] == "B → C"
    assert where.columns[1] == "starts there"
    assert where.columns[2].startswith("gone without")
    assert "B → C" in found.lines[1]
    rows: Any = found.frames["parts"]
    assert {row["split"] for row in rows} == {"mechanism", "place", "category"}
