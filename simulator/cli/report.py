"""`edgewise report`."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from simulator.cli.options import for_reader


@click.command()
@click.argument("results", type=click.Path(exists=True, file_okay=False, path_type=Path))
@for_reader("letters for names, no own counts, prices or reasons, in RESULTS/outside.")
@click.option("--letters", is_flag=True, hidden=True)
def report(results: Path, reader: str, letters: bool) -> None:
    """Draw page, figures, workbook and lines of RESULTS again; nothing is opened.

    RESULTS is the folder that any question left. Prints where the page stands. --for outside asks
    the question again of the same organisation with letters for names, under the luck of the
    letters, so that numbers move within the noise. It goes beside a legend that stays with you:
    letters hide names from strangers, not from colleagues.

    \b
    Example:  edgewise report results/typical-company-compare-1a2b3c4d --for outside
    """  # noqa: D301 - click reads the mark as an escape
    from simulator.present.answer_folder import draw_again, draw_outside
    from simulator.present.kept_document import read_document
    from simulator.questions.drawings import DRAWINGS

    _speak_as(results)

    def say(note: str) -> None:
        click.echo(note, err=True)

    if letters or reader == "outside":
        with lettered(results, say) as again:
            document = None if again is None else read_document(again, DRAWINGS)
            page = draw_outside(results, DRAWINGS, say, document)
    else:
        page = draw_again(results, DRAWINGS, say)
    click.echo(str(page))


def _speak_as(results: Path) -> None:
    """Speak in the words of the file that RESULTS answers, if there is one."""
    from simulator.files.read import load
    from simulator.present.vocabulary import speak

    resolved = results / "scenario.yaml"
    if resolved.exists():
        speak(load(resolved))


@contextmanager
def lettered(
    results: Path, say: Callable[[str], None], store: Path | None = None
) -> Iterator[Path | None]:
    """Yield the folder of RESULTS' answer with letters for names; None where no file was asked."""
    from simulator.cli.main import main
    from simulator.files.read import load
    from simulator.files.write import write
    from simulator.present import anonymise, captions
    from simulator.present.folder import check_whole, read_manifest
    from simulator.present.names import names_of
    from simulator.present.recommendation import SHARES_ONLY
    from simulator.scenario.renaming import renamed

    check_whole(results)
    command, file, *words = shlex.split(read_manifest(results)["command"])[1:] or ("", "-")
    resolved = results / "scenario.yaml"
    if not resolved.exists() or file.startswith("-") or _priced(words):
        yield None
        return
    scenario = load(resolved)
    few = [name for name, team in scenario.teams.items() if team.people.value < captions.FEW_PEOPLE]
    if few:
        say(captions.SMALL_TEAMS.format(", ".join(few)))
    letters = anonymise.legend(names_of(scenario))
    with TemporaryDirectory() as aside:
        place = Path(aside) / "organisation.yaml"
        write(renamed(scenario, captions.AN_ORGANISATION, letters), place)
        if (others := _without(words, "--failure")) != words:
            say(captions.ANOTHER_FAILURE)
        asked = [command, str(place), *(anonymise.spelt(word, letters) for word in others)]
        asked += ["--store", str(store)] if store else []
        kept = str(Path(aside) / "kept")
        inside = SHARES_ONLY.set(True)
        try:
            with redirect_stdout(StringIO()):
                main.main([*asked, "--out", kept, "--format", "csv", "--quiet"])
        except SystemExit as end:
            if end.code not in {None, 0, 1}:
                raise
        finally:
            SHARES_ONLY.reset(inside)
        yield Path(kept)


def _without(words: list[str], option: str) -> list[str]:
    """Return the words of a command without an option and its value."""
    place = words.index(option) if option in words else len(words)
    return [*words[:place], *words[place + 2 :]]


def _priced(words: list[str]) -> bool:
    """Return whether it is judged by money, which is not told outside."""
    from simulator.measures.outcomes import OUTCOMES

    return any(word in OUTCOMES and OUTCOMES[word].priced for word in words)
