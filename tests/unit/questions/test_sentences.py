"""Every sentence of every question, looked through for what a reader would stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from simulator.measures.outcomes import OUTCOMES, decisive
from simulator.present.chart.sheet import TITLE_LINES, slide
from simulator.present.document import Document
from simulator.present.tables import TextTable
from simulator.questions.compare.words import shown
from simulator.questions.organisation import Organisation
from simulator.scenario.scenario import Scenario
from tests.tiers import sampled
from tests.unit.present.cases import CASES, compared
from tests.unit.questions.asked import QUESTIONS, answer

STUMBLES = {
    "a word stands twice": r"\b([a-z]+) \1\b",
    "two directions at once": r"\b(?:fewer|less|more) (?:fewer|less|more) (?!than)",
    "less of what can be counted": r"\bless (?:days|hours|working (?:days|hours)|failures|failed|"
    r"changes|defects|mistakes|handovers|questions|items|facts|incidents|serious|expected)\b",
    "a before a vowel": r"\ba (?:[aeio]|u(?!n[io]|s[eu]))[a-z]+",
    "an before none": r"\ban (?![aeiou]|hour|honest|8\b|11\b|18\b)",
    "a sign beside its word": r"-\d[\d.,]* (?:fewer|less|more)\b",
    "no choice": r"\b(\d[\d.,]*)(?: %)? or \1\b",
    "a full stop twice": r"(?<!\.)\.\.(?!\.)|\.;|,,|, \.|\( | \)|  ",
    "something that is no word": r"\b(?:nan|None|inf|True|False)\b|\{\w*\}",
}
HARD = ("one_boundary", "all_cores", "equal_arms", "no_boundaries", "nothing_finished",
        "all_external", "single_team")  # fmt: skip


def sentences(document: Document) -> Iterator[str]:
    """What a document says in sentences: not the file's own texts, no single cells."""
    name = re.compile(
        "|".join(map(re.escape, sorted(document.names, key=len, reverse=True))) or "$^"
    )
    texts = [document.headline, document.known, *document.lines, *document.sure, document.notice,
             *document.points, document.footer]  # fmt: skip
    for section in (*document.sections, *document.doubter):
        texts += section.lines
    for view in document.figures.values():
        texts += (view.title, view.message, view.told)
    texts += [table.title for table in document.every_table()]
    # a name may begin with any letter, so no article can stand before one
    yield from (name.sub(word, text) for text in texts if text for word in ("oxyz", "xyz"))


def stumbles(document: Document) -> list[str]:
    """What a reader would stumble over, each with its sentence."""
    return [
        f"{fault} ({found[0]!r}): {text}"
        for text in sentences(document)
        for fault, pattern in STUMBLES.items()
        for found in [re.search(pattern, text)]
        if found
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_sentence_of_a_question_makes_a_reader_stumble(question: str) -> None:
    assert not stumbles(answer(question))


@cache
def about(question: str, case: str) -> Document | None:
    """An answer about a hard case; None where it is refused in a sentence."""
    try:
        return QUESTIONS[question](
            Organisation(file=case, scenario=Scenario.from_tree(CASES[case]()))
        )
    except ValueError:
        return None


@pytest.mark.parametrize("case", HARD)
@pytest.mark.parametrize("question", [q for q in QUESTIONS if q not in ("brief", "tally")])
def test_no_sentence_about_a_hard_case_makes_a_reader_stumble(question: str, case: str) -> None:
    document = about(question, case)
    assert document is None or not stumbles(document)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_no_sentence_about_any_outcome_makes_a_reader_stumble(outcome: str) -> None:
    for case in ("one_boundary", "equal_arms", "all_cores"):
        comparison = compared(case)
        try:
            decisive(outcome, comparison.scenario)
        except ValueError:
            continue
        assert not stumbles(shown(replace(comparison, outcome=outcome)))


@pytest.mark.parametrize("question", sampled(QUESTIONS, 3))
def test_a_slide_has_a_title_of_few_lines(question: str) -> None:
    for view in answer(question).figures.values():
        title = f"{view.message or view.title} {'and so on, and on ' * 20}"
        for said in (view.message or view.title, title):
            drawn = slide(view.drawing, view.frame, title=said, note="")
            assert drawn.texts[0].get_text().count("\n") < TITLE_LINES


@pytest.mark.parametrize(
    "text",
    [
        "52.6 of a order", "5 fewer fewer defects", "be it 100 or 100 %", "3.14 less working hours",
        "the the plan", "-2.1 fewer failures", "an team", "it costs nan days", "so it is..",
    ],
)  # fmt: skip
def test_a_stumble_would_be_noticed(text: str) -> None:
    document = Document(name="n", question="q", headline=text, tables=(
        TextTable(title="t", columns=("a",), rows=()),))  # fmt: skip
    assert stumbles(document)
