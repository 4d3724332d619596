"""`edgewise new`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from simulator.cli.options import refuse, refusing
from simulator.cli.question import Asked, question_options
from simulator.questions.asking import parameters
from simulator.questions.plausible.answer import plausible

_INTERRUPTED = 130
INTRODUCTION = (
    "About twenty minutes. don't know is an answer, back goes one question back, and Ctrl-C loses "
    "nothing: every answer is kept at once, and the same command goes on from there."
)


@click.command()
@click.argument("file", default="my-company.yaml", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--answers",
    "given",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Ask nothing: take the answers from this file; what it does not hold is not known.",
)
@click.option("--force", is_flag=True, help="Write over FILE if it is already there.")
@question_options(parameters(plausible)["replications"])
def new(file: Path, given: Path | None, force: bool, asked: Asked) -> None:
    """Write a scenario of your organisation from an interview of about twenty minutes.

    Teams, who hands to whom, three questions on the ten busiest handovers, and last year's
    numbers; "don't know" is an answer. Every answer is kept at once in a plain file beside FILE:
    Ctrl-C loses nothing, and the same command goes on from there or changes an answer.

    \b
    Example:  edgewise new my-company.yaml
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.cli.plausible import looked

    if given is not None:
        answers = _given(given)
        if file.exists() and not force:
            refuse(f"{file} is already there; allowed: another name, or --force")
    else:
        answers = _interviewed(file, force=force)
    _write(file, answers)
    if not asked.quiet:
        click.echo(f"Wrote {file}.\n", err=True)
    looked(str(file), asked)


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.stem}.answers.yaml")


def _given(path: Path) -> dict[str, str]:
    """Return the answers of a file, each of them checked; refuses with every problem."""
    from simulator.interview.interview import canonical, questions
    from simulator.interview.replies import DONT_KNOW

    answers = _loaded(path)
    problems = []
    kept: dict[str, str] = {}
    done: set[str] = set()
    while left := [question for question in questions(kept) if question.key not in done]:
        question = left[0]
        done.add(question.key)
        if question.key not in answers:
            if question.needed:
                problems.append(f"{path}: {question.key}: found nothing; allowed {question.hint}")
            else:
                kept[question.key] = DONT_KNOW
            continue
        try:
            kept[question.key] = canonical(question, answers[question.key], kept)
        except ValueError as error:
            problems.append(f"{path}: {question.key}: {error}")
    if not problems:
        problems = [
            f"{path}: {key}: found an answer to no question; allowed the questions of edgewise new"
            for key in answers
            if key not in done
        ]
    if problems:
        refuse("\n".join(problems))
    return kept


def _loaded(path: Path) -> dict[str, str]:
    from simulator.files.interview_answers import load

    try:
        return load(path)
    except OSError as error:
        refuse(f"{path}: cannot be read ({error.strerror}); allowed: a file of answers")


def _interviewed(file: Path, *, force: bool) -> dict[str, str]:
    """Return the answers of an interview; those kept beside the file are not asked again."""
    from simulator.cli.dialogue import EndedError, chosen, interview
    from simulator.files.interview_answers import keep
    from simulator.interview.interview import questions

    beside = _beside(file)
    answers = _loaded(beside) if beside.exists() else {}
    begun = f"Going on from {beside} ({len(answers)} answers)." if answers else INTRODUCTION
    click.echo(begun, err=True)
    try:
        interview(answers, lambda found: keep(found, beside))
        answers = {question.key: answers[question.key] for question in questions(answers)}
        chosen(answers, lambda found: keep(found, beside))
        if file.exists() and not force:
            _overwrite(file)
    except KeyboardInterrupt:
        _kept(beside, answers, _INTERRUPTED)
    except EndedError:
        _kept(beside, answers, 2)
    return answers


def _overwrite(file: Path) -> None:
    from simulator.cli.dialogue import EndedError, answered_yes

    try:
        yes = answered_yes(f"{file} is already there. Write over it? (yes or no) > ")
    except EndedError:
        yes = False
    if not yes:
        refuse(f"{file} is as it was; allowed: another name, or --force")


def _kept(beside: Path, answers: dict[str, str], code: int) -> NoReturn:
    click.echo(
        f"\nStopped with {len(answers)} answers, kept in {beside}; the same command goes on from "
        "there.",
        err=True,
    )
    sys.exit(code)


def _write(file: Path, answers: dict[str, str]) -> None:
    from simulator.files.disk import write
    from simulator.files.read import load_text
    from simulator.interview.draft import draft

    with refusing(str(file)):
        text = draft(answers)
    load_text(text, str(file))
    write(file, text.encode())
