"""Files are read where they are files, written whole or not at all, and refused by path."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from simulator.files import hold
from simulator.files.cells import text_of as cells
from simulator.files.disk import read, room_for_file, room_for_folder, write, writing
from simulator.files.interview_answers import load as answers
from simulator.files.read import load


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("as it was")
    Path("folder").mkdir()
    os.mkfifo("pipe")
    Path("link").symlink_to("file")
    Path("lost").symlink_to("nowhere")
    Path("device").symlink_to("/dev/zero")
    return tmp_path


NO_FILES = {
    "folder": "Is a directory",
    "pipe": "Is a pipe",
    "device": "Is a device",
    "nowhere": "No such file",
    "file/inside": "Not a directory",
}


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("path", NO_FILES)
@pytest.mark.parametrize("reader", [read, load, cells, lambda path: answers(Path(path))])
def test_what_is_no_file_is_not_read_and_not_waited_for(
    path: str, reader: Callable[[str], object]
) -> None:
    with pytest.raises(OSError, match=NO_FILES[path]) as refused:
        reader(path)
    assert refused.value.filename == path


@pytest.mark.usefixtures("place")
def test_a_link_to_a_file_is_read() -> None:
    assert read("link") == b"as it was"
    assert read("link", 2) == b"as"


@pytest.mark.parametrize("path", ["folder", "pipe", "link", "lost", "/dev/null"])
@pytest.mark.parametrize("writer", [room_for_file, lambda path: write(path, b"new")])
def test_what_is_there_and_no_file_stays_what_it_is(
    path: str, writer: Callable[[str], object], place: Path
) -> None:
    before = {entry.name: entry.lstat().st_mode for entry in place.iterdir()}
    with pytest.raises(OSError, match="Is a") as refused:
        writer(path)
    assert refused.value.filename == path
    assert {entry.name: entry.lstat().st_mode for entry in place.iterdir()} == before


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("path", ["/proc/x", "/proc/x/y", "file/x", "nowhere/x", "nowhere/x/y"])
def test_where_no_file_can_be_is_known_before_one_is_written(path: str) -> None:
    with pytest.raises(OSError) as refused:  # noqa: PT011 - what the system calls it is its own
        room_for_file(path)
    assert refused.value.filename in {path, *map(str, Path(path).parents)}


@pytest.mark.parametrize("path", ["file", "file/x/y", "/proc/x", "pipe/x", "device"])
def test_where_no_folder_can_be_is_known_and_nothing_is_made(path: str, place: Path) -> None:
    with pytest.raises(OSError, match=r"Is a file, not a folder|Nothing can be written here"):
        room_for_folder(path)
    room_for_folder("new/one")
    room_for_folder("folder")
    assert not (place / "new").exists()


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """A disk on which no file gets longer than that many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


@pytest.mark.parametrize("size", [0, 1, 5000, 9999])
def test_a_full_disk_leaves_the_old_file_and_no_part_and_names_the_path(
    size: int, place: Path
) -> None:
    before = sorted(place.iterdir())
    with disk_of(size), pytest.raises(OSError, match="File too large") as refused:
        write("file", bytes(10_000))
    assert refused.value.filename == "file"
    assert Path("file").read_text() == "as it was"
    assert sorted(place.iterdir()) == before
    write("file", bytes(10_000))
    assert Path("file").stat().st_size == 10_000


def test_whatever_breaks_a_write_off_leaves_nothing_of_it(place: Path) -> None:
    before = sorted(place.iterdir())
    with pytest.raises(KeyboardInterrupt):
        _broken_off()
    assert sorted(place.iterdir()) == before


def _broken_off() -> None:
    with writing("new") as part:
        part.write_bytes(b"half")
        raise KeyboardInterrupt


def test_what_a_killed_process_left_of_a_file_is_removed_when_it_is_written_again(
    place: Path,
) -> None:
    killed = os.fork()
    if not killed:
        with writing("file") as part:
            part.write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(killed, 0)
    mine, other = place / f".file.{os.getpid()}.part", place / f".other.{killed}.part"
    mine.write_text("being written")
    other.write_text("of another file")
    assert (place / f".file.{killed}.part").exists()
    write("file", b"anew")
    assert (place / "file").read_bytes() == b"anew"
    assert {path.name for path in place.glob(".*.part")} == {other.name}


def test_where_folders_cannot_be_held_nobody_is_seen_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(hold, "fcntl", None)
    monkeypatch.setattr(os, "open", refused)
    with hold.Hold(tmp_path) as first, hold.Hold(tmp_path) as second:
        first.share()
        second.wait()
        assert not first.alone()


def test_a_file_is_read_byte_for_byte_where_text_and_bytes_are_opened_otherwise(
    tmp_path: Path,
) -> None:
    """Windows names a flag for bytes, and has none for pipes."""
    code = """
import os, sys
opened, there = [], os.open
del os.O_NONBLOCK
os.O_BINARY = 1 << 30
os.open = lambda path, flags: (opened.append(flags), there(path, flags & ~os.O_BINARY))[1]
from simulator.files.disk import read
assert read(sys.argv[1]) == b"a\\r\\nb" and opened == [os.O_RDONLY | os.O_BINARY], opened
"""
    (tmp_path / "file").write_bytes(b"a\r\nb")
    subprocess.run([sys.executable, "-c", code, tmp_path / "file"], check=True)
