"""Hospital files speak of patients: no output of theirs holds a word of software."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from simulator.files.read import load, load_text
from simulator.files.shipped import shipped
from simulator.measures.outcomes import OUTCOMES
from simulator.present.speech import in_words, speaking
from simulator.present.vocabulary import SOFTWARE, speak, spoken
from tests.tiers import sampled
from tests.unit.web.pages import data_of, edgewise

HOSPITALS = ("ipass", "nursing-chain", "surgical-checklist")
BARRED = re.compile(
    r"\b(releas\w*|production|deploy\w*|rollback\w*|rolled back|code|changes?|P[1-4]"
    r"|architecture|users?)\b",
    re.IGNORECASE,
)
KEYS = re.compile(rf"\b(?:{'|'.join(name for name in OUTCOMES if '_' in name)})\b")
"""What programs call outcomes; a reader of a file with words meets those."""
COMMANDS = (
    ("run",), ("compare", "--worlds", "8"), ("brief", "--worlds", "8", "-n", "20"), ("account",),
    ("breakeven", "--worlds", "4"), ("explain",), ("risk",), ("duel",), ("invest",),
    ("validate",), ("what-if", "--arrivals", "1.2x", "--worlds", "0"), ("map",),
)  # fmt: skip
# nothing fails inside the nursing chain, so there is no share to map
ASKED = [
    (name, words)
    for words in COMMANDS
    for name in HOSPITALS
    if (name, words[0]) != ("nursing-chain", "map")
]


def barred(text: str) -> list[str]:
    """The words of software in a text; keys of a file, with their dots, are no words."""
    lines = re.sub(r"\w+(\.\w+)+", "", text)
    return [lines[max(0, m.start() - 40) : m.end() + 20] for m in BARRED.finditer(lines)]


def seen(page: str) -> str:
    """What a reader of a page sees: no style, no script and no data for programs."""
    bare = re.sub(r"(?s)<(style|script).*?</\1>|<code>.*?</code>|<!--.*?-->", " ", page)
    return html.unescape(re.sub(r"<[^>]+>", "\n", bare))


@pytest.mark.parametrize(("name", "words"), sampled(ASKED))
def test_no_output_of_a_hospital_holds_a_word_of_software(
    name: str, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    runs = () if words[0] in {"risk", "validate"} or "-n" in words else ("-n", "4")
    out = () if words[0] == "run" else ("--out", "kept")
    said = edgewise(words[0], name, *words[1:], *runs, *out, "--quiet")
    assert barred(said.stdout) == []
    assert KEYS.findall(said.stdout) == []
    pages = [*tmp_path.rglob("*.html"), *tmp_path.rglob("*.svg"), *tmp_path.rglob("*.txt")]
    assert pages or words[0] in {"run", "explain"}
    for path in pages:
        text = seen(path.read_text("utf-8"))
        assert barred(text) == [], path.name
        assert KEYS.findall(text) == [], path.name


@pytest.mark.parametrize("name", HOSPITALS)
def test_the_page_that_simulates_speaks_so_too(name: str, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    edgewise(
        "compare", name, "-n", "4", "--worlds", "4", "--out", str(tmp_path / "kept"), "--quiet"
    )
    edgewise("page", str(tmp_path / "kept"), "-o", str(target), "--quiet")
    page = target.read_text("utf-8")
    assert barred(seen(page)) == []
    data = data_of(page)
    for key in ("say", "assumed", "lines"):
        assert barred(re.sub(r"[{}\[\]\":]", " ", " ".join(_texts(data[key])))) == [], key
    assert data["say"]["grade_1"] == spoken(load(shipped()[name])).grades[0]  # type: ignore[index]


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    some = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in some for text in _texts(each)]


def test_names_stay_and_so_does_everything_where_nothing_is_said() -> None:
    text = "extends: typical-company\nname: Change office\nwords: {item: order, items: orders}\n"
    with speaking():
        speak(load_text(text))
        assert in_words("Change office: 3 failed changes per 100 changes") == (
            "Change office: 3 failed changes per 100 orders"
        )
        assert in_words("arms.x.change.work, a change") == "arms.x.change.work, an order"
        speak(load(shipped()["typical-company"]))
        assert in_words("3 changes, P1") == "3 changes, P1"
    assert spoken(load(shipped()["typical-company"])) == SOFTWARE


def test_a_command_forgets_the_words_of_the_one_before() -> None:
    edgewise("run", "ipass", "-n", "2", "--quiet")
    assert "changes" in edgewise("run", "typical-company", "-n", "2", "--quiet").stdout
