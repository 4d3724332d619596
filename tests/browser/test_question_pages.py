"""The page of every question in a real browser, on names that are hard to set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from simulator.engines.program.compilation import plan_for
from simulator.experiments.engine import log_of
from simulator.experiments.runner import Runner
from simulator.methods.accounts.account import account
from simulator.methods.allocation.duel import duel
from simulator.methods.allocation.invest import invest
from simulator.methods.atlas.atlas import atlas
from simulator.methods.brief import brief
from simulator.methods.failure.explanation import explain
from simulator.methods.plausibility.plausible import plausible
from simulator.methods.turns.breakeven import breakeven
from simulator.present.document import Document
from simulator.present.page import page as page_of_answer
from simulator.questions.account import words as account_words
from simulator.questions.breakeven import words as breakeven_words
from simulator.questions.brief import words as brief_words
from simulator.questions.duel import words as duel_words
from simulator.questions.explain import words as explain_words
from simulator.questions.invest import words as invest_words
from simulator.questions.map import words as map_words
from simulator.questions.plausible import words as plausible_words
from simulator.scenario.scenario import Scenario
from tests.browser.look import SHAPES, faults, opened
from tests.tiers import sampled
from tests.unit.present.cases import BREAKING, CASES, MANIFEST

FEW = 6


def _explained(scenario: Scenario, _: Runner) -> Document:
    return explain_words.shown(explain(plan_for(scenario), log_of, seed=1, years=0))


QUESTIONS: Mapping[str, Callable[[Scenario, Runner], Document]] = {
    "account": lambda s, run: account_words.shown(account(s, run, replications=range(FEW))),
    "breakeven": lambda s, run: breakeven_words.shown(breakeven(s, run, replications=range(FEW))),
    "brief": lambda s, run: brief_words.shown(brief(s, run, replications=20, worlds=0)),
    "duel": lambda s, run: duel_words.shown(duel(s, run, budget=60, replications=FEW, worlds=2)),
    "explain": _explained,
    "invest": lambda s, run: invest_words.shown(
        invest(s, run, budget=60, replications=FEW, worlds=2)
    ),
    "map": lambda s, run: map_words.shown(atlas(s, run, cells=3, replications=8)),
    "plausible": lambda s, run: plausible_words.shown(plausible(s, run, replications=FEW)),
}


def page_of(question: str, case: str, folder: Path) -> Path:
    """The page of a question about a case, written to a folder."""
    scenario = Scenario.from_tree(CASES[case]())
    answer = QUESTIONS[question](scenario, Runner(seed=1, jobs=2))
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
    assert page.locator(".name").inner_text() == BREAKING


@pytest.mark.parametrize("paper", sampled(["A4", "Letter"]))
def test_the_brief_prints_on_one_sheet(page: Page, tmp_path: Path, paper: str) -> None:
    report = page_of("brief", "one_boundary", tmp_path)
    opened(page, report, "print")
    printed = page.pdf(format=paper, prefer_css_page_size=False)
    assert printed.count(b"/Type /Page\n") == 1
