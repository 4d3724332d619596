"""`edgewise new`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from functools import wraps
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NoReturn

import click

from simulator.cli.ask import help_of
from simulator.cli.options import progress, refuse, refusing, typed
from simulator.cli.question import Asked, answered, question_options
from simulator.questions.asking import Worlds, parameters
from simulator.questions.compare.answer import compare
from simulator.questions.new.answer import new as ask

if TYPE_CHECKING:
    from simulator.interview.interview import Question
    from simulator.questions.answered import Answered
    from simulator.questions.asking import Means
    from simulator.questions.brief.answer import Brief
    from simulator.questions.organisation import Organisation

_INTERRUPTED = 130
_LEAST = 20
_FILE = click.Path(path_type=Path, dir_okay=False)
INTRODUCTION = (
    "About ten minutes, 25 questions at most. ? or don't know is an answer, back goes one question "
    "back, and\nCtrl-C loses nothing: every answer is kept at once, and the same command goes on "
    "from there."
)


@click.command(help=help_of(ask))
@click.argument("file", default="my-company.yaml", type=_FILE)
@click.option(
    "--answers",
    "given",
    type=_FILE,
    help="Ask nothing: take the answers from this file; what it does not hold is not known.",
)
@click.option(
    "--from",
    "matrix",
    type=_FILE,
    help="Teams and who hands to whom from this table, such as a CSV file: rows hand to columns.",
)
@click.option("--force", is_flag=True, help="Write over FILE if it is already there.")
@typed("worlds", Worlds, 200)
@question_options(parameters(compare)["replications"])
def new(
    file: Path, given: Path | None, matrix: Path | None, force: bool, worlds: int, asked: Asked
) -> None:
    """Interview, write FILE, and end with the answer, the brief and the page."""
    if asked.n < _LEAST:
        refuse(f"-n: found {asked.n}; allowed: {_LEAST} or more, since a brief is written too")
    offers = {} if matrix is None else _offered(matrix)
    if given is not None:
        answers = _given(given, offers)
        if file.exists() and not force:
            refuse(f"{file} is already there; allowed: another name, or --force")
        _write(file, answers)
        _looked(answers, asked, worlds)
    else:
        answers = _interviewed(file, offers, asked, worlds, force=force)
        _write(file, answers)
    if not asked.quiet:
        click.echo(f"Wrote {file}.\n", err=True)
    _ending(file, asked, worlds)


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.stem}.answers.yaml")


def _offered(matrix: Path) -> dict[str, str]:
    from simulator.questions.new.answer import offered

    with refusing("--from"):
        return offered(matrix)


def _given(path: Path, offers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of a file, each of them checked; refuses with every problem."""
    from simulator.interview.interview import AnswersError, completed

    raw = {**offers, **_loaded(path)}
    try:
        return completed(raw)
    except AnswersError as error:
        refuse("\n".join(f"{path}: {problem}" for problem in error.problems))


def _loaded(path: Path) -> dict[str, Any]:
    from simulator.files.interview_answers import load

    try:
        return load(path)
    except OSError as error:
        refuse(f"{path}: cannot be read ({error.strerror}); allowed: a file of answers")


def _interviewed(
    file: Path, offers: Mapping[str, str], asked: Asked, worlds: int, *, force: bool
) -> dict[str, str]:
    """Return the answers of an interview; those kept beside the file are not asked again."""
    from simulator.cli.dialogue import EndedError, chosen, interview
    from simulator.files.interview_answers import keep
    from simulator.interview.interview import questions

    beside = _beside(file)
    answers = _loaded(beside) if beside.exists() else {}
    begun = f"Going on from {beside} ({len(answers)} answers)." if answers else INTRODUCTION
    click.echo(begun, err=True)
    answers |= {key: text for key, text in offers.items() if key != "teams"}
    ready = _warming(asked)
    try:
        interview(answers, lambda found: keep(found, beside), offers)
        answers = {each.key: answers[each.key] for each in questions(answers)}
        chosen(answers, lambda found: keep(found, beside))
        answers = {each.key: answers[each.key] for each in questions(answers)}
        ready.join()
        _settled(answers, asked, worlds)
        keep(answers, beside)
        if file.exists() and not force:
            _overwrite(file)
    except KeyboardInterrupt:
        _kept(beside, answers, _INTERRUPTED)
    except EndedError:
        _kept(beside, answers, 2)
    return answers


def _settled(answers: dict[str, str], asked: Asked, worlds: int) -> None:
    """Ask which is trusted less where answers and records disagree; no answer stays where not."""
    from simulator.cli.dialogue import EndedError, Going, ask, said
    from simulator.interview.interview import canonical
    from simulator.interview.replies import DONT_KNOW

    before = answers.pop("trust", None)
    question = _looked(answers, asked, worlds)
    while question is not None and "trust" not in answers:
        try:
            number = len(answers) + 1 - ("handed" in answers)
            typed_ = ask(question, before, number, number)
            answers["trust"] = canonical(question, typed_, answers)
        except Going:
            continue
        except EndedError:
            answers["trust"] = DONT_KNOW
        except ValueError as error:
            said(f"   {error}")


def _looked(answers: Mapping[str, str], asked: Asked, worlds: int) -> Question | None:
    """Say how today looks, and return the question about what cannot both be true."""
    from simulator.cli.bulk import running
    from simulator.files.read import load_text
    from simulator.interview.draft import draft
    from simulator.methods.records.contradiction import contradictions
    from simulator.methods.records.population import population
    from simulator.questions.new.words import first_words, trust

    scenario = load_text(draft(answers))
    if not asked.quiet:
        click.echo("\nLooking whether your answers and your records can both be true ...", err=True)
    with running(asked.bulk, seed=asked.seed) as runner:
        with progress("companies like yours", worlds, quiet=asked.quiet) as step:
            found = population(scenario, runner, n=worlds, progress=step)
        if found is None:
            return None
        if not asked.quiet:
            click.echo(first_words(found), err=True)
        against = [each for each in contradictions(found) if each.binding]
    return trust(against[0], scenario) if against else None


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


def _write(file: Path, answers: Mapping[str, str]) -> None:
    from simulator.files.disk import write
    from simulator.files.read import load_text
    from simulator.interview.draft import draft

    text = draft(answers)
    load_text(text, str(file))
    write(file, text.encode())


def _ending(file: Path, asked: Asked, worlds: int) -> None:
    """Print the answer of FILE, and write what is handed on: one sheet, and the page to try."""
    from simulator.cli.page_made import Wish, what_if
    from simulator.questions.brief.answer import Brief

    compared = answered(asked, str(file), "compare", compare, {"worlds": worlds}, whole=False)
    sheet, page = (file.with_name(f"{file.stem}-{what}.html") for what in ("brief", "what-if"))
    aside = replace(asked, form="csv", out=None, figures=False)
    with redirect_stdout(StringIO()):
        found = answered(aside, str(file), "brief", _brief_of(compared), {"worlds": worlds})
    if isinstance(found, Brief):
        found.write(sheet)
    wish = Wish(replications=asked.n, worlds=worlds, seed=asked.seed, plans=(), by="",
                reader="us", quiet=asked.quiet, store=asked.bulk.store, room=False)  # fmt: skip
    what_if(str(file) if asked.out is None else asked.out, wish).write(page)
    if not asked.quiet:
        click.echo(
            f"\nTo forward: {sheet} (one sheet; print it to PDF).\n"
            f"To try:     {page} (opens in a browser, no network).\n"
            "Both show names, counts and prices: --for outside, of edgewise page and edgewise "
            "report, makes\nletters of the names and leaves counts, prices and reasons out.",
            err=True,
        )


def _brief_of(compared: Answered) -> Callable[..., Brief]:
    """Return the question of the brief, of a comparison that is there already."""
    from simulator.methods.brief import brief as found_by
    from simulator.methods.progress import WHOLE
    from simulator.questions.brief.answer import Brief
    from simulator.questions.brief.answer import brief as question
    from simulator.questions.compare.answer import Comparison

    @wraps(question)
    def brief(source: Organisation, *, means: Means, seed: int, engine: str, replications: int,
              worlds: int) -> Brief:  # fmt: skip
        known = compared.compared if isinstance(compared, Comparison) else None
        with means.progress("per cent of the brief", WHOLE) as step:
            found = found_by(
                source.scenario,
                means.runner(seed, engine),
                replications=replications,
                worlds=worlds,
                compared=known,
                progress=step,
            )
        return Brief(found=found)

    return brief


def _warming(asked: Asked) -> Thread:
    """Return a thread that gets the engine ready while somebody thinks about an answer."""
    from simulator.experiments.engine import prepare

    def warm() -> None:
        # what is wrong with the engine is told when it is asked for
        with suppress(Exception):
            prepare(asked.bulk.engine, lambda _: None)

    thread = Thread(target=warm, daemon=True)
    thread.start()
    return thread
