"""Every example of docs/api.md runs and says what the page says it says."""

import doctest
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[3] / "docs" / "api.md"
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL


def examples(page: str) -> str:
    """Return the page with all but its Python blocks blanked, so that lines keep their numbers."""
    kept, inside = [], False
    for line in page.splitlines():
        fence = re.match(r"```(\w*)", line)
        if fence:
            inside = fence.group(1) == "python"
            kept.append("")
        else:
            kept.append(line if inside else "")
    return "\n".join(kept) + "\n"


@pytest.mark.slow
def test_the_examples_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page = examples(PAGE.read_text("utf-8"))
    test = doctest.DocTestParser().get_doctest(page, {}, PAGE.name, str(PAGE), 0)
    assert len(test.examples) > 25
    found = doctest.DocTestRunner(optionflags=FLAGS).run(test)
    assert found.failed == 0, capsys.readouterr().out


def test_the_reader_of_the_page_sees_only_its_examples() -> None:
    text = examples("a\n```console\n$ b\n```\n```python\n>>> 1\n1\n\n```\nc\n")
    assert text.split("\n") == ["", "", "", "", "", ">>> 1", "1", "", "", "", ""]
