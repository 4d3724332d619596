"""The words of `new`: how each answer was understood, and which of them to trust less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from simulator.interview.interview import TRUST, Question, questions, read_back
from simulator.methods.records.contradiction import Contradiction
from simulator.methods.records.population import Population
from simulator.present.digits import rounded
from simulator.present.document import Document
from simulator.present.names import names_of
from simulator.present.records import unreachable
from simulator.present.tables import TextTable
from simulator.scenario.scenario import Scenario

__all__ = ["first_words", "shown", "trust"]

_POINTS = 400


def shown(answers: Mapping[str, str], scenario: Scenario) -> Document:
    """Return answers as they were understood."""
    asked = questions(answers)
    rows = tuple(
        (each.key, answers[each.key].replace("\n", "; "), read_back(each, answers))
        for each in asked
    )
    known = sum(answers[each.key] != "don't know" for each in asked)
    return Document(
        name=scenario.name,
        names=names_of(scenario),
        question="What did you say?",
        headline=f"{_size(scenario)}. {known} of {len(rows)} questions answered.",
        tables=(
            TextTable(
                title="Your answers",
                columns=("question", "answer", "understood as"),
                rows=rows,
                text=("answer", "understood as"),
            ),
        ),
        footer="edgewise validate FILE says whether today looks like you.",
    )


def _size(scenario: Scenario) -> str:
    counted = ((len(scenario.teams), "team"), (len(scenario.work), "way"),
               (len(scenario.boundaries), "handover"))  # fmt: skip
    return ", ".join(f"{many} {what}{'' if many == 1 else 's'}" for many, what in counted)


def first_words(found: Population) -> str:
    """Return how many changes fail today in the companies that fit, beside what was counted."""
    scenario = found.scenario
    yearly = 260.0 * sum(kind.rate.value for kind in scenario.work.values() if kind.rate)
    failed = 100.0 * found.figures.failed[list(found.choose(_POINTS))]
    # a company that is overloaded from the beginning releases nothing, and has no share
    failed = failed[~np.isnan(failed)]
    if not len(failed):
        return f"{_size(scenario)}. No company like the one you told of gets any change done."
    middle, (low, high) = float(failed.mean()), np.quantile(failed, (0.025, 0.975))
    seen = scenario.observed.failed_changes if scenario.observed else None
    counted = "" if seen is None else f" You counted {rounded(100.0 * seen.value)} of 100."
    return (
        f"{_size(scenario)}. In companies like the one you told of, about {rounded(middle)} of "
        f"100 changes fail today ({rounded(low)} to {rounded(high)}); that is about "
        f"{rounded(0.01 * middle * yearly)} of the {rounded(yearly)} that arrive in a year."
        f"{counted}{_serious(found)}"
    )


def _serious(found: Population) -> str:
    """Return how many serious failures there are, where they were counted."""
    seen = found.scenario.observed.serious_per_year if found.scenario.observed else None
    if seen is None:
        return ""
    there = float(found.figures.serious[list(found.choose(_POINTS))].mean())
    return f" Serious failures: about {rounded(there)} a year; you counted {rounded(seen.value)}."


def trust(found: Contradiction, scenario: Scenario) -> Question:
    """Return the question which of one's answers to trust less, where a record contradicts them."""
    handovers, teams = _doubted(found)
    lines = (
        f"{unreachable(found, scenario.observed)} Which do you trust less?",
        f"1 that handovers are as {handovers} as you said",
        f"2 that teams make as {teams} mistakes as assumed",
        "3 your count",
        "More is allowed there; no value is moved.",
    )
    return replace(TRUST, ask="\n".join(lines))


def _doubted(found: Contradiction) -> tuple[str, str]:
    """Return what a record says handovers are not, and of mistakes of teams there are not."""
    more = found.seen > found.high
    if found.record == "causes":
        inside, between = ("bad", "few"), ("good", "many")
        if found.part == 2:
            return ("bad", "many") if more else ("good", "few")
        return inside if more == (found.part == 0) else between
    return ("good", "few") if more else ("bad", "many")
