"""Every question goes every way out: kept, drawn again, handed outside without a name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulator.present import anonymise
from simulator.present.answer_folder import draw_again, draw_outside, keep
from simulator.present.chart.lettering import fit
from simulator.present.chart.sheet import page_figure, slide
from simulator.present.document import Document, Section
from simulator.present.five_lines import five_lines
from simulator.present.kept_document import read_document
from simulator.present.slides import slides, undrawable
from simulator.questions.drawings import DRAWINGS
from tests.tiers import sampled
from tests.unit.questions.asked import QUESTIONS, answer, company

OURS = ("Zimt", "Quitte", "Holunder", "Brombeer", "Mispel", "zettel", "Reifegrad", "Marmelade",
        "Einmachglas", "TLR", "Lager", "739,184", "739184")  # fmt: skip
"""What stands in the company's names, its price and its reason, and in nothing else."""
OWN = re.compile(
    r"(?<!every 100 )\bperson-days\b(?! avert| a year</bdi>)|"
    r"\d+ of \d+;|\byours[: ][\d.]+|1[0-9] post-m"
)
"""Own efforts and counts, as answers say them; a unit in a cell of outcomes is neither."""
FOREIGN = (("A", "決済チーム"), ("B", "🚀"), ("C", "開発"), ("D", "🛠️ 運用"), ("kind", "変更"),
           ("core", "計画一"), ("edge", "計画二"))  # fmt: skip


def kept(document: Document, folder: Path) -> dict[str, bytes]:
    """The bytes of a kept answer's folder by file."""
    keep(folder, command="edgewise ask", content="1", summary={"seed": 1, "replications": 6},
         document=document, figures=True)  # fmt: skip
    return held(folder)


def held(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def plain(document: Document) -> dict[str, Any]:
    """A document as values that can be compared."""
    frames = {name: pd.DataFrame(rows) for name, rows in document.frames.items()}
    views = [
        (view.name, view.drawing.name, view.title, view.told, view.message, view.frame.to_csv())
        for view in document.figures.values()
    ]
    bare = replace(document, frames={}, views=(), names=dict(document.names))
    told = {name: frame.map(_listed).to_csv() for name, frame in frames.items()}
    return {**asdict(bare), "views": views, "frames": told}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple | np.ndarray) else value


@pytest.mark.parametrize("question", sampled(QUESTIONS, 3))
def test_an_answer_read_again_is_the_answer_and_draws_the_same_bytes(
    question: str, tmp_path: Path
) -> None:
    document = answer(question)
    first = kept(document, tmp_path)
    assert plain(read_document(tmp_path, DRAWINGS)) == plain(document)
    draw_again(tmp_path, DRAWINGS)
    assert held(tmp_path) == first
    assert {"document.json", "report.html", "report.xlsx", "lines.txt"} <= set(first)
    assert all(f"figures/{name}.{kind}" in first
               for name in document.figures for kind in ("svg", "png", "parquet"))  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_five_lines_are_five_lines_of_every_question(question: str) -> None:
    lines = five_lines(answer(question)).split("\n")
    assert len(lines) == 6
    assert all(lines[:5])


def texts(content: bytes, name: str) -> str:
    """What a file says, also inside a workbook; of a picture what is written before its points.

    Points are packed, and three letters of some name stand in them by chance now and then.
    """
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(part).decode("utf-8", "replace") for part in book.namelist())
    if name.endswith(".png"):
        content, _, _ = content.partition(b"IDAT")
    return content.decode("utf-8", "replace")


def leaks(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """The files of a folder in which something of the company stands, and what."""
    for name, content in files.items():
        said = (name + texts(content, name)).casefold()
        yield from ((name, word) for word in OURS if word.casefold() in said)


@pytest.mark.parametrize("question", sampled(QUESTIONS, 3))
def test_no_name_price_or_reason_of_the_file_is_in_any_byte_for_outside(
    question: str, tmp_path: Path
) -> None:
    files = kept(answer(question), tmp_path)
    assert list(leaks(files))
    page = draw_outside(tmp_path, DRAWINGS)
    files = held(page.parent)
    assert not list(leaks(files))
    assert not re.findall(OWN, "".join(texts(content, name) for name, content in files.items()))
    assert "Quitte" in (tmp_path / "legend.csv").read_text("utf-8") or question == "tally"


@pytest.mark.parametrize("part", sampled(["_all", "_table", "_frame", "_question"]))
def test_names_that_pass_inside_lists_tables_figures_or_titles_would_be_noticed(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = answer("compare")
    named = Section(title="Who", lines=("Quittenhof hands over to Holundertal.",))
    sections = (*document.sections, named)
    kept(replace(document, question="Quittenhof or Holundertal?", sections=sections), tmp_path)
    monkeypatch.setattr(
        anonymise, part, (lambda of, _: of.question) if part == "_question" else lambda of, *_: of
    )
    page = draw_outside(tmp_path, DRAWINGS)
    assert list(leaks(held(page.parent)))


def test_a_letter_never_stands_for_two_and_is_nobodys_name() -> None:
    letters = anonymise.legend(
        {"Team A": "team", "x": "team", **{f"t{n}": "team" for n in range(60)}}
    )
    assert len(set(letters.values())) == len(letters) == 62
    assert "Team A" not in letters.values()
    assert {"Team B", "Team Z", "Team AA"} <= set(letters.values())


@pytest.mark.parametrize("question", sampled(["compare", "account", "invest"]))
def test_names_that_no_font_knows_become_letters_and_no_two_the_same(question: str) -> None:
    document = answer(question, FOREIGN)
    letters = undrawable(document)
    assert set(letters) == {name for _, name in FOREIGN}
    lettered = anonymise.renamed(document, letters)
    for view in lettered.figures.values():
        drawn = slide(view.drawing, view.frame, title=view.title, note="")
        shown = [text.get_text() for text in drawn.axes[0].texts]
        assert not any("?" in text or "□" in text for text in shown)
        assert not any(name in text for text in shown for name in letters)
    files = slides(document)
    svg = next(name for name in files if name.endswith("svg"))
    assert "計画".encode() in b"".join(files.values()) or "開発".encode() in files[svg]


def test_two_long_names_of_one_figure_are_never_shortened_to_the_same() -> None:
    ends = ("Abteilung für " + "sehr " * 9, " und noch mehr " * 4)
    names = {key: f"{ends[0]}{word}{ends[1]}".strip() for key, word in
             zip("ABCD", ("rote", "gelbe", "blaue", "graue"), strict=True)}  # fmt: skip
    view = answer("compare", tuple(names.items())).figures["organisation"]
    drawn = slide(view.drawing, view.frame, title="", note="")
    shown = [text.get_text() for text in drawn.axes[0].texts if "…" in text.get_text()]
    assert len(shown) == len(set(shown)) == len(names)
    ax = page_figure(view.drawing, view.frame).axes[0]
    alike = [f"{'a' * 40}{sign}{'b' * 40}" for sign in "0123456789"]
    cut = [fit(ax, text, 0.1) for text in alike]
    assert len(set(cut)) == len(alike)
    assert [fit(ax, text, 0.1) for text in alike[:5]] == cut[:5]


def test_the_company_of_these_tests_has_names_of_its_own() -> None:
    said = str(company())
    assert all(word.casefold() in said.casefold() for word in OURS if word != "739,184")
