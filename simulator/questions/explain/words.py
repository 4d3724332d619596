"""One failure's life as a page to hand on: the story, its timeline, what each lever would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from simulator.methods.failure.counterfactual import Counterfactual, Year
from simulator.methods.failure.explanation import Explanation
from simulator.methods.failure.record import Failure
from simulator.model.lever import LEVERS
from simulator.present import words
from simulator.present.assumptions import every_parameter
from simulator.present.document import Document, View
from simulator.present.given import where
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.questions.explain.figure import TIMELINE, on_a_slide
from simulator.questions.explain.story import capital, moment, of_100, spell, tell, timeline

__all__ = [
    "AGAIN",
    "chosen",
    "explanation_tables",
    "failures_table",
    "levers_table",
    "shown",
    "what_if",
    "year_words",
]

_Rows = list[Mapping[str, Any]]
_QUESTION = "What happened, and who could have known?"
_TITLE = "Where it was made, who built on it, when it showed"
_SAME = 0.1
"""Outages that differ by less than this share are told as the same."""
AGAIN = (
    "The same run again under the same luck, one lever at its ceiling everywhere from day 0, "
    "followed with its own adherence:"
)


def shown(explanation: Explanation) -> Document:
    """Return an explanation ready to be kept; its headline is the story's last paragraph."""
    *paragraphs, closing = tell(explanation)
    again = (AGAIN, *what_if(explanation)) if explanation.counterfactuals else ()
    year = () if explanation.year is None else (year_words(explanation.year),)
    frame, taught = timeline(explanation), words.taught(explanation.program.scenario)
    return Document(
        name=explanation.program.scenario.name,
        names=names_of(explanation.program.scenario),
        doubter=every_parameter(explanation.program.scenario),
        question=_QUESTION,
        headline=closing,
        lines=(*paragraphs, *again, *year, *taught),
        own=taught,
        tables=explanation_tables(explanation),
        views=(
            View(
                drawing=TIMELINE, frame=frame, slide=on_a_slide(frame), title=_TITLE, told=closing
            ),
        ),
        footer=chosen(explanation),
        frames={"events": cast("_Rows", explanation.frame().to_dict("records"))},
    )


def what_if(explanation: Explanation) -> tuple[str, ...]:
    """Return a sentence a lever: whether the same change would fail with it at its ceiling."""
    outage = explanation.story.failure.outage
    return tuple(
        f"{capital(_named(row))}: {_ending(row, outage)}." for row in explanation.counterfactuals
    )


def _named(row: Counterfactual) -> str:
    return f"{row.lever} ({LEVERS[row.lever].words})"


def _ending(row: Counterfactual, outage: float | None) -> str:
    """Return what became of the change."""
    if row.change == "open":
        return "not known, it would not have been released or repaired before the end"
    if row.change == "gone":
        return "it would not have happened"
    if row.error == "gone":
        return "this mistake would not have failed, another one in the same change would"
    text = "it would have happened all the same" + _sooner(row.outage, outage)
    if row.always == "gone":
        often = of_100(row.adherence)
        text += f"; followed every time, and not {often} times, it would not have happened"
    return text


def _sooner(now: float | None, before: float | None) -> str:
    if now is None or before is None or abs(now - before) <= _SAME * before:
        return ""
    return f", and been over {'sooner' if now < before else 'later'}: after {spell(now)}"


def year_words(year: Year) -> str:
    """Return how many failures there were and where they started."""
    runs = len(year.replications)
    where = f"this run (number {year.replications[0]})" if runs == 1 else f"these {runs} runs"
    return (
        f"All {year.failures} failures of {where}: {year.inside} started inside teams, "
        f"{year.between} between teams, {year.outside} in neither. "
        f"{year.changes} changes failed."
    )


def chosen(explanation: Explanation) -> str:
    """Return why this failure is told, and how typical it is."""
    failures, failure = explanation.failures, explanation.story.failure
    serious = sum(each.serious for each in failures)
    wrong = sum(each.misattributed for each in failures)
    between = sum(each.side == "edge" for each in failures)
    why = (
        "Chosen because it teaches, not because it is typical"
        if explanation.chosen
        else f"Failure {failure.number} of {len(failures)}"
    )
    company = where(explanation.most_like)
    return (
        f"{why}: of {len(failures)} failures in this run, {company}, {serious} were serious, "
        f"{between} started between teams, {wrong} were blamed on a team where they did not begin. "
        f"Seed {explanation.seed}, replication {explanation.replication}, "
        f"plan {explanation.program.plan}."
    )


def explanation_tables(explanation: Explanation) -> tuple[TextTable, ...]:
    """Return the checks that were passed, and all failures under each lever."""
    tables = [_checks(explanation)]
    if explanation.year is not None:
        tables.append(_year(explanation.year))
    return tuple(tables)


def _checks(explanation: Explanation) -> TextTable:
    rows = tuple(
        (
            moment(event.time),
            words.place(event.lane),
            event.what.value,
            f"{100.0 * event.chance:.1f}",
            "-" if event.draw is None else f"{100.0 * event.draw:.1f}",
        )
        for event in explanation.story.events
        if event.chance is not None and event.what.value != "never showed"
    )
    return TextTable(
        title="What could have noticed or undone it",
        columns=("when", "where", "what", "chance of 100", "luck (below: it does)"),
        rows=rows,
        text=("where", "what"),
    )


def levers_table(explanation: Explanation) -> TextTable:
    """Return what became of the failure under each lever."""
    outage = explanation.story.failure.outage
    return TextTable(
        title="The same run again, same luck, one lever at its ceiling everywhere from day 0",
        columns=("lever", "side", "followed", "this failure"),
        rows=tuple(
            (row.lever, words.SIDES[row.side], of_100(row.adherence), _ending(row, outage))
            for row in explanation.counterfactuals
        ),
        text=("side", "followed", "this failure"),
    )


def _year(year: Year) -> TextTable:
    return TextTable(
        title=f"Of {year.failures} failures and {year.changes} failed changes, same luck",
        columns=(
            "lever", "side", "failures gone", "new", "not known",
            "failed changes gone", "new changes", "changes not known",
        ),
        rows=tuple(
            (
                row.lever,
                words.SIDES[row.side],
                str(row.gone),
                str(row.new),
                str(row.open),
                str(row.changes_gone),
                str(row.changes_new),
                str(row.changes_open),
            )
            for row in year.levers
        ),
        text=("side",),
    )  # fmt: skip


def failures_table(failures: Sequence[Failure], most: int | None = None) -> TextTable:
    """Return failures, in the order given; `number` is what `--failure` takes."""
    shown = failures if most is None else failures[:most]
    rows = tuple(
        (
            str(failure.number),
            "from outside" if failure.kind is None else f"{failure.kind} {failure.arrival}",
            moment(failure.time),
            f"P{failure.severity}",
            words.MECHANISM_WORDS[failure.mechanism],
            words.place(failure.origin),
            "-" if failure.blamed is None else failure.blamed,
            "did not begin there" if failure.misattributed else "-",
            str(failure.depth),
            str(failure.passed_on),
            "bad fix" if failure.generation else "-",
        )
        for failure in shown
    )
    return TextTable(
        title="Failures, those that teach most first",
        columns=(
            "number", "change", "when", "severity", "how", "started at", "blamed", "it",
            "built on by", "passed on", "is a",
        ),
        rows=rows,
        text=("change", "when", "severity", "how", "started at", "blamed", "it", "is a"),
    )  # fmt: skip
