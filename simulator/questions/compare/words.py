"""The words of `compare`: all plans under the same luck, and where failures start today."""

from __future__ import annotations

import math
from collections.abc import Mapping

from simulator.measures.reviewed import reviewed
from simulator.methods.comparison import Comparison
from simulator.methods.effects import effects
from simulator.present import captions, recommendation, records, redrawn, remarks, words
from simulator.present import reviewed as reviews
from simulator.present.assumptions import every_parameter
from simulator.present.bought import stamp_of
from simulator.present.course import course_sentence
from simulator.present.dial import definition, turn_marks
from simulator.present.document import Document, Section, View
from simulator.present.effects import noticed
from simulator.present.given import MOST_LIKE
from simulator.present.names import names_of
from simulator.present.tables import TextTable, comparison_tables
from simulator.questions.compare.frames import Frames, followed, frames_of
from simulator.questions.compare.tables import page_tables
from simulator.questions.compare.views import views
from simulator.scenario.scenario import TODAY

__all__ = ["shown"]

PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "plans": ("", ("plans",)),
    "dial": ("dial", ()),
    "year": ("year", ()),
    "course": ("course", ()),
    "born": ("born", ()),
    "blame": ("blame", ("blame",)),
    "retention": ("retention", ()),
    "organisation": ("organisation", ("handovers", "teams")),
}
"""The parts of the page by name: the figure of each, and its tables."""
STAMPED = ("plans", "year")


def shown(comparison: Comparison) -> Document:
    """Return a comparison as people meet it."""
    scenario, frames = comparison.scenario, frames_of(comparison)
    tables, figures = page_tables(comparison, frames), views(comparison, frames)
    unlike, answers = _notice(comparison, frames), words.answers(comparison)
    taught, besides = words.taught(scenario), _besides(comparison)
    by = {view.name: view for view in figures}
    return Document(
        first=remarks.sentences(comparison.remarks),
        name=scenario.name,
        names=names_of(scenario),
        question=scenario.question or scenario.name,
        headline=words.headline(comparison),
        known=" ".join(answers[:1]),
        lines=(
            *answers[1:],
            *besides,
            *_course(comparison),
            *redrawn.sentences(scenario),
            *taught,
        ),
        sure=words.uncertainties(comparison),
        notice=unlike,
        points=_points(comparison, by),
        tables=(*comparison_tables(comparison), *_reviewed(comparison)),
        views=figures,
        footer=words.footer(comparison),
        stamp=stamp_of(scenario),
        frames=frames,
        own=(*words.owned(comparison), *besides, *taught),
        sections=(*_sections(tables, by, _told(comparison)), *_records(tables, unlike)),
        doubter=(*_doubted(tables), *every_parameter(scenario)),
    )


def _besides(comparison: Comparison) -> tuple[str, ...]:
    """Return what else moves noticeably under the plan to take; nothing where nothing does."""
    plan = comparison.judgement.best if comparison.judgement else None
    if recommendation.SHARES_ONLY.get():
        return ()
    told = noticed(effects(comparison, plan), comparison.outcome) if plan else ()
    return (f"With it, too: {'; '.join(told)}.",) if told else ()


def _course(comparison: Comparison) -> tuple[str, ...]:
    """Return how a plan runs its course in the outcome asked; nothing where nothing changes."""
    found = comparison.course
    where = f", {MOST_LIKE}" if comparison.most_like else ""
    if found is None:
        return ()
    told = course_sentence(found, comparison.outcome, followed(comparison)[0], where)
    return (told,) if told else ()


def _told(comparison: Comparison) -> Mapping[str, tuple[str, ...]]:
    """Return the sentences of the page's parts, by part."""
    today = comparison.answers[TODAY]
    told = {"born": reviews.sentences(reviewed(today.program, today.tally))}
    found = comparison.turns
    if found is not None:
        marks = turn_marks(found.share, found.boundary_share, most_like=found.most_like)
        told["dial"] = (definition(marks),)
    return told


def _reviewed(comparison: Comparison) -> tuple[TextTable, ...]:
    """Return today's failures as a review would name them, for who asks for all."""
    today = comparison.answers[TODAY]
    found = reviewed(today.program, today.tally)
    if math.isnan(found.no_own_mistake):
        return ()
    return (reviews.causes_table(found), reviews.severity_table(found))


def _notice(comparison: Comparison, frames: Frames) -> str:
    """Return what stands beside the answer on whether today is the reader's own.

    Without organisations drawn, records are held beside the file's own today as they are.
    """
    said, seen = records.agreement(comparison), frames["observed"]
    if not len(seen) or said not in ("", records.LIKE) or (not said and comparison.drawn):
        return said
    apart = [str(name) for name in seen.loc[~seen["like"].astype(bool), "what"]]
    if not apart:
        return records.LIKE
    # together the records fit, or there would be no sentence yet; the table says of each alone
    return captions.but_for(apart) if said and len(apart) < len(seen) else captions.unlike(apart)


def _points(comparison: Comparison, figures: Mapping[str, View]) -> tuple[str, ...]:
    """Return where failures start and what is not known, a sentence each."""
    born = figures["born"].title if "born" in figures else captions.born_title(0.0, 0.0, 0.0)
    luck = [line for line in words.uncertainties(comparison) if not line.startswith("Noise")]
    return f"{born}.", " ".join(luck)


def _sections(
    tables: Mapping[str, TextTable],
    figures: Mapping[str, View],
    told: Mapping[str, tuple[str, ...]],
) -> list[Section]:
    return [
        Section(
            name=name,
            title=captions.PAGE[name],
            lines=told.get(name, ()),
            view=view if view in figures else "",
            tables=tuple(tables[each] for each in wanted if each in tables),
            stamped=name in STAMPED,
        )
        for name, (view, wanted) in PARTS.items()
        if not view or view in figures
    ]


def _records(tables: Mapping[str, TextTable], unlike: str) -> tuple[Section, ...]:
    if "observed" not in tables:
        return ()
    title = captions.PAGE["like"]
    observed = (tables["observed"],)
    return (Section(name="like", title=title, lines=(unlike,), tables=observed, private=True),)


def _doubted(tables: Mapping[str, TextTable]) -> list[Section]:
    parts = (
        ("", ("pairs",)),
        ("course", ("course",)),
        ("prices", ("prices", "overhead")),
        ("outcomes", ("outcomes",)),
    )
    return [
        Section(
            title=captions.PAGE[title] if title else "",
            tables=tuple(tables[each] for each in wanted if each in tables),
            stamped=title == "prices",
            private=title == "prices",
        )
        for title, wanted in parts
        if any(each in tables for each in wanted)
    ]
