"""The command of a question, made from the signature and the words of its function."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from simulator.cli.options import option_of
from simulator.cli.question import Asked, Wanted, answered, question_options
from simulator.cli.records import answered_of_log, record_options
from simulator.questions.asking import parameters
from simulator.questions.registry import LOG, Question

__all__ = ["command_of", "help_of", "own_options"]

_F = TypeVar("_F", bound=Callable[..., Any])
_SHARED = ("replications", "seed", "engine")
_SECTION = re.compile(r"\n\n[A-Z]\w+\n-+\n")


def command_of(question: Question) -> click.Command:
    """Return the command that asks a question of FILE, with every option of its function."""
    ask = question.ask
    if question.about == LOG:
        return _of_log(question)

    def command(file: str, asked: Asked, **own: Any) -> None:
        given = {name: value for name, value in own.items() if value is not None}
        answered(asked, file, question.command, ask, given)

    shared = question_options(parameters(ask)["replications"])(command)
    asks = own_options(ask)(shared)
    return click.command(question.command, help=help_of(ask))(click.argument("file")(asks))


def _of_log(question: Question) -> click.Command:
    """Return the command that asks a question of a log, which nothing is simulated for."""
    ask = question.ask

    def command(log: str, asked: Wanted, **own: Any) -> None:
        given = {name: value for name, value in own.items() if value is not None}
        answered_of_log(asked, log, question.command, ask, given)

    asks = own_options(ask)(record_options(command))
    argument = click.argument("log", metavar="LOG")
    return click.command(question.command, help=help_of(ask))(argument(asks))


def own_options(ask: Callable[..., Any], *without: str) -> Callable[[_F], _F]:
    """Return a decorator that adds the options that only this question has, in order."""

    def decorate(function: _F) -> _F:
        for name, parameter in reversed(parameters(ask).items()):
            if name not in (*_SHARED, *without):
                function = option_of(parameter)(function)
        return function

    return decorate


def help_of(ask: Callable[..., Any]) -> str:
    """Return what a function says about itself to who types it: its words and its examples."""
    words, *sections = _SECTION.split(inspect.getdoc(ask) or "")
    examples = sections[-1].strip().splitlines() if sections else []
    if not examples:
        return words
    first, *more = examples
    lines = [f"Example:  {first}", *(f"          {line}" for line in more)]
    return "\n".join([words, "", "\b", *lines])
