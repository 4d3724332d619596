"""A scenario file made of answers to the questions of `edgewise new`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.questions.answered import Answered
from simulator.questions.asking import question
from simulator.questions.organisation import Organisation

if TYPE_CHECKING:
    from simulator.present.document import Document

__all__ = ["Draft", "new"]


@dataclass(frozen=True, kw_only=True)
class Draft(Answered):
    """A scenario file, and the answers it was made of: what `edgewise new` writes.

    `answers` are as they are kept, by the key of their question; what was not answered is
    `don't know`. `text` is the file.
    """

    answers: Mapping[str, str]
    text: str

    def organisation(self) -> Organisation:
        """Return the organisation of the scenario file, as `load` would."""
        from simulator.files.read import load_text

        return Organisation(file=self.answers["name"], scenario=load_text(self.text))

    def write(self, path: str | PathLike[str]) -> None:
        """Write the scenario file."""
        from simulator.files.disk import write

        write(Path(path), self.text.encode())

    def as_json(self) -> dict[str, Any]:
        """Return the answers by the key of their question, and the text of the file."""
        return {"answers": dict(self.answers), "scenario": self.text}

    def __repr__(self) -> str:
        return f"Draft({self.answers['name']!r})"

    def document(self) -> Document:
        """Return the answers as they were understood."""
        from simulator.questions.new.words import shown

        return shown(self.answers, self.organisation().scenario)


@question
def new(answers: Mapping[str, Any], *, matrix: str | PathLike[str] | None = None) -> Draft:
    """Write a scenario of your organisation from an interview of about ten minutes.

    Teams, where changes go live, their ways and the handovers on them, last year's numbers, and
    money; "don't know" is an answer. Every answer is kept at once in a plain file beside FILE:
    Ctrl-C loses nothing, and the same command goes on from there or changes an answer. In the end
    come the answer, one sheet to forward (FILE-brief.html) and a page to try (FILE-what-if.html).

    Notes
    -----
    From Python `answers` is a mapping by the keys of the answers' file: `name` and `teams` are
    needed. A value is a text as it would be typed, a number, a list of lines, or a mapping that is
    a line an entry (`{"teams": {"Support": 12, "SRE": 5}}`). `matrix` is a table of who hands to
    whom: rows hand to columns.

    Raises
    ------
    ValueError
        For answers that cannot be understood, with every problem; for a file that is no matrix.

    Examples
    --------
    edgewise new my-company.yaml
    edgewise new my-company.yaml --from teams.csv
    """
    from simulator.interview.draft import draft
    from simulator.interview.interview import completed

    kept = completed({**({} if matrix is None else offered(matrix)), **answers})
    return Draft(answers=kept, text=draft(kept))


def offered(matrix: str | PathLike[str]) -> dict[str, str]:
    """Return the answers that a matrix of who hands to whom gives: teams, and who hands to whom."""
    from simulator.interview.teams import matrix as read

    names, handed = read(str(matrix))
    return {
        "teams": "\n".join(f"{name} ?" for name in names),
        "handed": "\n".join(f"{a} > {b}: {often:g}" for (a, b), often in handed.items()),
    }
