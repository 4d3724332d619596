"""The simulator runs without numba too, and says in one sentence which engine runs instead."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError

import pytest

from simulator.engines.compiled import cache, requirements
from simulator.engines.compiled.requirements import obstacle
from simulator.experiments.engine import prepare, resolved

WITHOUT_NUMBA = """
import sys
from importlib.metadata import PackageNotFoundError
from simulator.engines.compiled import requirements

def version(name):
    raise PackageNotFoundError(name)

requirements.version = version
sys.modules["numba"] = sys.modules["llvmlite"] = None
from simulator.cli.main import main

main(["run", "telephone-game", "-n", "1", "--format", "json"])
"""


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    obstacle.cache_clear()
    yield
    obstacle.cache_clear()


def installed(monkeypatch: pytest.MonkeyPatch, number: str | None) -> None:
    """Let this version of numba be there, or none."""

    def version(name: str) -> str:
        if number is None:
            raise PackageNotFoundError(name)
        return number

    monkeypatch.setattr(requirements, "version", version)


def said(engine: str) -> list[str]:
    sentences: list[str] = []
    prepare(engine, sentences.append)
    return sentences


def test_where_numba_can_compile_the_compiled_engine_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in ("0.62.0", "0.68.9"):
        installed(monkeypatch, number)
        obstacle.cache_clear()
        assert obstacle() is None
        assert resolved("auto") == resolved("compiled") == "compiled"


@pytest.mark.parametrize("number", ["0.61.2", "0.69.0", "0.69.0rc1", "1.0", None])
def test_a_numba_that_is_missing_or_was_not_tried_gives_way_to_the_reference_engine(
    number: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(monkeypatch, number)
    assert resolved("auto") == "reference"
    [sentence] = said("auto")
    assert sentence.startswith("The reference engine runs, as numba ")
    assert (number or "is not installed") in sentence
    assert said("reference") == []


def test_a_numba_that_is_switched_off_gives_way_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    [sentence] = said("auto")
    assert "switched off by NUMBA_DISABLE_JIT" in sentence
    obstacle.cache_clear()
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "0")
    assert resolved("auto") == "compiled"


def test_who_asks_for_the_compiled_engine_is_told_why_it_cannot_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installed(monkeypatch, None)
    with pytest.raises(ValueError, match="cannot run here, as numba is not installed; ask for"):
        resolved("compiled")


def test_a_command_runs_where_numba_cannot_be_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMBA], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("The reference engine runs, as numba is not installed") == 1
    assert "Traceback" not in done.stderr
    assert '"replications": 1,' in done.stdout


def test_where_nothing_can_be_kept_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "code_folder", lambda: None)
    assert said("auto") == [
        "Compiling the engine for this run only: no folder of yours can keep its machine code."
    ]
