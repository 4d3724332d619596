"""The store is shown, made smaller, emptied, carried away and brought in."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from simulator.cli.main import main
from simulator.experiments.store.keeping import segments
from simulator.experiments.store.segment import write_segment
from simulator.experiments.store.store import Store


def edgewise(*words: str, code: int = 0) -> Result:
    """What `edgewise store` says."""
    result = CliRunner().invoke(main, ["store", *words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def rows(own_store: Path) -> Path:
    """The folder of a store with two segments."""
    folder = own_store / "rows"
    folder.mkdir()
    for program in ("a" * 64, "b" * 64):
        write_segment(folder, 1, "compiled-of-old", [(program, 0, np.ones((25, 3)))])
    return folder


def test_it_is_shown_engine_by_engine(rows: Path) -> None:
    said = edgewise("show").stdout
    assert str(rows) in said.replace("\n", "")
    line = next(line for line in said.splitlines() if "compiled-of-old" in line)
    assert [cell.strip() for cell in line.strip("|").split("|")][1:5] == ["no", "2", "2", "50"]
    segments(rows)[0].write_bytes(b"")
    assert "is damaged" in edgewise("show").stdout


def test_an_empty_store_is_shown_as_that(own_store: Path) -> None:
    assert "rows: 0 B" in edgewise("show").stdout.replace("\n", "")
    assert not (own_store / "rows").exists()


def test_it_is_made_as_small_as_said_and_emptied(rows: Path) -> None:
    edgewise("prune")
    edgewise("prune", "--to", "100M")
    assert len(segments(rows)) == 2
    assert "1 file taken away from" in edgewise("prune", "--to", "300").stdout
    assert "1 file taken away from" in edgewise("empty").stdout
    assert segments(rows) == []


def test_a_size_that_is_none_is_refused(rows: Path) -> None:
    assert "allowed: a size such as 500M or 2G" in edgewise("prune", "--to", "lots", code=2).stderr
    assert len(segments(rows)) == 2


def test_nothing_goes_while_another_command_uses_it(rows: Path, own_store: Path) -> None:
    user = Store(own_store, seed=1, engine="compiled-of-old")
    assert "in use by another command" in edgewise("empty", code=2).stderr
    user.close()
    edgewise("empty")
    assert segments(rows) == []


def test_runs_travel(rows: Path, tmp_path: Path) -> None:
    assert "2 files copied" in edgewise("export", str(tmp_path / "stick")).stdout
    there = ("--store", str(tmp_path / "there"))
    assert "2 files copied" in edgewise(*there, "import", str(tmp_path / "stick")).stdout
    assert "0 files copied" in edgewise("import", str(tmp_path / "stick")).stdout
    assert [path.name for path in segments(tmp_path / "there" / "rows")] == [
        path.name for path in segments(rows)
    ]


def test_runs_that_contradict_are_refused(rows: Path, tmp_path: Path) -> None:
    write_segment(tmp_path, 1, "compiled-of-old", [("a" * 64, 10, np.zeros((25, 3)))])
    refused = edgewise("import", str(tmp_path), code=2).stderr
    assert "hold other numbers for the same replications" in refused
    assert "nothing was imported" in refused
    assert len(segments(rows)) == 2
