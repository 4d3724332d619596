"""Committed text names no machine, no package registry and no page from elsewhere."""

from pathlib import Path

import pytest

from tests.house import inspection

FILES = [
    pytest.param(file, id=file.relative_to(inspection.ROOT).as_posix())
    for file in inspection.committed_files()
]


@pytest.mark.parametrize("file", FILES)
def test_a_committed_file_would_read_the_same_on_another_machine(file: Path) -> None:
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        return
    assert not "\n".join(inspection.foreign_text(text))


@pytest.mark.parametrize(
    "pieces",
    [
        ("see /ho", "me/ann/plan.yaml"),
        ('"/wo', 'rk/results"'),
        ("file:///tm", "p/x"),
        ("C:", "\\Users"),
        ("https://py", "pi.org/simple"),
        ("registry.", "npmjs.org"),
        ("--index-", "url https://example.org"),
        ("../shared/", "design/model.md"),
    ],
)
def test_the_text_check_finds_what_belongs_to_one_machine(pieces: tuple[str, str]) -> None:
    assert len(inspection.foreign_text("fine\n" + "".join(pieces))) == 1


@pytest.mark.parametrize(
    "line", ["rework/work/queue", "https://example.org/home/", "./work/x", "#!/bin/sh", "a / b"]
)
def test_the_text_check_lets_ordinary_lines_pass(line: str) -> None:
    assert not inspection.foreign_text(line)
