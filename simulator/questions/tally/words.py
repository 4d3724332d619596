"""What a review of post-mortems says, in words, a table and a figure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from simulator.methods.reviews import FEW, NOT_SETTLED, Agreement, Beside, Share, Tally, kappa_word
from simulator.methods.turns.turning_point import TURNS
from simulator.present import words
from simulator.present.dial import Mark, dial_view
from simulator.present.document import Document, View
from simulator.present.tables import TextTable
from simulator.present.words import percent
from simulator.questions.tally.figure import SHARES
from simulator.stats.estimate import Estimate

__all__ = ["shown"]

QUESTION = "Where do your failures start?"
LABELS = {"inside": "inside teams", "between": "between teams", "neither": "neither"}
INKS = {"inside": "core", "between": "edge", "neither": "baseline"}
KEY = "line: of those told, 95\u00a0%; wide bar: open ones all elsewhere, or all here"
NOT_THE_LAW = (
    "Published counts of software incidents that separate it put the share between teams at 8 to "
    "25 %; counts of defects at 39 to 66 %. Yours is your own."
)


def shown(found: Tally, turn: Beside | None = None) -> Document:
    """Return a tally as people meet it, beside `turn`, where a scenario's answer turns."""
    other = {} if turn is None else {turn.scenario: "organisation"}
    footer = f"{found.failures} post-mortems, {_raters(found)}. Intervals: Wilson, 95 %."
    return Document(
        name=found.name,
        names={found.name: "organisation", **other},
        question=QUESTION,
        headline=_headline(found),
        lines=(*_beside(found, turn), *_lines(found)),
        tables=_tables(found),
        views=(_dial(found, turn), _view(found)),
        footer=footer,
        own=(footer, *_few(found), *found.notes, _paste(found)),
        frames={"shares": _rows(found)},
    )


def _beside(found: Tally, turn: Beside | None) -> tuple[str, ...]:
    """Return where the share lies beside the break-even, in the same voice on either side."""
    if turn is None:
        return ()
    at, better = turn.turning.turn, turn.turning.better
    if at.verdict != TURNS:
        text = f"{better} is better at any share" if better else "at no share can it be told"
        return (f"{turn.scenario}: {text}, so the answer does not turn on where failures start.",)
    where = f"{turn.scenario}: the answer turns at {percent(at.factor)} between teams"
    if found.between.told is None:
        return (f"{where}.",)
    if turn.verdict == NOT_SETTLED:
        text = "your post-mortems alone do not settle it: chance and the open ones reach both sides"
    else:
        text = f"your post-mortems lie on the side of {turn.verdict}, even at their nearest"
    return (
        (
            f"{where} (below it {turn.turning.below} is better, above it {turn.turning.above}); "
            f"{text}."
        ),
    )


def _dial(found: Tally, turn: Beside | None) -> View:
    share = found.between
    told = share.told
    counted = Mark(
        what="counted",
        label="Your post-mortems",
        share=math.nan if told is None else 100.0 * told.best,
        low=100.0 * share.low,
        high=100.0 * share.high,
        note="line: chance and the open ones together",
        told=_dial_told(share),
    )
    marks = [counted, *_by_rater(found)]
    below = above = ""
    if turn is not None and turn.turning.turn.verdict == TURNS:
        at = turn.turning.turn
        mark = Mark(
            what="turn",
            label="It turns around at",
            share=100.0 * at.factor,
            low=100.0 * at.low,
            high=100.0 * at.high,
            note=turn.scenario,
        )
        marks.insert(0, mark)
        below, above = (f"{name} is better" for name in (turn.turning.below, turn.turning.above))
    return dial_view(
        marks,
        title=_first(_headline(found)),
        told=f"Share of failures that start between teams. Yours: {counted.told}.",
        below=below,
        above=above,
    )


def _by_rater(found: Tally) -> Iterator[Mark]:
    """Yield each rater's own share where there are two."""
    for number, own in enumerate(found.by_rater if found.raters == 2 else (), 1):
        if own is not None:
            yield Mark(
                what="counted",
                label=f"Rater {number} alone",
                share=100.0 * own.best,
                low=100.0 * own.low,
                high=100.0 * own.high,
                note="of those that this rater could tell; line: 95 %",
            )


def _dial_told(share: Share) -> str:
    if share.told is None:
        return "nothing could be told"
    return (
        f"{percent(share.told.best)} ({100.0 * share.low:.0f} to {100.0 * share.high:.0f} of all)"
    )


def _first(text: str) -> str:
    """Return the first sentence of a text."""
    return text.split(". ", maxsplit=1)[0].rstrip(".") + "."


def span(found: Estimate) -> str:
    """Return the interval of a share, `19 to 59 %`."""
    return f"{100.0 * found.low:.0f} to {percent(found.high)}"


def _raters(found: Tally) -> str:
    return "two raters" if found.raters == 2 else "one rater"


def _headline(found: Tally) -> str:
    share, still = found.between, found.counts["cannot tell"]
    if share.told is None:
        return "None of the failures could be told: nothing is known yet."
    text = (
        f"{percent(share.told.best)} of the failures that could be told started between teams "
        f"({share.count} of {share.told.n}; {span(share.told)})."
    )
    if still == 0:
        return text
    ends = f"{100.0 * share.least.best:.0f} to {percent(share.most.best)}"
    return f"{text} With those that stay open it may be {ends}."


def _lines(found: Tally) -> tuple[str, ...]:
    share = found.between
    inside = found.shares["inside"]
    lines = []
    if inside.told is not None:
        lines.append(
            f"Inside teams: {percent(inside.told.best)} ({inside.count} of {inside.told.n}; "
            f"{span(inside.told)})."
        )
    lines.append(
        "Chance and what stays open together: between teams "
        f"{100.0 * share.low:.0f} to {percent(share.high)} of all."
    )
    if found.agreement is not None:
        lines.append(_agreement(found.agreement))
    else:
        lines.append("One rater: how far another would agree is not known.")
    return (*lines, *_few(found), *found.notes, NOT_THE_LAW, _paste(found))


def _few(found: Tally) -> tuple[str, ...]:
    if found.failures >= FEW:
        return ()
    return (f"{found.failures} post-mortems are few; {FEW} to 40 tell much more.",)


def _paste(found: Tally) -> str:
    return f"For your scenario, under observed: {found.paste}"


def _agreement(found: Agreement) -> str:
    raw, beyond = found.raw, found.kappa
    same = round(raw.best * raw.n)
    text = f"The two raters agree on {percent(raw.best)} ({same} of {raw.n}; {span(raw)})"
    if math.isnan(beyond.best):
        return f"{text}; beyond chance it cannot be told, since both use one word only."
    return (
        f"{text}; beyond chance: kappa {beyond.best:.2f} ({beyond.low:.2f} to {beyond.high:.2f}), "
        f"{kappa_word(beyond.best)}."
    )


def _tables(found: Tally) -> tuple[TextTable, ...]:
    rows = tuple(
        (
            LABELS[side],
            f"{share.count}",
            "-" if share.told is None else percent(share.told.best),
            "-" if share.told is None else span(share.told),
            percent(share.least.best),
            percent(share.most.best),
        )
        for side, share in found.shares.items()
    )
    still = ("cannot tell, or raters differ", f"{found.counts['cannot tell']}", *["-"] * 4)
    columns = ("started", "failures", "share", "95 %", "at least", "at most")
    title = "Where it started"
    tables = [TextTable(title=title, columns=columns, rows=(*rows, still), own=("failures",))]
    if any(found.mechanisms.values()):
        ways = tuple(
            (words.MECHANISM_WORDS[name], words.MECHANISM_SIDES[name], f"{count}")
            for name, count in found.mechanisms.items()
        )
        heads = ("how", "side", "failures")
        how = "How, where known"
        tables.append(TextTable(title=how, columns=heads, rows=ways, text=("side",), private=True))
    if found.agreement is not None:
        names = ("inside", "between", "neither", "cannot tell")
        both = tuple(
            (f"first says {name}", *(f"{count}" for count in row))
            for name, row in zip(names, found.agreement.table, strict=True)
        )
        tables.append(
            TextTable(
                title="Who said what",
                columns=("", *(f"second: {n}" for n in names)),
                rows=both,
                private=True,
            )
        )
    return tuple(tables)


def _rows(found: Tally) -> list[dict[str, Any]]:
    return [_row(side, share) for side, share in found.shares.items()]


def _row(side: str, share: Share) -> dict[str, Any]:
    told = share.told
    return {
        "side": side,
        "count": share.count,
        "best": math.nan if told is None else told.best,
        "low": math.nan if told is None else told.low,
        "high": math.nan if told is None else told.high,
        "n": 0 if told is None else told.n,
        "least": share.least.best,
        "most": share.most.best,
    }


def _view(found: Tally) -> View:
    import pandas as pd

    rows = []
    for row in _rows(found):
        shares = {name: 100.0 * row[name] for name in ("best", "low", "high", "least", "most")}
        share = found.shares[row["side"]]
        said = "nothing could be told" if share.told is None else (
            f"{percent(share.told.best)} ({share.count} of {share.told.n}; {span(share.told)})"
        )  # fmt: skip
        rows.append(
            {
                **shares,
                "label": LABELS[row["side"]],
                "side": INKS[row["side"]],
                "told": said,
                "key": KEY,
            }
        )
    told = "; ".join(f"{row['label']}: {row['told']}" for row in rows)
    title = "What could be told, and what stays open"
    return View(drawing=SHARES, frame=pd.DataFrame(rows), title=title, told=f"{told}.")
