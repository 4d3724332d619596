"""The shell is told: completion, versions, and what a machine has and lacks."""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli import doctor
from simulator.cli.main import SECTIONS, main


def completed(shell: str, *words: str) -> list[str]:
    """What Tab offers after these words, as the shell's own script asks for it."""
    line = " ".join(("edgewise", *words))
    asked = {"COMP_WORDS": line, "COMP_CWORD": f"{len(words)}"}
    if shell == "fish":
        asked["COMP_CWORD"] = words[-1]
    done = subprocess.run(
        [sys.executable, "-c", "from simulator.cli import main; main()"],
        env={**os.environ, "_EDGEWISE_COMPLETE": f"{shell}_complete", **asked},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_bash_offers_commands_options_scenarios_and_files() -> None:
    commands = [name for names in SECTIONS.values() for name in names if name.startswith("co")]
    assert completed("bash", "co") == [f"plain,{name}" for name in commands]
    assert completed("bash", "run", "--fo") == ["plain,--format"]
    assert completed("bash", "account", "typ") == ["plain,typical-company", "file,typ"]


@pytest.mark.parametrize(
    ("shell", "offered"),
    [
        ("zsh", ["plain", "typical-company", "_"]),
        ("fish", ["plain,typical-company", "file,typ"]),
    ],
)
def test_the_other_shells_are_offered_the_same(shell: str, offered: list[str]) -> None:
    assert completed(shell, "compare", "typ")[: len(offered)] == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_edgewise(shell: str) -> None:
    env = {"_EDGEWISE_COMPLETE": f"{shell}_source"}
    said = CliRunner(env=env).invoke(main, prog_name="edgewise").output
    assert f"_EDGEWISE_COMPLETE={shell}_complete" in said


def test_the_version_names_the_engine_and_what_compiles_it() -> None:
    said = CliRunner().invoke(main, ["--version"]).output
    engine = f"compiled engine, numba {version('numba')}"
    assert said.startswith(f"edgewise {version('edgewise')} ({engine}, Python 3.")


def test_the_doctor_finds_this_machine_fine(own_store: Path) -> None:
    result = CliRunner().invoke(main, ["doctor", "--format", "json"])
    found = {each["what"]: each for each in json.loads(result.output)}
    assert result.exit_code == 0
    assert all(each["fine"] for each in found.values())
    assert f"numba {version('numba')}" in found["needed"]["found"]
    assert f"{own_store}" in found["store"]["found"]
    assert "compiled" in found["engine"]["found"]


def test_the_doctor_names_what_is_too_old_and_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "version", lambda name: "1.0" if name == "numpy" else "99.0")
    monkeypatch.setattr(doctor, "_engine", lambda: "not asked")
    monkeypatch.setattr(doctor, "_page", lambda: "not asked")
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 1
    (line,) = [line for line in result.output.splitlines() if " NO " in line]
    assert "numpy 1.0" in line
    assert "install edgewise again" in line


def test_the_doctor_says_why_a_store_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("EDGEWISE_STORE", str(tmp_path / "file"))
    result = CliRunner().invoke(main, ["doctor", "--format", "json"])
    (store,) = [each for each in json.loads(result.output) if each["what"] == "store"]
    assert not store["fine"]
    assert "Not a directory" in store["found"]
    assert result.exit_code == 1
