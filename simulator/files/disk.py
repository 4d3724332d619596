"""Files on disk: read only where they are files, written whole or not at all, refused by path."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from os import PathLike
from pathlib import Path
from tempfile import TemporaryFile

__all__ = ["read", "room_for_file", "room_for_folder", "write", "writing"]

# neither is there everywhere: pipes are not waited for, and Windows leaves line ends as they are
_AS_IT_IS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_KINDS = (
    (stat.S_ISDIR, errno.EISDIR, "Is a directory"),
    (stat.S_ISFIFO, errno.EINVAL, "Is a pipe, not a file"),
    (stat.S_ISSOCK, errno.EINVAL, "Is a socket, not a file"),
    (stat.S_ISLNK, errno.EINVAL, "Is a link, not a file"),
)


def read(path: str | PathLike[str], most: int = -1) -> bytes:
    """Return the content of a file, its first `most` bytes if that is not negative.

    OSError with the path for what cannot be read, and for pipes and devices, which are not waited
    for.
    """
    with _named(path):
        descriptor = os.open(path, _AS_IT_IS)
        try:
            _check_file(os.fstat(descriptor).st_mode, path)
            with os.fdopen(descriptor, "rb", closefd=False) as stream:
                return stream.read(most)
        finally:
            os.close(descriptor)


def write(path: str | PathLike[str], content: bytes) -> None:
    """Write a file whole, over the one that was there; refuses as `writing` does."""
    with writing(path) as part:
        part.write_bytes(content)


@contextmanager
def writing(path: str | PathLike[str]) -> Iterator[Path]:
    """Yield where to write what becomes the file `path` when the body ends without an error.

    OSError with the path where that cannot be, with nothing left of what was written, and for
    what is there and is no file: devices, pipes and links stay what they are. What a process that
    was killed in the body has left of the same file is removed.
    """
    place = Path(path)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    with _named(path):
        _check_replaceable(place)
        _clear_parts(place)
        try:
            yield part
            part.replace(place)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _clear_parts(place: Path) -> None:
    for part in place.parent.glob(f".{escape(place.name)}.*.part"):
        owner = part.name.removeprefix(f".{place.name}.").removesuffix(".part")
        if owner.isdecimal() and not _runs(int(owner)):
            part.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere signal 0 is not a question, but ends the process
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def room_for_file(path: str | PathLike[str]) -> None:
    """Refuse a path at which no file can be written (OSError), before there is one to write."""
    place = Path(path)
    with _named(path):
        _check_replaceable(place)
        if not place.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "There is no such folder", f"{place.parent}")
        _check_folder(place.parent)


def room_for_folder(path: str | PathLike[str]) -> None:
    """Refuse a path at which no folder can be made or written in (OSError); nothing is made."""
    place = Path(path)
    with _named(path):
        while not place.exists() and place != place.parent:
            place = place.parent
        if not place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "Is a file, not a folder", f"{place}")
        _check_folder(place)


def _check_folder(place: Path) -> None:
    # asking for the permission says nothing of disks that are full or cannot be written
    try:
        with TemporaryFile(dir=place):
            pass
    except OSError as error:
        words = f"Nothing can be written here ({error.strerror})"
        raise OSError(error.errno, words, f"{place}") from error


def _check_replaceable(place: Path) -> None:
    try:
        mode = place.lstat().st_mode
    except FileNotFoundError:
        return
    _check_file(mode, place)


def _check_file(mode: int, path: str | PathLike[str]) -> None:
    if stat.S_ISREG(mode):
        return
    for is_kind, number, words in _KINDS:
        if is_kind(mode):
            raise OSError(number, words, f"{path}")
    raise OSError(errno.EINVAL, "Is a device, not a file", f"{path}")


@contextmanager
def _named(path: str | PathLike[str]) -> Iterator[None]:
    """Let an OSError name the path that was asked for, not a part beside it or none."""
    try:
        yield
    except OSError as error:
        if error.filename is None or f"{error.filename}".endswith(".part"):
            error.filename = f"{path}"
        raise
