"""A document for outside: letters for every name, and nothing that only its owner should know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from itertools import count, product
from string import ascii_uppercase
from typing import TYPE_CHECKING

from simulator.present import captions
from simulator.present.document import Document, Section, View
from simulator.present.names import LETTERED
from simulator.present.tables import TextTable

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["for_outside", "legend", "renamed", "spelt"]

_Change = Callable[[str], str]
_EFFORTS = ("person-days", "person-days a year")
_COUNTS = re.compile(
    r"\d+ of \d+; | \(yours: [^()]*\)| [\d.,]+(?: %)? in your records,| \([\d.,]+ person-days\)"
)
_SPENT = re.compile(
    r"(?<!every )(\b[Aa] budget of )?\b\d[\d.,]* person-days(?: a year)?"
    r"(?: = \d[\d.,]* people for a year)?(?:, every year,?)?"
)
"""Own counts and efforts as sentences have them; a rate for every 100 person-days is none."""


def legend(names: Mapping[str, str], before: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what stands for each name: Team A, Team B, ..., Kind A, ..., in any order.

    The order of names would tell where in the alphabet each stands. With the letters of another
    file `before`, a name that both have keeps its letter, and others get the next.
    """
    found = dict(before or {})
    for what, word in LETTERED.items():
        mine = (name for name, named in names.items() if named == what and name not in found)
        some, taken = sorted(mine, key=_shuffled), {*names, *found, *found.values()}
        # a letter that is somebody's name already would say what it should hide
        free = (letter for letter in _letters(word) if letter not in taken)
        found |= dict(zip(some, free, strict=False))
    return found


def _shuffled(name: str) -> bytes:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def spelt(word: str, letters: Mapping[str, str]) -> str:
    """Return an option's value as it is typed of the organisation with letters for names."""
    if word in letters:
        return letters[word]
    return _replaced(letters)(word) if "=" in word else word


def renamed(document: Document, letters: Mapping[str, str]) -> Document:
    """Return the document whose figures show letters for some names; without any it is the same."""
    if not letters:
        return document
    change = _replaced(letters)
    views = tuple(_view(view, change) for view in document.views)
    return replace(
        document, name=change(document.name), footer=change(document.footer), views=views
    )


def for_outside(document: Document) -> Document:
    """Return the document with letters for all names, also inside lists, figures and titles.

    Own counts, efforts, prices and reasons are left out: whole tables, columns, and numbers inside
    sentences; so are the tidy tables.
    """
    change = _changer(document.names)
    said = document.own

    def told(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(change(text) for text in texts if text not in said)

    sections = [_section(part, change) for part in document.sections if not part.private]
    return replace(
        document,
        name=captions.AN_ORGANISATION,
        question=_question(document, change),
        headline=change(document.headline),
        known=" ".join(told((document.known,))),
        first=told(document.first),
        lines=told(document.lines),
        sure=told(document.sure),
        notice="",
        points=told(document.points),
        tables=_tables(document.tables, change),
        views=tuple(_view(view, change) for view in document.views if not view.private),
        footer=" ".join((*told((document.footer,)), captions.OUTSIDE)),
        frames={},
        sections=tuple(part for part in sections if part.lines or part.view or part.tables),
        doubter=tuple(_section(part, change) for part in document.doubter if not part.private),
        names={},
        own=(),
    )


def _question(document: Document, change: _Change) -> str:
    own = document.question in (*document.names, captions.AN_ORGANISATION)
    return captions.ANY_QUESTION if own else change(document.question)


def _letters(word: str) -> Iterator[str]:
    """Yield Team A to Team Z, then Team AA and so on."""
    for length in count(1):
        for letters in product(ascii_uppercase, repeat=length):
            yield f"{word} {''.join(letters)}"


def _changer(names: Mapping[str, str]) -> _Change:
    """Return a function that replaces whole names, and takes out money."""
    named = _replaced(legend(names))
    money = [name for name, what in names.items() if what == "currency"]
    priced = _either(money, before=r" = -?[\d,.]+ ") if money else None

    def change(text: str) -> str:
        text = _COUNTS.sub("", text if priced is None else priced.sub("", text))
        return named(_SPENT.sub(_budget, text))

    return change


def _budget(effort: re.Match[str]) -> str:
    return "The budget" if effort.start() == 0 else "the budget"


def _replaced(letters: Mapping[str, str]) -> _Change:
    """Return a function that replaces whole names, the longest first."""
    # a sentence that begins with a name writes it with a capital
    known = {f"{name[:1].upper()}{name[1:]}": letter for name, letter in letters.items()}
    known |= letters
    if not known:
        return lambda text: text
    pattern = _either(known)
    return lambda text: pattern.sub(lambda found: known[found[0]], text)


def _either(names: Iterable[str], before: str = "") -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(rf"{before}(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


def _all(texts: tuple[str, ...], change: _Change) -> tuple[str, ...]:
    return tuple(map(change, texts))


def _tables(tables: tuple[TextTable, ...], change: _Change) -> tuple[TextTable, ...]:
    return tuple(_table(table, change) for table in tables if not table.private)


def _table(table: TextTable, change: _Change) -> TextTable:
    kept = [
        index for index, name in enumerate(table.columns) if name not in (*table.own, *_EFFORTS)
    ]
    return replace(
        table,
        title=change(table.title),
        columns=tuple(change(table.columns[index]) for index in kept),
        rows=tuple(tuple(change(row[index]) for index in kept) for row in table.rows),
        text=_all(table.text, change),
        exact=tuple(tuple(row[index] for index in kept) for row in table.exact),
        own=(),
    )


def _section(section: Section, change: _Change) -> Section:
    return replace(
        section,
        title=change(section.title),
        lines=_all(section.lines, change),
        tables=_tables(section.tables, change),
    )


def _view(view: View, change: _Change) -> View:
    slide = None if view.slide is None else _frame(view.slide, view, change)
    return replace(
        view,
        frame=_frame(view.frame, view, change),
        title=change(view.title),
        told=change(view.told),
        slide=slide,
        message=change(view.message),
    )


def _frame(frame: DataFrame, view: View, change: _Change) -> DataFrame:
    """Return a figure's rows with their names changed, but for what steers its drawing."""
    changed = frame.copy()
    for column in changed.columns:
        if column not in view.drawing.steered_by:
            values = list(changed[column])
            if any(isinstance(value, str) for value in values):
                changed[column] = [change(v) if isinstance(v, str) else v for v in values]
    return changed
