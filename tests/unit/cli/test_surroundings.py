"""An answer comes out in any surroundings: encodings, pipes that close, streams that are shut."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.columns import paragraph, print_json
from simulator.cli.main import main
from simulator.cli.options import getting_ready, show
from simulator.cli.streams import plain, take_every_text
from simulator.present.tables import TextTable
from tests.tiers import sampled

ENCODINGS = ("cp1252", "cp437", "ascii", "latin-1", "utf-8")
COMMAND = (sys.executable, "-m", "simulator.cli")
FULL = "standard output: No space left on device\n"
ROOT = Path(__file__).parents[3]


def written() -> Iterator[str]:
    """All that the package says, in sources and scenarios."""
    package = Path(str(files("simulator")))
    for path in (*package.rglob("*.py"), *package.rglob("*.toml"), *ROOT.glob("scenarios/*.yaml")):
        yield path.read_text("utf-8")


def edgewise(
    *words: str, redirect: str = "", encoding: str = "utf-8", **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of a shell, with its streams redirected."""
    line = " ".join(f"'{word}'" for word in (*COMMAND, *words))
    return subprocess.run(
        ["sh", "-c", f"{line} {redirect}"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": encoding, **env},
    )


def test_every_sign_of_ours_has_a_plain_form() -> None:
    signs = {sign for text in written() for sign in text if not sign.isascii()}
    assert signs
    assert [sign for sign in sorted(signs) if "?" in plain(sign)] == []
    assert plain("Müller → Søren: ≥ 3 × “ab”…") == 'Muller -> Soren: >= 3 x "ab"...'
    assert plain("日本 \udcff") == "?? ?"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_stream_of_any_encoding_takes_every_text(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = TextIOWrapper(BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    take_every_text()
    print("".join(written()), "\udcff 日本", file=out, flush=True)
    assert b"Muller" not in out.buffer.read()


@pytest.mark.parametrize("encoding", sampled(["cp437", "ascii", "utf-8"], 3))
def test_a_command_says_its_arrows_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    words = ("account", "telephone-game", "-n", "2", "--out", str(tmp_path / "out"))
    found = edgewise(*words, encoding=encoding)
    assert (found.returncode, b"Error" in found.stderr) == (0, False), found.stderr
    text = found.stdout.decode(encoding)
    assert ("→" in text) == (encoding == "utf-8")
    assert "?" not in text.partition("\n")[2]


@pytest.mark.parametrize(
    ("command", "redirect", "code", "said"),
    [
        ("parameters", "| head -c 1", 0, ""),
        ("schema", ">&-", 0, ""),
        ("run telephone-game -n 2", "<&- >&- 2>&-", 0, ""),
        ("schema", "2>/dev/full", 0, ""),
        ("run telephone-game -n 2", ">/dev/full", 2, FULL),
        ("schema --help", ">/dev/full", 2, FULL),
        ("schema --nonsense", ">/dev/full 2>/dev/full", 2, ""),
    ],
)
def test_streams_that_close_or_fill_up_end_in_no_traceback(
    command: str, redirect: str, code: int, said: str
) -> None:
    found = edgewise(*command.split(), redirect=redirect)
    assert (found.returncode, found.stderr.decode()) == (code, said)


class Terminal(StringIO):
    """A terminal that remembers."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("width", [40, 41, 80, 200])
def test_on_a_terminal_every_line_fits_and_no_word_is_cut(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"COLUMNS": f"{width}", "NO_COLOR": "1", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    said = "Of 100 failures today, 12 are made inside [teams], 80 are made between teams. " * 3
    table = TextTable(
        title="Where they start",
        columns=("place", "born"),
        rows=(("Platform → Front of house", "1"),),
    )
    paragraph(said)
    show((table,))
    shown = re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue())
    assert max(map(len, shown.splitlines())) <= width
    assert " ".join(said.split()) in " ".join(shown.split())
    assert not re.search(r"\x1b\[[0-9;]*[349][0-7]m", terminal.getvalue()), "colour"


def test_elsewhere_no_line_of_a_table_ends_in_blanks(capsys: pytest.CaptureFixture[str]) -> None:
    columns = ("a place", "how many of its changes failed in a year")
    show((TextTable(title="Where", columns=columns, rows=(("Platform", "1"),)),))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Where"
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_loses_no_sign_of_a_name_in_any_encoding(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = TextIOWrapper(BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    take_every_text()
    name = "Zoë → 日本 \U0001f642"
    print_json(json.dumps({"name": name}, ensure_ascii=False))
    out.flush()
    text = out.buffer.getvalue().decode(encoding)
    assert json.loads(text) == {"name": name}
    assert ("日本" in text) == (encoding == "utf-8")


@pytest.mark.parametrize("command", [[], ["compare"], ["report"], ["parameters"]])
def test_help_is_as_narrow_as_the_terminal(command: list[str]) -> None:
    said = CliRunner().invoke(main, [*command, "--help"], env={"COLUMNS": "40"}).stdout
    # neither an example nor an option's own words are broken
    wrapped = [line for line in said.splitlines() if not re.match(r"  +-|.*edgewise ", line)]
    assert max(map(len, wrapped)) <= 40


def test_a_terminal_hears_at_once_that_a_command_has_begun_and_keeps_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def heard(*, terminal: bool, quiet: bool) -> str:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
        with pytest.raises(KeyError), getting_ready(quiet=quiet):
            raise KeyError
        return capsys.readouterr().err

    said, *erased = heard(terminal=True, quiet=False).split("\r")
    assert said
    assert erased == ["", " " * len(said), ""]
    assert heard(terminal=False, quiet=False) == heard(terminal=True, quiet=True) == ""
