"""A log as a scenario: the words and tables of what was measured, guessed, and cannot be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from simulator.logs.draft import CANNOT
from simulator.logs.fields import FIELDS
from simulator.logs.guess import spoken
from simulator.logs.holdout import Forecast, Holdout
from simulator.logs.imported import Imported
from simulator.logs.organisation import Organisation
from simulator.logs.starting_points import Started
from simulator.present.digits import number
from simulator.present.document import Document
from simulator.present.tables import TextTable
from simulator.stats.estimate import Estimate

__all__ = ["begun", "shown"]

QUESTION = "What do your own records say of your organisation?"
PERCENT = 100.0


def shown(found: Imported) -> Document:
    """Return a log made into a scenario as people meet it."""
    organisation = found.organisation
    names = {Path(found.file).stem: "organisation", found.name: "organisation"}
    names |= {each.name: "team" for each in organisation.staff}
    names |= {kind.name: "kind" for kind in organisation.kinds}
    judged = () if found.judged is None else (_forecasts(found.judged),)
    lines = tuple(_lines(found))
    footer = (
        f"Level: {organisation.level}. {organisation.weeks.words}: {organisation.cases:,} of "
        f"{found.cases:,} cases, {found.rows:,} rows. Intervals: 95 %."
    )
    return Document(
        name=found.name,
        names=names,
        question=QUESTION,
        headline=_headline(organisation),
        lines=lines,
        tables=(_columns(found), _measured(organisation), *judged),
        footer=footer,
        own=(footer, *lines),
        frames={"measured": list(_numbers(organisation)), "judged": list(_judged(found.judged))},
    )


def begun(found: Started) -> Document:
    """Return a scenario of which only teams and handovers are known, as people meet it."""
    names = {found.name: "organisation", **dict.fromkeys(found.teams, "team")}
    line = (
        "Nothing here was measured: how often, how well and how fast is judgement with a wide "
        "range; edgewise new asks for it, and a log of tickets tells some of it."
    )
    rows = tuple((pair,) for pair in found.handovers)
    return Document(
        name=found.name,
        names=names,
        question=QUESTION,
        headline=f"{len(found.teams)} teams and {len(found.handovers)} handovers, from "
        f"{found.source}.",
        lines=(line,),
        tables=(TextTable(title="Who hands to whom", columns=("handover",), rows=rows),),
        footer=f"From {Path(found.file).name}.",
        own=(f"From {Path(found.file).name}.",),
    )


def _headline(found: Organisation) -> str:
    return (
        f"{len(found.staff)} {found.level}s, {len(found.kinds)} kinds of work and "
        f"{len(found.crossings)} handovers could be made of this log."
    )


def _lines(found: Imported) -> Iterator[str]:
    yield CANNOT
    organisation = found.organisation
    other = [kind for kind in organisation.kinds if kind.standing_for]
    if other:
        cases = sum(kind.cases for kind in other)
        share = PERCENT * cases / max(1, sum(kind.cases for kind in organisation.kinds))
        ways = sum(kind.standing_for for kind in other)
        yield (
            f"{share:.0f} % of the cases took one of {ways:,} other ways, which {len(other)} kinds "
            "of work stand for, each with the commonest of its ways."
        )
    if organisation.merged:
        yield f"{len(organisation.merged)} smaller {organisation.level}s are taken together."
    yield from found.notes
    if found.doubts:
        yield f"Guessed, for a mapping file to say otherwise: {'; '.join(spoken(found.doubts))}."
    if found.judged is not None:
        yield _verdict(found.judged)


def _verdict(found: Holdout) -> str:
    inside = sum(each.covered for each in found.forecasts)
    lost = f" It loses at: {', '.join(found.lost)}." if found.lost else ""
    return (
        f"Judged on {found.cases:,} cases of the last {found.rest.count} weeks, which it had not "
        f"seen: {inside} of {len(found.forecasts)} figures lie in the predicted interval, and "
        f"{len(found.forecasts) - len(found.lost)} are told better than by the last "
        f"{found.rest.count} weeks alone.{lost}"
    )


def _columns(found: Imported) -> TextTable:
    rows = tuple(
        (field, column, FIELDS[field].meaning) for field, column in found.mapping.columns.items()
    )
    return TextTable(
        title="What the columns were taken for",
        columns=("field", "column", "meaning"),
        rows=rows,
        text=("column", "meaning"),
        private=True,
    )


def _numbers(found: Organisation) -> Iterator[dict[str, Any]]:
    """Yield every number that was measured."""
    for kind in found.kinds:
        yield _number("arrivals", kind.name, kind.arrivals, "per week")
    for each in found.staff:
        if each.people is not None:
            yield _number("people", each.name, each.people, "people")
        if each.effort is not None:
            yield _number("effort", each.name, each.effort, "days")
    for crossing in found.crossings:
        place = f"{crossing.source} -> {crossing.target}"
        yield {**_number("owned", place, crossing.kept, "share"), "n": crossing.n}
        if crossing.lay is not None:
            yield _number("limbo", place, crossing.lay, "days")


def _number(parameter: str, place: str, value: Estimate, unit: str) -> dict[str, Any]:
    return {"parameter": parameter, "place": place, "value": value.best, "low": value.low,
            "high": value.high, "unit": unit, "n": value.n}  # fmt: skip


def _measured(found: Organisation) -> TextTable:
    rows = tuple(
        (
            row["parameter"],
            row["place"],
            number(row["value"]),
            f"{number(row['low'])} to {number(row['high'])}",
            row["unit"],
            f"{row['n']:,}",
        )
        for row in _numbers(found)
    )
    return TextTable(
        title="Measured here",
        columns=("parameter", "where", "value", "95 %", "unit", "n"),
        rows=rows,
        text=("where", "unit"),
        own=("n",),
    )


def _judged(found: Holdout | None) -> Iterator[dict[str, Any]]:
    for each in found.forecasts if found is not None else ():
        told = asdict(each)
        ours, naive = told.pop("ours"), told.pop("naive")
        yield {**told, **{f"ours_{key}": value for key, value in ours.items()},
               **{f"naive_{key}": value for key, value in naive.items()},
               "covered": each.covered, "better": each.better}  # fmt: skip


def _forecasts(found: Holdout) -> TextTable:
    def told(each: Estimate) -> str:
        return f"{number(each.best)} ({number(each.low)} to {number(each.high)})"

    def row(each: Forecast) -> tuple[str, ...]:
        name = f"{each.name} [{each.unit}]" if each.unit else each.name
        better = "all weeks" if each.better else "last weeks"
        return (name, number(each.observed), told(each.ours), number(each.score),
                told(each.naive), number(each.naive_score), better)  # fmt: skip

    return TextTable(
        title=f"{found.first.count} weeks against the {found.rest.count} that followed",
        columns=("figure", "came", "predicted", "score", "last weeks again", "score of these",
                 "told better by"),
        rows=tuple(map(row, found.forecasts)),
        text=("told better by",),
    )  # fmt: skip
