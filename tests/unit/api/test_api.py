"""From Python: frozen answers that give frames and show themselves, names escaped."""

import json
import re
from dataclasses import FrozenInstanceError
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simulator import api
from simulator.api import Comparison, Explanation, Organisation, Simulation
from simulator.present.folder import as_text

COMPANY = """\
version: 1
external: none
name: Two <b>teams</b> & more
horizon: 80 days
warm_up: 10 days
matters: 1 failed change per 100
work:
  - {kind: change, arrivals: 6 per week, facts: 6, route: ["<script>", B]}
defaults: {boundary: {fidelity: 0.8}}
teams: {"<script>": {}, B: {}}
boundaries: []
incidents: {manifest: 0.5}
arms:
  - {name: cores, spend: {core: 300 person-days}}
  - {name: edges, spend: {edge: 300 person-days}}
"""
FEW: dict[str, Any] = {"replications": 4, "engine": "reference"}
QUICK: dict[str, Any] = {**FEW, "worlds": 0, "turns": False}


@pytest.fixture
def company(tmp_path: Path) -> Organisation:
    path = tmp_path / "company.yaml"
    path.write_text(COMPANY)
    return api.load(path)


class Reader(HTMLParser):
    """Notes elements and checks that they are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def shows_itself(answer: Any) -> None:
    reader = Reader()
    reader.feed(answer._repr_html_())
    assert reader.open == []
    assert "table" in reader.seen
    assert not reader.seen & {"script", "b", "img"}
    assert len(repr(answer)) < 200


def is_frozen(answer: Any, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(answer, name, None)


def test_the_documented_names_are_all_there_is() -> None:
    assert api.__all__ == sorted(api.__all__)
    page = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `(\w+)\(", page, re.MULTILINE))
    assert {name for name in api.__all__ if name[0].islower()} == documented


def test_an_organisation_knows_its_plans_levers_and_parameters(company: Organisation) -> None:
    assert company.plans == ("today", "cores", "edges")
    assert "contracts" in company.levers
    assert {"parameter", "value", "source"} <= set(company.frame().columns)
    shows_itself(company)
    is_frozen(company, "scenario")
    assert api.load("typical-company").question


def test_a_simulation_says_what_run_says(company: Organisation) -> None:
    found = api.simulate(company, "edges", **FEW)
    assert isinstance(found, Simulation)
    assert (found.plan, found.replications, found.seed) == ("edges", 4, 1)
    plain = json.loads(as_text(found.as_json()))
    frame = found.frame()
    assert frame.loc["failures", "best"] == plain["outcomes"]["failures"]["best"]
    for by in ("mechanism", "category", "origin", "severity", "kind"):
        assert found.failures(by)["per_100"].sum() == pytest.approx(frame.loc["failures", "best"])
    assert list(found.teams().index) == ["<script>", "B"]
    assert list(found.boundaries().index) == ["<script> -> B"]
    events = found.events(1)
    assert isinstance(events, pd.DataFrame)
    assert events["time"].is_monotonic_increasing
    assert {"arrived", "crossed", "released"} <= set(events["event"])
    shows_itself(found)
    is_frozen(found, "answer")


def test_a_comparison_says_what_compare_says(company: Organisation) -> None:
    found = api.compare(company, **QUICK)
    assert isinstance(found, Comparison)
    plain = json.loads(as_text(found.as_json()))
    assert plain["winner"] == found.winner
    rows = [row for row in plain["differences"] if row["outcome"] == "change_failure_rate"]
    assert found.frame()["best"].tolist() == [row["best"] for row in rows]
    assert found.frame("lead_time")["arm"].tolist() == ["cores", "edges", "edges"]
    assert found.plans().loc["cores", "person_days"] == 300.0
    assert "differences" in found.frames
    assert found.headline
    shows_itself(found)
    is_frozen(found, "compared")


def test_an_explanation_says_what_explain_says(company: Organisation) -> None:
    found = api.explain(company, worlds=0, engine="reference")
    assert isinstance(found, Explanation)
    plain = json.loads(as_text(found.as_json()))
    assert found.text.split("\n") == plain["story"]["told"]
    assert found.frame()["text"].notna().all()
    assert len(found.checks()) == len(found.frame())
    assert found.counterfactuals()["lever"].tolist() == list(company.levers)
    assert len(found.what_if) == len(company.levers)
    assert found.year()["gone"].tolist() == [row["gone"] for row in plain["year"]["levers"]]
    first = found.failures().iloc[0]
    again = api.explain(
        company, failure=int(first["number"]), years=0, worlds=0, engine="reference"
    )
    assert again.text == found.text
    shows_itself(found)
    is_frozen(found, "explained")
    with pytest.raises(ValueError, match="no years were asked for"):
        again.year()


def test_a_file_a_name_and_a_loaded_organisation_are_the_same_question(
    company: Organisation,
) -> None:
    loaded = api.simulate(company, **FEW).frame()
    from_file = api.simulate(company.file, **FEW).frame()
    pd.testing.assert_frame_equal(loaded, from_file)
    other = api.simulate(company, seed=0, **FEW).frame()
    assert not loaded["best"].equals(other["best"])


def test_what_does_not_exist_is_refused_in_a_sentence(company: Organisation) -> None:
    with pytest.raises(ValueError, match="there is no plan 'idle'; allowed: today, cores, edges"):
        api.simulate(company, "idle")
    with pytest.raises(ValueError, match="there is no plan 'idle'"):
        api.explain(company, "idle")
    with pytest.raises(ValueError, match="found 0 replications; allowed: 1 or more"):
        api.compare(company, replications=0)
    with pytest.raises(ValueError, match="there is no engine 'steam'"):
        api.simulate(company, engine="steam")
    with pytest.raises(ValueError, match="there is no outcome 'joy'"):
        api.compare(company, outcome="joy", **QUICK)
    with pytest.raises(ValueError, match="found failure and item; allowed: one of them"):
        api.explain(company, failure=1, item=("change", 1))
    with pytest.raises(OSError, match=r"nowhere\.yaml"):
        api.load("nowhere.yaml")
    simulation = api.simulate(company, **FEW)
    with pytest.raises(ValueError, match="there is no split by 'mood'; allowed: mechanism"):
        simulation.failures("mood")
    comparison = api.compare(company, **QUICK)
    with pytest.raises(ValueError, match="there is no outcome 'joy' here"):
        comparison.frame("joy")


def test_an_answer_draws_the_figure_that_is_named_and_refuses_others(
    company: Organisation, tmp_path: Path
) -> None:
    answer = api.compare(company, **QUICK)
    first, second = list(answer.document().figures)[:2]
    drawn = answer.draw(tmp_path / "drawn.svg").read_bytes()
    assert answer.draw(tmp_path / "named.svg", first).read_bytes() == drawn
    assert answer.draw(tmp_path / "named.svg", second).read_bytes() != drawn
    assert answer.document().figures[first].message.encode() in drawn
    assert answer.draw(tmp_path / "drawn.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ValueError, match=f"'zones'; allowed: {first}, {second}"):
        answer.draw(tmp_path / "other.svg", "zones")
    with pytest.raises(ValueError, match=r"'other.gif'; allowed: a .svg or .png"):
        answer.draw(tmp_path / "other.gif")
    assert not list(tmp_path.glob("other*"))
