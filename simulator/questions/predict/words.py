"""A study's prediction in words: what to expect, what was seen, and what follows."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.files.evidence import spelled
from simulator.files.study import Guess
from simulator.methods.before_after import Prediction
from simulator.present import words
from simulator.present.document import Document
from simulator.present.tables import TextTable

__all__ = ["shown"]

QUESTION = "What should the programme leave, and what was seen?"
LIMITS = (
    "What cannot be said here: errors of a task that is itself done at the handover (a count for "
    "every crossing, with a ceiling of its own), and one sign-out for many patients at once."
)


def shown(found: Prediction) -> Document:
    """Return a prediction as people meet it."""
    study = found.study
    return Document(
        name=study.study,
        names={study.study: "organisation"},
        question=QUESTION,
        headline=_headline(found),
        lines=tuple(_lines(found)),
        tables=(_table(found), _inputs(found)),
        footer=f"{found.n} organisations over the study's ranges, seed {found.seed}. Intervals "
        "95 %: ranges, chance in both counts, and the spread between places; not simulation noise.",
        frames={"prediction": [_row(found)]},
    )


def _headline(found: Prediction) -> str:
    study = found.study
    between = _range(found.low, found.high)
    expected = f"Expect about {found.best:,.0f} {study.counts} ({between})"
    of = f"in {found.units:,} {study.per}"
    if found.seen is None:
        return f"{expected} {of}. Write this down, then count."
    if found.verdict == "disagrees":
        side = "fewer" if found.seen < found.low else "more"
        return (
            f"Not predicted: {found.seen:,} {study.counts} {of} were seen, {side} than {between}."
        )
    told = f"As predicted: {found.seen:,} {study.counts} {of} were seen, {between} were expected."
    if found.verdict == "inconclusive":
        told += " That says little: so wide a range was hard to miss."
    return told


def _range(low: float, high: float) -> str:
    """Return two counts of events."""
    return f"{low:,.0f} to {high:,.0f}"


def _lines(found: Prediction) -> Iterator[str]:
    study, (best, low, high) = found.study, found.ratio
    before = study.before.events or 0
    yield (
        f"Before: {before:,} in {study.before.of:,} {study.per}. After: {100.0 * best:.0f} of 100 "
        f"should be left ({100.0 * low:.0f} to {100.0 * high:.0f}, by what is not known of the "
        "inputs)."
    )
    yield (
        f"If nothing changed: about {found.naive_best:,.0f} "
        f"({_range(found.naive_low, found.naive_high)}). The events after are never looked "
        "at before this is said."
    )
    if study.source:
        yield f"Source: {spelled(study.source).strip('()')}."
    yield LIMITS


def _table(found: Prediction) -> TextTable:
    seen = "-" if found.seen is None else f"{found.seen:,}"
    rows = [
        ("the model", f"{found.best:,.0f}", _range(found.low, found.high), seen,
         _scored(found.score), found.verdict),
        ("nothing changes", f"{found.naive_best:,.0f}",
         _range(found.naive_low, found.naive_high), seen, _scored(found.naive_score), "-"),
    ]  # fmt: skip
    return TextTable(
        title=f"{found.study.counts.capitalize()} after, of {found.units:,} {found.study.per}",
        columns=("predictor", "prediction", "95 %", "seen", "score (less is better)", "verdict"),
        rows=tuple(rows),
        text=("verdict",),
    )


def _scored(score: float) -> str:
    return "-" if score != score else words.number(score)  # noqa: PLR0124 - nan


def _inputs(found: Prediction) -> TextTable:
    study = found.study
    told: dict[str, Guess] = {
        "share of events that handovers begin": study.from_handovers,
        "handovers that follow the practice, before": study.followed.before,
        "handovers that follow the practice, after": study.followed.after,
        "errors left where it is followed": study.left,
    }
    return TextTable(
        title="What the prediction is made of",
        columns=("what", "value", "range", "because"),
        rows=tuple(
            (
                what,
                words.number(guess.value),
                "-" if guess.ends[0] == guess.ends[1] else words.between(*guess.ends),
                spelled(guess.because or "-"),
            )
            for what, guess in told.items()
        ),
        text=("because",),
    )


def _row(found: Prediction) -> dict[str, object]:
    return {
        "predicted": found.best,
        "low": found.low,
        "high": found.high,
        "naive": found.naive_best,
        "naive_low": found.naive_low,
        "naive_high": found.naive_high,
        "seen": found.seen,
        "verdict": found.verdict,
    }
