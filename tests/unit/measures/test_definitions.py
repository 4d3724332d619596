"""Each outcome is defined once, and what is listed of outcomes elsewhere is its definition."""

from pathlib import Path

from simulator.measures.outcomes import (
    LEADING,
    OUTCOMES,
    RECORDED,
    RESULTS,
    SHOWN,
    Outcome,
    outcome_of,
)
from simulator.methods import likeness
from simulator.model.outcome import HEADLINE, OUTCOME_ROWS
from simulator.model.units import UNITS
from simulator.present import captions, words
from tests.unit.scenario.company import company

GLOSSARY = Path(__file__).parents[3] / "docs" / "glossary.md"


def row(outcome: Outcome) -> str:
    better = {"less": "less", "more": "more", "neither": ""}[outcome.better]
    return f"| `{outcome.name}` [{outcome.unit}] | {better} | {outcome.words} | {outcome.many} |"


def test_the_glossary_has_every_outcome_as_it_is_defined_and_no_other() -> None:
    whole = GLOSSARY.read_text("utf-8")
    section = whole.partition("## Outcomes\n")[2].partition("\n## ")[0]
    found = [line for line in section.splitlines() if line.startswith("| `")]
    assert found == [row(outcome) for outcome in OUTCOMES.values()]


def test_an_outcome_is_told_in_full() -> None:
    for name, outcome in OUTCOMES.items():
        assert outcome.name == name
        assert outcome.unit
        assert outcome.one
        assert outcome.many
        assert outcome.words.endswith(".")
        assert outcome.better in {"less", "more", "neither"}
        assert outcome.aim is None or outcome.aim in OUTCOMES
        assert words.outcome(name) == outcome.many


def test_what_is_listed_is_what_outcomes_say_of_themselves() -> None:
    assert list(OUTCOMES) == list(OUTCOME_ROWS)
    assert [name for name in OUTCOMES if name in SHOWN] == list(SHOWN)
    assert {OUTCOMES[name].sign for name in RESULTS} == {0}
    assert [OUTCOMES[name].sign for name in LEADING] == [1, 2, 3, 4, 5]
    assert all(captions.CAUSES[name] == OUTCOMES[name].recorded for name in RECORDED)


def test_what_matters_is_counted_in_what_the_file_is_about_and_in_nothing_else() -> None:
    days = company(outcome="lead_time", matters="4 h")
    for scenario, asked, size in (
        (company(matters="1.5 failed changes per 100"), HEADLINE, 1.5),
        (days, "lead_time", 0.5),
        (company(outcome="restore_p90", matters="0.5 days"), "restore_p90", 4.0),
    ):
        for name, outcome in OUTCOMES.items():
            assert outcome.matters(scenario) == (size if name == asked else 0.0)
    assert outcome_of(days).name == "lead_time"
    assert outcome_of(days, "throughput").name == "throughput"


def test_every_outcome_says_how_a_file_writes_an_amount_of_it() -> None:
    for row in OUTCOME_ROWS.values():
        assert row.unit in UNITS
        assert not row.asked or row.asked in UNITS
        assert UNITS[row.unit].parse(row.nought) == 0.0


def test_every_outcome_that_records_are_held_against_says_what_records_call_it() -> None:
    source = Path(likeness.__file__).read_text("utf-8")
    held = {name for name in OUTCOMES if f'_beside(answer, "{name}"' in source}
    assert held == set(RECORDED)
