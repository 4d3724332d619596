"""Asking in the terminal, or along a pipe: prompts on stderr, answers from stdin."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Mapping
from contextlib import suppress
from shutil import get_terminal_size
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from simulator.interview.interview import Question

__all__ = [
    "EndedError",
    "Going",
    "answered_yes",
    "ask",
    "asked",
    "chosen",
    "interview",
    "line_of",
    "said",
]

BACK = "back"
QUIT = {"quit", "exit"}
_WIDE = 100


class EndedError(Exception):
    """The answers ended before the questions did."""


class Going(Exception):  # noqa: N818 - a wish, not an error
    """The wish to go back to the question before."""


def line_of(prompt: str) -> str:
    """Return one line; on a terminal it can be edited."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401 - importing it is what makes a line editable
        try:
            # told the prompt, a line that is edited keeps its place beside it
            return input(prompt)
        except EOFError:
            raise EndedError from None
    click.echo(prompt, err=True)
    line = sys.stdin.readline()
    if not line:
        raise EndedError
    return line.rstrip("\n")


def ask(question: Question, now: str | None, number: int, total: int | None = None) -> str:
    """Return what is typed for a question; Going for `back`, EndedError at the end of input.

    An empty answer stands for what was answered before, or for the question's own offer.
    """
    of = "" if total is None else f" of {total}"
    first, *more = question.ask.splitlines()
    said("")
    said(f"{number}{of}. {first}")
    for line in more:
        said(f"   {line}")
    offer = now if now is not None else question.offer
    for line in offer.splitlines():
        said(f"     {line}")
    keep = "; Enter keeps what stands above" if offer else ""
    said(f"   ({question.hint}{keep})")
    text = line_of("> ")
    word = text.strip().lower()
    if word == BACK:
        raise Going
    if word in QUIT:
        raise EndedError
    if not word:
        return offer
    return _rest(text) if question.many else text


def said(line: str) -> None:
    """Say something on stderr; on a terminal by word, and what goes on stands as far in."""
    from simulator.interview.wording import KEPT

    if sys.stderr.isatty():
        wide = max(40, min(_WIDE, get_terminal_size().columns - 1))
        indent = " " * (len(line) - len(line.lstrip(" ")))
        line = textwrap.fill(line, wide, subsequent_indent=indent, break_long_words=False)
    click.echo(line.replace(KEPT, " "), err=True)


def _rest(first: str) -> str:
    """Return an answer of several lines, up to an empty one."""
    from simulator.interview.replies import known

    lines = [first]
    if not known(first):
        return first
    while True:
        try:
            line = line_of(". ")
        except EndedError:
            return "\n".join(lines)
        if not line.strip():
            return "\n".join(lines)
        lines.append(line)


def interview(
    answers: dict[str, str],
    keep: Callable[[Mapping[str, str]], None],
    offers: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Ask what is not answered yet, keeping every answer at once; `back` goes to the one before.

    Answers that no longer fit what was answered before them are asked again. `offers` stand for no
    answer, by the key of their question.
    """
    from simulator.interview.interview import canonical, read_back

    at, again = 0, False
    while at < len(listed := asked(answers)):
        question = listed[at]
        now = answers.get(question.key)
        if now is not None and not again:
            if (trouble := _trouble(question, now, answers)) is None:
                at += 1
                continue
            said(f"{question.key}: {trouble}")
            now = None
        try:
            offer = offers.get(question.key) if now is None else now
            text = canonical(question, ask(question, offer, at + 1, _total(answers)), answers)
        except Going:
            at, again = max(0, at - 1), True
            continue
        except ValueError as error:
            said(f"   {_sentence(error)}")
            continue
        answers[question.key] = text
        keep(answers)
        for line in read_back(question, answers).splitlines():
            said(f"   {line}")
        at, again = at + 1, False


def asked(answers: Mapping[str, str]) -> list[Question]:
    """Return the questions known so far that are asked."""
    from simulator.interview.interview import questions

    return [question for question in questions(answers) if not question.silent]


def _sentence(error: ValueError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


def _total(answers: Mapping[str, str]) -> int | None:
    """Return how many questions there are; None as long as the ways decide on that."""
    return len(asked(answers)) if "ways" in answers else None


def _trouble(question: Question, text: str, answers: Mapping[str, str]) -> str | None:
    """Return why an answer that was kept does not fit any more, None where it does."""
    from simulator.interview.interview import canonical

    try:
        canonical(question, text, answers)
    except ValueError as error:
        return str(error)
    return None


def chosen(answers: dict[str, str], keep: Callable[[Mapping[str, str]], None]) -> None:
    """List the answers and let any be changed, until Enter or the end of input."""
    from simulator.interview.interview import canonical, read_back

    while True:
        listed = asked(answers)
        said("")
        said("Your answers:")
        for number, question in enumerate(listed, 1):
            text = answers[question.key].replace("\n", "; ")
            said(f"  {number:2}. {question.key}: {text}")
        try:
            word = line_of("Which number would you change? (Enter: none) > ").strip()
            if not word:
                return
            if not word.isdecimal() or not 1 <= int(word) <= len(listed):
                said(f"   Found {word[:20]!r}; allowed 1 to {len(listed)}.")
                continue
            question = listed[int(word) - 1]
            typed = ask(question, answers[question.key], int(word), len(listed))
            answers[question.key] = canonical(question, typed, answers)
            keep(answers)
            said(f"   {read_back(question, answers)}")
            interview(answers, keep)
        except Going:
            continue
        except ValueError as error:
            said(f"   {_sentence(error)}")
        except EndedError:
            if any(question.key not in answers for question in asked(answers)):
                raise
            return


def answered_yes(prompt: str) -> bool:
    """Return whether the answer is yes; EndedError at the end of input."""
    return line_of(prompt).strip().lower() in {"y", "yes"}
