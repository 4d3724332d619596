"""The kernel as a WebAssembly module: the same LLVM text, for a processor that is a browser.

The text is that of the machine code (`cache.llvm_text`). LLVM writes an object file for a linker;
as every function is in it and nothing but memory comes from outside, it becomes a module by leaving
out what only a linker reads and by saying what it exports. Constants lie from address 0 on, the
stack grows down from `STACK`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import llvmlite.binding as llvm

from simulator.engines.compiled.cache import code_folder, llvm_text
from simulator.engines.compiled.kernel import RUN, run
from simulator.engines.compiled.purchase import PRACTISE, practise
from simulator.engines.sources import digest

__all__ = ["STACK", "module"]

STACK = 1 << 16
"""Where the stack begins, growing down, and an image can begin, growing up [bytes]."""

_TRIPLE = "wasm32-unknown-unknown"
_KINDS = {"int64": "i64", "float64": "double"}
_EXPORTED = ("run", "practise")
_HEADER, _SIGNED = 8, 32
_CUSTOM, _FUNCTION, _EXPORT = 0, 3, 7  # sections of a module
_SYMBOLS = 8  # a part of the section "linking"
_OF_FUNCTION, _DATA, _OF_SECTION, _UNDEFINED = 0, 1, 3, 0x10
_LEFT_OUT = ("linking", "reloc.", "target_features")
_LONG_PRODUCT = """
define void @__multi3(ptr %found, i64 %a, i64 %a.top, i64 %b, i64 %b.top) {
  %a.low = and i64 %a, 4294967295
  %b.low = and i64 %b, 4294967295
  %a.high = lshr i64 %a, 32
  %b.high = lshr i64 %b, 32
  %low = mul i64 %a.low, %b.low
  %one = mul i64 %a.high, %b.low
  %two = mul i64 %a.low, %b.high
  %high = mul i64 %a.high, %b.high
  %low.rest = and i64 %low, 4294967295
  %low.over = lshr i64 %low, 32
  %first = add i64 %one, %low.over
  %first.rest = and i64 %first, 4294967295
  %first.over = lshr i64 %first, 32
  %second = add i64 %two, %first.rest
  %second.up = shl i64 %second, 32
  %second.over = lshr i64 %second, 32
  %lower = or i64 %second.up, %low.rest
  %upper = add i64 %high, %first.over
  %upper.more = add i64 %upper, %second.over
  %cross.a = mul i64 %a, %b.top
  %cross.b = mul i64 %a.top, %b
  %cross = add i64 %cross.a, %cross.b
  %top = add i64 %upper.more, %cross
  store i64 %lower, ptr %found
  %place = getelementptr i8, ptr %found, i32 8
  store i64 %top, ptr %place
  ret void
}
"""
"""The product of two numbers of 128 bits, for which LLVM calls a function of its C library by this
name: some orders of compiling leave products in the text whose overflow is asked for."""


@cache
def module() -> bytes:
    """Return the module that exports `run` and `practise` and imports memory and a stack pointer.

    Both take and return 64-bit whole numbers (the last of `practise` is a float); the imports are
    `env.__linear_memory` and `env.__stack_pointer`. Takes a second when it is made first, more
    where no text was kept.
    """
    texts = (
        llvm_text("run", lambda: (run, RUN)),
        llvm_text("practise", lambda: (practise, PRACTISE)),
    )
    key = hashlib.sha256("".join((*texts, digest(__name__))).encode()).digest()
    return _kept(key, lambda: _made(*texts))


def _kept(key: bytes, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes, kept beside the machine code once it was made with this key.

    What is not as it was written is made again.
    """
    folder = code_folder()
    file = None if folder is None else folder / "module.wasm"
    with suppress(OSError):
        whole = b"" if file is None else file.read_bytes()
        if whole[:_SIGNED] == hashlib.sha256(key + whole[_SIGNED:]).digest():
            return whole[_SIGNED:]
    content = make()
    if file is not None:
        with suppress(OSError), TemporaryDirectory(dir=file.parent) as aside:
            new = Path(aside) / file.name
            new.write_bytes(hashlib.sha256(key + content).digest() + content)
            new.replace(file)
    return content


def _made(running: str, practising: str) -> bytes:
    machine = _machine()
    whole = _prepared(running, "run", RUN, machine)
    whole.link_in(_prepared(practising, "practise", PRACTISE, machine))
    tuning = llvm.create_pipeline_tuning_options(speed_level=2)
    tuning.loop_vectorization = tuning.slp_vectorization = False
    passes = llvm.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(whole, passes)
    # after the passes, which would see what it is and call it by its name
    whole.link_in(llvm.parse_assembly(f"{_target(machine)}{_LONG_PRODUCT}"))
    return _linked(machine.emit_object(whole))


def _machine() -> llvm.TargetMachine:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    return llvm.Target.from_triple(_TRIPLE).create_target_machine(opt=3)


def _prepared(text: str, name: str, signature: str, machine: llvm.TargetMachine) -> llvm.ModuleRef:
    """Return the text's module for WebAssembly, of which only a function `name` can be seen."""
    text = re.sub(r"^target .*$", "", text, flags=re.MULTILINE)
    whole = llvm.parse_assembly(f"{_target(machine)}{text}{_entry(text, name, signature)}")
    whole.verify()
    for symbol in (*whole.functions, *whole.global_variables):
        if symbol.name != name and not symbol.is_declaration:
            symbol.linkage = llvm.Linkage.internal
    return whole


def _target(machine: llvm.TargetMachine) -> str:
    return f'target datalayout = "{machine.target_data}"\ntarget triple = "{_TRIPLE}"\n'


def _entry(text: str, name: str, signature: str) -> str:
    """Return a plain function around numba's own, which returns through a pointer."""
    (inner,) = re.findall(r'^define (?!internal)[^@\n]*@("?[\w.$]+"?)\(', text, re.MULTILINE)
    kinds = [_KINDS[kind] for kind in re.findall(r"\w+(?=[,)])", signature)]
    given = ", ".join(f"{kind} %{n}" for n, kind in enumerate(kinds))
    return (
        f"\ndefine i64 @{name}({given}) {{\n"
        f"  %found = alloca i64\n  %error = alloca ptr\n"
        f"  %status = call i32 @{inner}(ptr %found, ptr %error, {given})\n"
        f"  %value = load i64, ptr %found\n  ret i64 %value\n}}\n"
    )


def _linked(object_file: bytes) -> bytes:
    """Return an object file as a module: exports said, and what only a linker reads left out."""
    sections = list(_sections(object_file))
    linking = next(body for _, name, body in sections if name == "linking")
    parts = [object_file[:_HEADER]]
    for code, name, body in sections:
        if not name.startswith(_LEFT_OUT):
            parts.append(_section(code, body))
        if code == _FUNCTION:
            parts.append(_section(_EXPORT, _exports(linking)))
    return b"".join(parts)


def _sections(whole: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Yield the code, the name (of a custom section) and the body of each section."""
    reader = _Reader(whole, _HEADER)
    while reader.left():
        code = reader.byte()
        body = reader.bytes(reader.number())
        yield code, _Reader(body).name() if code == _CUSTOM else "", body


def _section(code: int, body: bytes) -> bytes:
    return bytes([code]) + _written(len(body)) + body


def _exports(linking: bytes) -> bytes:
    """Return the body of a section that exports what an object file lets others see."""
    seen = [(name, index) for name, index in _functions(linking) if name in _EXPORTED]
    entries = (_written(len(name)) + name.encode() + b"\0" + _written(at) for name, at in seen)
    return _written(len(seen)) + b"".join(entries)


def _functions(linking: bytes) -> Iterator[tuple[str, int]]:
    """Yield the name and index of each function that an object file's table of symbols defines."""
    reader = _Reader(linking)
    reader.name()
    reader.number()
    while reader.left():
        kind = reader.byte()
        table = _Reader(reader.bytes(reader.number()))
        if kind != _SYMBOLS:
            continue
        for _ in range(table.number()):
            kind, flags = table.byte(), table.number()
            if kind == _DATA:
                table.name()
                for _ in range(0 if flags & _UNDEFINED else 3):
                    table.number()
                continue
            index = table.number()
            if kind != _OF_SECTION and not flags & _UNDEFINED:
                name = table.name()
                if kind == _OF_FUNCTION:
                    yield name, index


class _Reader:
    """Reads the binary format from `at` on."""

    def __init__(self, whole: bytes, at: int = 0) -> None:
        self.whole, self.at = whole, at

    def left(self) -> bool:
        return self.at < len(self.whole)

    def byte(self) -> int:
        self.at += 1
        return self.whole[self.at - 1]

    def number(self) -> int:
        """Return a whole number in LEB128, seven bits a byte, the last first."""
        number = shift = 0
        while True:
            byte = self.byte()
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number

    def bytes(self, size: int) -> bytes:
        self.at += size
        return self.whole[self.at - size : self.at]

    def name(self) -> str:
        return self.bytes(self.number()).decode()


def _written(number: int) -> bytes:
    """Return a whole number in LEB128."""
    low, rest = number & 127, number >> 7
    return bytes([low | 128]) + _written(rest) if rest else bytes([low])
