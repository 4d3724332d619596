"""Asking in the terminal, or along a pipe: prompts on stderr, answers from stdin."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from simulator.interview.interview import Question

__all__ = ["EndedError", "Going", "answered_yes", "ask", "chosen", "interview", "line_of"]

BACK = "back"
QUIT = {"quit", "exit"}


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
    click.echo(f"\n{number}{of}. {question.ask}", err=True)
    offer = now if now is not None else question.offer
    if offer:
        for line in offer.splitlines():
            click.echo(f"    {line}", err=True)
    keep = "; Enter keeps what stands above" if offer else ""
    click.echo(f"  ({question.hint}{keep}; back)", err=True)
    text = line_of("> ")
    word = text.strip().lower()
    if word == BACK:
        raise Going
    if word in QUIT:
        raise EndedError
    if not word:
        return offer
    return _rest(text) if question.many else text


def _rest(first: str) -> str:
    """Return an answer of several lines, up to an empty one."""
    from simulator.interview.replies import known

    lines = [first]
    if first.strip().lower().startswith("file ") or not known(first):
        return first
    while True:
        try:
            line = line_of(". ")
        except EndedError:
            return "\n".join(lines)
        if not line.strip():
            return "\n".join(lines)
        lines.append(line)


def interview(answers: dict[str, str], keep: Callable[[Mapping[str, str]], None]) -> None:
    """Ask what is not answered yet, keeping every answer at once; `back` goes to the one before.

    Answers that no longer fit what was answered before them are asked again.
    """
    from simulator.interview.interview import canonical, questions

    at, again = 0, False
    while at < len(listed := questions(answers)):
        question = listed[at]
        now = answers.get(question.key)
        if now is not None and not again:
            if (trouble := _trouble(question, now, answers)) is None:
                at += 1
                continue
            click.echo(f"{question.key}: {trouble}", err=True)
            now = None
        try:
            text = canonical(question, ask(question, now, at + 1, _total(answers)), answers)
        except Going:
            at, again = max(0, at - 1), True
            continue
        except ValueError as error:
            click.echo(f"  {error}", err=True)
            continue
        _put(answers, question.key, text)
        keep(answers)
        at, again = at + 1, False


def _total(answers: Mapping[str, str]) -> int | None:
    """Return how many questions there are; None as long as the teams decide on that."""
    from simulator.interview.interview import questions

    return len(questions(answers)) if "handovers" in answers else None


def _trouble(question: Question, text: str, answers: Mapping[str, str]) -> str | None:
    """Return why an answer that was kept does not fit any more, None where it does."""
    from simulator.interview.interview import canonical

    try:
        canonical(question, text, answers)
    except ValueError as error:
        return str(error)
    return None


def _put(answers: dict[str, str], key: str, text: str) -> None:
    """Put an answer in; ways that were suggested from the one before it are suggested anew."""
    from simulator.interview.interview import shapes

    if answers.get(key) not in {None, text} and shapes(key):
        answers.pop("routes", None)
    answers[key] = text


def chosen(answers: dict[str, str], keep: Callable[[Mapping[str, str]], None]) -> None:
    """List the answers and let any be changed, until Enter or the end of input."""
    from simulator.interview.interview import canonical, questions

    while True:
        listed = questions(answers)
        click.echo("\nYour answers:", err=True)
        for number, question in enumerate(listed, 1):
            text = answers[question.key].replace("\n", "; ")
            click.echo(f"  {number}. {question.key}: {text}", err=True)
        try:
            word = line_of("Which number would you change? (Enter: none) > ").strip()
            if not word:
                return
            if not word.isdecimal() or not 1 <= int(word) <= len(listed):
                click.echo(f"  found {word[:20]!r}; allowed 1 to {len(listed)}", err=True)
                continue
            question = listed[int(word) - 1]
            typed = ask(question, answers[question.key], int(word), len(listed))
            _put(answers, question.key, canonical(question, typed, answers))
            keep(answers)
            interview(answers, keep)
        except Going:
            continue
        except ValueError as error:
            click.echo(f"  {error}", err=True)
        except EndedError:
            if any(question.key not in answers for question in questions(answers)):
                raise
            return


def answered_yes(prompt: str) -> bool:
    """Return whether the answer is yes; EndedError at the end of input."""
    return line_of(prompt).strip().lower() in {"y", "yes"}
