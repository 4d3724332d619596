"""The page of every question in a real browser, on names that are hard to set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from simulator import api
from simulator.present.page import page as page_of_answer
from simulator.questions.answered import Answered
from simulator.questions.organisation import Organisation
from simulator.scenario.scenario import Scenario
from tests.browser.look import SHAPES, faults, opened
from tests.house.inspection import ROOT
from tests.tiers import sampled
from tests.unit.present.cases import BREAKING, CASES, MANIFEST

FEW = 6


def with_a_range(of: Organisation) -> Organisation:
    """The organisation, one of whose numbers is not known."""
    known = {"pressure": {"value": 1, "low": 0, "high": 4}}
    return Organisation(file=of.file, scenario=Scenario.from_tree({**of.scenario.tree, **known}))


QUESTIONS: Mapping[str, Callable[[Organisation], Answered]] = {
    "account": lambda of: api.account(of, replications=FEW, worlds=0),
    "breakeven": lambda of: api.breakeven(of, replications=FEW),
    "brief": lambda of: api.brief(of, replications=20, worlds=0),
    "duel": lambda of: api.duel(of, budget=60, replications=FEW, worlds=2),
    "explain": lambda of: api.explain(of, years=0, worlds=0),
    "invest": lambda of: api.invest(of, budget=60, replications=FEW, worlds=2),
    "map": lambda of: api.atlas(of, cells=3, replications=8),
    "plausible": lambda of: api.plausible(of, replications=FEW),
    "predict": lambda _: api.predict("mueller-2016", organisations=10),
    "risk": api.risk,
    "sensitivity": lambda of: api.sensitivity(
        with_a_range(of), points=4, replications=FEW, worlds=4
    ),
    "what-if": lambda of: api.what_if(
        of, arrivals=["2x"], reorganise=["at 3 months"], replications=FEW, worlds=2
    ),
}


def page_of(question: str, case: str, folder: Path) -> Path:
    """The page of a question about a case, written to a folder."""
    scenario = Scenario.from_tree(CASES[case]())
    answer = QUESTIONS[question](Organisation(file=case, scenario=scenario)).document()
    page = folder / "report.html"
    manifest: Mapping[str, Any] = {**MANIFEST, "command": f"edgewise {question} a-case"}
    told = page_of_answer(answer, summary={"seed": 1}, manifest=manifest)
    page.write_text(told, encoding="utf-8")
    return page


@pytest.mark.parametrize("question", sampled(QUESTIONS))
def test_the_page_of_a_question_is_whole_alone_and_readable_by_all(
    page: Page, tmp_path: Path, question: str
) -> None:
    report = page_of(question, "strange_names", tmp_path)
    for shape in SHAPES:
        assert not faults(page, report, shape, texts=20), shape
    assert page.locator("script").count() == 1
    assert page.locator("b").count() == 0
    # a study has a name of its own, which no case gives it
    name = "A web-based handoff tool, one hospital" if question == "predict" else BREAKING
    assert page.locator(".name").inner_text() == name


@pytest.mark.parametrize("paper", sampled(["A4", "Letter"]))
def test_the_brief_prints_on_one_sheet(page: Page, tmp_path: Path, paper: str) -> None:
    # the committed one is of a company as large as most are
    for report in (page_of("brief", "one_boundary", tmp_path), ROOT / "results/sample/brief.html"):
        opened(page, report, "print")
        printed = page.pdf(format=paper, prefer_css_page_size=False)
        assert printed.count(b"/Type /Page\n") == 1, report
