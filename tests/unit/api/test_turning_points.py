"""The account and the break-even from Python are what the commands print."""

import json
from pathlib import Path

import pytest

from simulator import api
from simulator.api import Account, Breakeven, Organisation
from simulator.present.folder import as_text
from tests.unit.api.test_api import COMPANY, is_frozen, shows_itself


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    path: Path = tmp_path_factory.mktemp("api") / "company.yaml"
    path.write_text(COMPANY)
    return api.load(path)


def test_an_account_gives_frames_that_add_up(company: Organisation) -> None:
    found = api.account(company, replications=3, worlds=0)
    assert isinstance(found, Account)
    shows_itself(found)
    is_frozen(found, "found")
    plain = json.loads(as_text(found.as_json()))
    sides = found.sides()["best"]
    assert sides["total"] == pytest.approx(plain["total"]["best"])
    for split in ("mechanism", "place", "category"):
        whole = found.frame(split)["share"].sum()
        assert whole == pytest.approx(sides["total"] - sides["external"], abs=1e-9)
    assert "of 100 failures today" in found.headline
    with pytest.raises(ValueError, match="there is no split by 'x'; allowed: mechanism, place"):
        found.frame("x")
    with pytest.raises(ValueError, match="found 0 replications"):
        api.account(company, replications=0)


def test_a_break_even_gives_a_row_a_factor(company: Organisation) -> None:
    found = api.breakeven(company, ("edges", "cores"), replications=3)
    assert isinstance(found, Breakeven)
    shows_itself(found)
    is_frozen(found, "found")
    frame = found.frame()
    assert list(frame.columns) == ["factor", "low", "high", "verdict", "today", "below", "above",
                                   "better"]  # fmt: skip
    plain = json.loads(as_text(found.as_json()))
    assert [each["what"] for each in plain["factors"]] == list(frame.index)
    assert plain["arms"] == ["edges", "cores"]
    assert found.factor("price_ratio").today == 1.0
    with pytest.raises(ValueError, match="there is no plan 'x'"):
        api.breakeven(company, ("x", "cores"), replications=3)
