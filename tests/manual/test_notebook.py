"""The notebook of the docs runs from the first cell to the last, and is kept without outputs."""

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "first-steps.ipynb"


def test_the_notebook_runs_and_its_last_answer_shows_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            exec("".join(cell["source"]), names)  # noqa: S102 - our own page
    assert escape(names["answer"].document().headline) in names["answer"]._repr_html_()
