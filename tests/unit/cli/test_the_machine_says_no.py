"""What the machine refuses is one line that names the path and exit 2, before anything is run."""

import json
import os
import resource
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.main import main

COMMANDS = main.list_commands(None)  # type: ignore[arg-type]
ASKING = sorted({"compare", "brief", "account", "breakeven", "invest", "duel", "map"})
NO_FOLDER = ("file", "file/inside", "pipe", "/proc/none", "/dev/null")
NO_FILE = ("folder", "pipe", "link.svg", "file/inside.svg", "nowhere/x.svg", "/proc/x.svg")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("as it was")
    Path("folder").mkdir()
    os.mkfifo("pipe")
    Path("link.svg").symlink_to("file")
    return tmp_path


def refused(*words: str) -> str:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


@pytest.fixture
def no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> None:
        raise AssertionError("something was run")

    monkeypatch.setattr("simulator.experiments.engine.prepare", run)
    monkeypatch.setattr("simulator.engines.compiled.engine.kernel", run)


@pytest.mark.usefixtures("no_run")
@pytest.mark.parametrize("path", NO_FOLDER)
@pytest.mark.parametrize("command", [*ASKING, "explain"])
def test_a_folder_that_cannot_be_is_refused_before_anything_is_run(command: str, path: str) -> None:
    assert path.split("/")[1 if path[0] == "/" else 0] in refused(
        command, "telephone-game", "--out", path
    )


@pytest.mark.usefixtures("no_run")
@pytest.mark.parametrize("path", NO_FILE)
@pytest.mark.parametrize("words", [("run", "--events"), ("explain", "--figure")])
def test_a_file_that_cannot_be_is_refused_before_anything_is_run(
    words: tuple[str, str], path: str, place: Path
) -> None:
    command, option = words
    before = sorted(place.rglob("*"))
    line = refused(command, "telephone-game", option, path)
    assert line.split(":")[0] in {path, *map(str, Path(path).parents)}
    assert sorted(place.rglob("*")) == before
    assert Path("link.svg").is_symlink()


@pytest.mark.usefixtures("no_run")
@pytest.mark.parametrize("path", ["folder", "pipe", "nowhere", "/dev/zero", "file/inside"])
@pytest.mark.parametrize(
    "command", [*ASKING, "run", "explain", "warmup", "validate", "tally", "new"]
)
def test_what_is_no_file_is_refused_and_not_waited_for(command: str, path: str) -> None:
    words = ("new", "--answers", path) if command == "new" else (command, path)
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert path in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("size", [100, 3_000, 30_000])
def test_a_full_disk_is_one_line_and_leaves_no_half_file(size: int, place: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        words = ("account", "telephone-game", "-n", "2", "--out", "kept", "--quiet")
        result = CliRunner().invoke(main, words)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == "kept: File too large"
    assert "Traceback" not in result.stderr
    left = [path for path in (place / "kept").rglob("*") if path.is_file()]
    assert [path for path in left if path.suffix == ".part"] == []
    for path in left:
        if path.suffix == ".json":
            json.loads(path.read_bytes())
