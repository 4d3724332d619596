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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba

from simulator.engines.program import layout
from simulator.engines.sources import digest
from simulator.engines.user_cache import user_folder

_KEPT = 3
_config: Any = numba.config
_MADE_FROM = ("simulator.engines.compiled.kernel", "simulator.engines.compiled.cache")


@cache
def source_hash() -> str:
    """Return the hash of everything the kernel's machine code depends on but the processor."""
    made_by = f"{sys.version} {numba.__version__} {llvmlite.__version__}"
    columns = [dtype.descr for dtype in (layout.TEAM, layout.EDGE, layout.EPOCH)]
    return hashlib.sha256(f"{made_by} {digest(*_MADE_FROM)} {columns}".encode()).hexdigest()


def code_folder() -> Path | None:
    """Return the folder for this kernel's machine code; None where nothing can be written."""
    try:
        folder = user_folder() / f"kernel-{source_hash()[:16]}"
        folder.mkdir(parents=True, exist_ok=True)
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
    return folder is not None and any(folder.rglob("*.nbc"))


def _prune(parent: Path) -> None:
    folders = sorted(parent.glob("kernel-*"), key=lambda path: path.stat().st_mtime)
    for folder in folders[:-_KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _caching_in(folder: Path | None) -> Iterator[None]:
    """Let numba keep machine code in `folder`; other packages' settings stay as they are."""
    before = _config.CACHE_DIR
    if folder is not None:
        _config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        _config.CACHE_DIR = before


def compiled(function: Callable[..., Any], signature: str) -> Callable[..., Any]:
    """Return `function` as machine code, read from the cache or compiled now [some seconds]."""
    folder = code_folder()
    with _caching_in(folder):
        made = numba.njit(nogil=True, error_model="numpy", cache=folder is not None)(function)
        # what was compiled is there to be called also where it could not be kept (a full disk)
        with suppress(OSError):
            made.compile(signature)
    if not made.signatures:
        made = numba.njit(nogil=True, error_model="numpy")(function)
        made.compile(signature)
    made.disable_compile()
    return made
