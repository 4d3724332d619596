"""The bytes of a log, unpacked and in UTF-8, with an end to how much may come out of it."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from simulator.files import disk
from simulator.logs.faults import fault
from simulator.scenario.tree import quoted

__all__ = ["MOST_BYTES", "Packed", "beginning", "inner_name", "stream", "unpacked"]

MOST_BYTES: Final = 32 * 1024**3
MOST_TIMES: Final = 250
"""How many times larger than the file what comes out of it may be, from 64 MiB on."""
_FREE: Final = 64 * 1024**2
_PIECE: Final = 1024**2
_ASIDE: Final = ("__MACOSX/", ".")


class Packed:
    """A stream that counts what comes out of it and stops a bomb."""

    def __init__(self, source: IO[bytes] | gzip.GzipFile, name: str, size: int) -> None:
        self._source, self._name = source, name
        self._most = min(MOST_BYTES, max(_FREE, MOST_TIMES * size))
        self.count = 0

    def read(self, size: int = _PIECE) -> bytes:
        """Return at most so many bytes; refuses what is cut off, broken, or a bomb (LogError)."""
        try:
            piece = self._source.read(size)
        except EOFError:
            raise fault(self._name, "a packed file that is cut off", "a whole file: copy it again"
                        ) from None  # fmt: skip
        except (zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, OSError) as error:
            raise fault(self._name, f"a packed file that is broken ({error})", "a whole file"
                        ) from None  # fmt: skip
        self.count += len(piece)
        if self.count > self._most:
            told = f"more than {self._most / 1e6:,.0f} MB in so small a packed file"
            raise fault(self._name, told, "a log that does not swell like this: unpack it yourself "
                        "if you trust it")  # fmt: skip
        return piece


def inner_name(path: Path) -> str:
    """Return the name of a log without its packing: `log.csv` of `log.csv.gz` or a zip of it."""
    name = path.name
    if name.lower().endswith(".gz"):
        return name[:-3]
    if name.lower().endswith(".zip"):
        return _member(path).filename.rsplit("/", maxsplit=1)[-1]
    return name


def _member(path: Path) -> zipfile.ZipInfo:
    """Return the one log of a zip; refuses none, several, and what is no zip."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [
                each
                for each in packed.infolist()
                if not each.is_dir() and not each.filename.startswith(_ASIDE)
            ]
    except (zipfile.BadZipFile, ValueError):
        raise fault(str(path), "no whole zip", "a zip with one log in it") from None
    if len(members) != 1:
        raise fault(str(path), f"{len(members)} files in the zip", "one log in a zip")
    if members[0].flag_bits & 1:
        raise fault(str(path), "a zip with a password", "a zip without one")
    return members[0]


@contextmanager
def stream(path: Path) -> Iterator[Packed]:
    """Yield the unpacked bytes of a log; OSError where it cannot be opened."""
    disk.read(path, 1)
    size, name = path.stat().st_size, str(path)
    if name.lower().endswith(".gz"):
        with gzip.open(path, "rb") as source:
            yield Packed(source, name, size)
    elif name.lower().endswith(".zip"):
        member = _member(path)
        with zipfile.ZipFile(path) as packed:
            try:
                inside = packed.open(member)
            except (RuntimeError, zipfile.BadZipFile):
                raise fault(name, "a zip packed in a way that cannot be read", "an ordinary zip"
                            ) from None  # fmt: skip
            with inside:
                yield Packed(inside, name, size)
    else:
        with path.open("rb") as source:
            yield Packed(source, name, size)


def beginning(path: Path) -> bytes:
    """Return the first bytes of a log, unpacked."""
    with stream(path) as source:
        return source.read()


def unpacked(path: Path, folder: Path, encoding: str) -> Path:
    """Return a file of UTF-8 in `folder` with the text of a log; LogError for what is no text."""
    target = folder / "text"
    try:
        found = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        raise fault(str(path), f"the encoding {quoted(encoding)}",
                    "one that Python knows, such as utf-8 or cp1252") from None  # fmt: skip
    # a line ends with a line feed from here on, whatever ended it
    decoder = io.IncrementalNewlineDecoder(found, translate=True)
    begun = False
    with stream(path) as source, target.open("wb") as out:
        while True:
            piece = source.read()
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                raise fault(str(path), f"bytes that are no {encoding} (near byte {source.count:,})",
                            f"encoding: in a mapping file ({error.reason})") from None  # fmt: skip
            if not begun:
                text, begun = text.removeprefix("\ufeff"), True
            if "\0" in text:
                raise fault(str(path), "bytes that are no text", "CSV, XLSX, Parquet, XES or JSON")
            out.write(text.encode("utf-8"))
            if not piece:
                return target
