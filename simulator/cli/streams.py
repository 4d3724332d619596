"""The standard streams, made to take every text in any surroundings."""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress

__all__ = ["let_go", "make_whole", "plain", "refused_by_output", "take_every_text"]

_OUTPUT = "standard output"
_HANDLER = "edgewise-plain"
_ASCII = "edgewise-ascii"
_SIGNS = {
    "→": "->", "←": "<-", "↔": "<->", "↑": "^", "↓": "v", "–": "-", "—": "-", "−": "-", "‐": "-",
    "‑": "-", "…": "...", "×": "x", "÷": "/", "±": "+/-", "·": "-", "•": "-", "●": "*", "◆": "*",
    "○": "o", "◐": "+", "☐": "[ ]", "☑": "[x]",
    "■": "*", "✓": "+", "✔": "+", "✗": "x", "≤": "<=", "≥": ">=", "≈": "~", "≠": "!=", "“": '"',
    "”": '"', "„": '"', "‘": "'", "’": "'", "«": '"', "»": '"', "ß": "ss", "æ": "ae", "Æ": "AE",
    "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "€": "EUR", "£": "GBP",
    "‹": "<", "›": ">", "□": "#",
}  # fmt: skip


def plain(text: str) -> str:
    """Return a text in ASCII: signs by their typewriter forms, letters without accents, else ?."""
    return "".join(_SIGNS.get(sign) or _letter(sign) for sign in text)


def _letter(sign: str) -> str:
    kept = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return kept or ("" if unicodedata.combining(sign) else "?")


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end


def _ascii_by_another_name(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != _ASCII:
        return None
    ascii_ = codecs.lookup("ascii")
    return codecs.CodecInfo(
        name=_ASCII,
        encode=ascii_.encode,
        decode=ascii_.decode,
        incrementalencoder=ascii_.incrementalencoder,
        incrementaldecoder=ascii_.incrementaldecoder,
    )


def take_every_text() -> None:
    """Let standard output and error write in plain signs what their encoding does not have."""
    codecs.register_error(_HANDLER, _replaced)
    codecs.register(_ascii_by_another_name)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # click takes ASCII for a mistake and would write UTF-8 beside our ASCII
            ascii_ = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding=_ASCII if ascii_ else None, errors=_HANDLER)


class _Output(io.TextIOWrapper):
    """Standard output, whose refusals say which file it was."""

    def write(self, text: str, /) -> int:
        """Write a text."""
        with _named():
            return super().write(text)

    def flush(self) -> None:
        """Write what is held back."""
        with _named():
            super().flush()


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        error.filename = _OUTPUT
        raise


class _Notes(io.TextIOWrapper):
    """Standard error, where a note that cannot be written is no reason to lose an answer."""

    def write(self, text: str, /) -> int:
        """Write a text; what cannot be written is dropped."""
        with suppress(OSError):
            return super().write(text)
        return len(text)

    def flush(self) -> None:
        """Write what is held back; what cannot be written is dropped."""
        with suppress(OSError):
            super().flush()


def make_whole() -> None:
    """Give the process three streams: closed ones lead nowhere, and a full one says so."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # the lowest number is free: no file that is written later becomes a standard stream
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for name, kind in (("stdout", _Output), ("stderr", _Notes)):
        stream = getattr(sys, name)
        lines = stream.line_buffering
        encoding = stream.encoding
        setattr(sys, name, kind(stream.detach(), encoding=encoding, line_buffering=lines))


def refused_by_output(error: Exception) -> bool:
    """Return whether it was standard output that could not be written."""
    return isinstance(error, OSError) and error.filename == _OUTPUT


def let_go() -> None:
    """Let what standard output still holds lead nowhere, so that nothing fails again at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
