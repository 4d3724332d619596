"""Where machine code is kept between runs: a folder that belongs to exactly these sources.

The folder's name holds the hash of all sources the kernel is made from, of the columns that the
declared parameters give the plan's arrays, of what compiles and of the processor. Machine code
that is there is called without numba, which takes longer to import than the code to load.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import llvmlite.binding as llvm

from simulator.engines.compiled.code import Code
from simulator.engines.program import layout
from simulator.engines.sources import digest
from simulator.engines.user_cache import user_folder

__all__ = ["Source", "code_folder", "compiled", "is_compiled", "llvm_text", "source_hash"]

Source = Callable[[], tuple[Callable[..., Any], str]]
"""What gives a function and the types that it takes and returns, asked when it is compiled."""

_KEPT, _SEALED = 3, hashlib.sha256().digest_size
_MADE_FROM = tuple(f"simulator.engines.compiled.{name}" for name in ("kernel", "purchase", "cache"))
_KINDS: Final[Mapping[str, Any]] = {"int64": ctypes.c_int64, "float64": ctypes.c_double}


@cache
def source_hash() -> str:
    """Return the hash of everything the kernel's machine code depends on."""
    made_by = f"{sys.version} {version('numba')} {version('llvmlite')}"
    told = [os.environ.get(name) for name in ("NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES")]
    runs_on = f"{llvm.get_host_cpu_name()} {_features()} {told}"
    columns = [dtype.descr for dtype in (layout.TEAM, layout.EDGE, layout.EPOCH)]
    whole = f"{made_by} {runs_on} {digest(*_MADE_FROM)} {columns}"
    return hashlib.sha256(whole.encode()).hexdigest()


def _features() -> str:
    with suppress(RuntimeError):  # where LLVM cannot ask the processor
        return str(llvm.get_host_cpu_features().flatten())
    return ""


def code_folder() -> Path | None:
    """Return the folder for this kernel's machine code; None where nothing can be kept."""
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


def _prune(parent: Path) -> None:
    folders = sorted(parent.glob("kernel-*"), key=lambda path: path.stat().st_mtime)
    for folder in folders[:-_KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


def is_compiled(name: str = "run") -> bool:
    """Return whether machine code of a function is there, so that nothing will be compiled."""
    return _kept_code(name) is not None


def compiled(name: str, source: Source) -> Callable[..., Any]:
    """Return a function as machine code, read from the folder or compiled now [some seconds].

    Others run while it does.
    """
    return _callable(_kept_code(name) or _made(name, source))


def llvm_text(name: str, source: Source) -> str:
    """Return the LLVM text that the machine code of a function was made from."""
    kept = _read(f"{name}.ll")
    return _made(name, source).text if kept is None else zlib.decompress(kept).decode()


def _made(name: str, source: Source) -> Code:
    """Return a function compiled now, which is kept, its text beside it."""
    from simulator.engines.compiled.jit import machine_code

    code = machine_code(*source())
    _keep(f"{name}.ll", zlib.compress(code.text.encode()))
    said = json.dumps([code.name, code.signature]).encode()
    _keep(f"{name}.code", said + b"\n" + code.machine)
    return code


def _kept_code(name: str) -> Code | None:
    kept = _read(f"{name}.code")
    if kept is None:
        return None
    said, _, machine = kept.partition(b"\n")
    called, signature = json.loads(said)
    return Code(name=called, signature=signature, machine=machine, text="")


def _callable(code: Code) -> Callable[..., Any]:
    """Return machine code as a function, which lives as long as the process."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    builder = llvm.JITLibraryBuilder().add_object_img(code.machine).add_current_process()
    lent = builder.export_symbol(code.name).link(llvm.create_lljit_compiler(machine), code.name)
    returns, *takes = (_KINDS[kind] for kind in re.findall(r"\w+", code.signature))
    # numba's own convention: the result and what failed go through pointers
    kind = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *takes)
    native = kind(lent[code.name])

    def call(*numbers: Any) -> Any:
        result, failed = returns(), ctypes.c_void_p()
        if native(ctypes.byref(result), ctypes.byref(failed), *numbers) != 0:
            raise RuntimeError(f"machine code of {code.name} failed")
        return result.value

    call.__dict__["lent"] = lent  # freed with it
    return call


def _keep(name: str, content: bytes) -> None:
    """Write a file whole or not at all; where nothing can be written it is made again."""
    folder = code_folder()
    if folder is None:
        return
    with suppress(OSError), tempfile.TemporaryDirectory(dir=folder) as aside:
        new = Path(aside) / name
        new.write_bytes(hashlib.sha256(content).digest() + content)
        new.replace(folder / name)


def _read(name: str) -> bytes | None:
    """Return what is kept; None, and no file, where it is not as it was written."""
    folder = code_folder()
    if folder is None:
        return None
    file = folder / name
    with suppress(OSError):
        whole = file.read_bytes()
        if whole[:_SEALED] == hashlib.sha256(whole[_SEALED:]).digest():
            return whole[_SEALED:]
    with suppress(OSError):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    return None
