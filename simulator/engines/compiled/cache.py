"""Where machine code is kept between runs: a folder that belongs to exactly these sources.

numba notices an edit of the file that holds the compiled function, but not of the functions it
calls in other files; so the folder's name holds the hash of all sources the kernel is made from,
and of the columns that the declared parameters give the plan's arrays.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba

from simulator.engines.compiled.jit import know
from simulator.engines.program import layout
from simulator.engines.sources import digest
from simulator.engines.user_cache import user_folder

_KEPT, _SEAL = 3, "seal"
_config: Any = numba.config
_MADE_FROM = tuple(f"simulator.engines.compiled.{name}" for name in ("kernel", "purchase", "cache"))


@cache
def source_hash() -> str:
    """Return the hash of everything the kernel's machine code depends on but the processor."""
    made_by = f"{sys.version} {numba.__version__} {llvmlite.__version__}"
    columns = [dtype.descr for dtype in (layout.TEAM, layout.EDGE, layout.EPOCH)]
    return hashlib.sha256(f"{made_by} {digest(*_MADE_FROM)} {columns}".encode()).hexdigest()


def code_folder() -> Path | None:
    """Return the folder for this kernel's machine code; None where nothing can be kept.

    Code that is not as it was written, or that cannot be read, is deleted, to be made again.
    """
    try:
        folder = user_folder() / f"kernel-{source_hash()[:16]}"
        folder.mkdir(parents=True, exist_ok=True)
        if not _whole(folder):
            shutil.rmtree(folder)
            folder.mkdir()
        with tempfile.TemporaryFile(dir=folder):
            pass
        os.utime(folder)
        _prune(folder.parent)
    except (OSError, RuntimeError):
        return None
    return folder


def is_compiled() -> bool:
    """Return whether machine code of this kernel is there, so that nothing will be compiled."""
    folder = code_folder()
    return folder is not None and (folder / _SEAL).exists()


def _whole(folder: Path) -> bool:
    """Return whether machine code in the folder is as it was written."""
    try:
        return (folder / _SEAL).read_text() == _seal(folder)
    except FileNotFoundError:
        return not any(folder.rglob("*.nb?"))
    except (OSError, UnicodeDecodeError):
        return False


def _seal(folder: Path) -> str:
    """Return the hash of what numba keeps in the folder."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.nb?")):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _prune(parent: Path) -> None:
    folders = sorted(parent.glob("kernel-*"), key=lambda path: path.stat().st_mtime)
    for folder in folders[:-_KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _compiling(folder: Path | None) -> Iterator[None]:
    """Let numba keep machine code in `folder`; other packages' settings stay as they are.

    Loops are not turned into vectors: the kernel gains nothing by it, and its text is to serve
    other processors too.
    """
    before = _config.CACHE_DIR, _config.LOOP_VECTORIZE
    _config.CACHE_DIR, _config.LOOP_VECTORIZE = str(folder or before[0]), 0
    try:
        yield
    finally:
        _config.CACHE_DIR, _config.LOOP_VECTORIZE = before


def compiled(function: Callable[..., Any], signature: str) -> Callable[..., Any]:
    """Return `function` as machine code, read from the cache or compiled now [some seconds].

    Its text is kept beside it when it is compiled: machine code read from the cache has none.
    """
    folder = code_folder()
    code = _code(function, signature, folder)
    if folder is not None and not code.stats.cache_hits:
        _keep(_text_file(folder, function), zlib.compress(_text_of(code).encode()))
        _keep(folder / _SEAL, _seal(folder).encode())
    return code


def llvm_text(function: Callable[..., Any], signature: str) -> str:
    """Return the LLVM text that the machine code of `function` was made from."""
    folder = code_folder()
    kept = None if folder is None else _read(_text_file(folder, function))
    if kept is not None:
        return kept
    text = _text_of(_code(function, signature, None))
    if folder is not None:
        _keep(_text_file(folder, function), zlib.compress(text.encode()))
    return text


def _code(function: Callable[..., Any], signature: str, folder: Path | None) -> Any:
    know()
    with _compiling(folder):
        made = numba.njit(nogil=True, error_model="numpy", cache=folder is not None)(function)
        # what was compiled is there to be called also where it could not be kept (a full disk)
        with suppress(OSError):
            made.compile(signature)
    if not made.signatures:
        return _code(function, signature, None)
    made.disable_compile()
    return made


def _text_of(code: Any) -> str:
    text: str = code.inspect_llvm(code.signatures[0])
    return text


def _text_file(folder: Path, function: Callable[..., Any]) -> Path:
    return folder / f"{function.__name__}.ll.z"


def _keep(file: Path, content: bytes) -> None:
    """Write a file whole or not at all; where nothing can be written it is made again."""
    with suppress(OSError), tempfile.TemporaryDirectory(dir=file.parent) as folder:
        new = Path(folder) / file.name
        new.write_bytes(content)
        new.replace(file)


def _read(file: Path) -> str | None:
    """Return a kept text; None, and no file, where it cannot be read whole."""
    try:
        return zlib.decompress(file.read_bytes()).decode()
    except FileNotFoundError:
        return None
    except (OSError, ValueError, zlib.error):
        with suppress(OSError):
            file.unlink()
        return None
