"""One source for both worlds: plain Python for the one engine, machine code for the other.

A function marked here stays what it is in CPython. Inside numba it is lowered straight into the
library of the one function that Python calls. numba's own decorators give every function a library,
wrappers and machine code that nobody calls: about fifteen times the time to compile.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from llvmlite import ir
from numba import types
from numba.core.compiler import run_frontend
from numba.core.funcdesc import PythonFunctionDescriptor
from numba.core.lowering import Lower
from numba.core.registry import cpu_target
from numba.core.typed_passes import type_inference_stage
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import lower_builtin

_F = TypeVar("_F", bound=Callable[..., Any])
_MASK = (1 << 64) - 1
_REMEMBERED = 1 << 16


def lowered(function: _F, *, inline: bool, name: Any = None) -> _F:
    """Return `function` itself, made known to numba; `inline`: always, else as LLVM sees fit.

    `name` is what other functions call it by, where that is not the function itself.
    """
    called = name or function
    known: dict[tuple[Any, ...], _Typed] = {}

    class Template(AbstractTemplate):
        key = called

        def generic(self, arguments: Any, _named: Any) -> Any:
            given = tuple(_plain(argument) for argument in arguments)
            if given not in known:
                known[given] = _typed(self.context, function, given)
            return known[given].returns(*given)

    infer_global(called, types.Function(Template))

    @lower_builtin(called, types.VarArg(types.Any))
    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        made = _made_for(context.active_code_library)
        key = (function, signature.args)
        if key not in made:
            made[key] = _machine_code(context, known[signature.args], inline)
        return context.call_internal(builder, made[key], signature, values)

    return function


@dataclass(frozen=True, kw_only=True)
class _Typed:
    """A function in numba's own words, with the types of everything in it."""

    words: Any
    kinds: Any
    returns: Any
    calls: Any


def _typed(context: Any, function: Callable[..., Any], given: tuple[Any, ...]) -> _Typed:
    words = run_frontend(function, emit_dels=True)
    target = cpu_target.target_context
    kinds, returns, calls, _ = type_inference_stage(context, target, words, given, None)
    return _Typed(words=words, kinds=kinds, returns=returns, calls=calls)


def _machine_code(context: Any, typed: _Typed, inline: bool) -> Any:
    """Put a function into the library being made; numba's pipeline would type it once more."""
    described = PythonFunctionDescriptor.from_specialized_function(
        typed.words,
        typed.kinds,
        typed.returns,
        typed.calls,
        mangler=context.mangler,
        inline=inline,
        noalias=False,
        abi_tags=(),
    )
    Lower(context, context.active_code_library, described, typed.words, metadata={}).lower()
    return described


def _made_for(library: Any) -> dict[Any, Any]:
    """Return what has been put into a library; LLVM is told that nobody else calls it."""
    own = library.__dict__
    if "made" not in own:
        optimise = library._optimize_final_module  # noqa: SLF001 - numba has no open way

        def within() -> None:
            for each in own["made"].values():
                code = library._final_module.get_function(each.llvm_func_name)  # noqa: SLF001
                code.linkage = "internal"
            optimise()
            optimise()  # only now can LLVM see that none of them fails, and drop the checks

        own |= {"made": {}, "_optimize_final_module": within}
    made: dict[Any, Any] = own["made"]
    return made


def _plain(argument: Any) -> Any:
    """Return the type without its literal value; members of an IntEnum are whole numbers."""
    if isinstance(argument, types.IntEnumMember):
        return types.int64
    return types.unliteral(argument)


def mechanism(function: _F) -> _F:
    """Return a law of the model as it is; numba inlines it wherever a kernel calls it."""
    return lowered(function, inline=True)


def called(function: _F) -> _F:
    """Return a law of the model as it is; a kernel calls it, or inlines it as LLVM sees fit."""
    return lowered(function, inline=False)


def remembered(function: _F) -> _F:
    """Return a law whose values CPython keeps, for a function often asked for the same thing."""
    kept: Any = lru_cache(_REMEMBERED)(function)
    lowered(function, inline=True, name=kept)
    return kept


def word(number: int) -> int:
    """Return `number` as an unsigned 64-bit word (two's complement when negative)."""
    return number & _MASK


@infer_global(word)
class _TypeOfWord(AbstractTemplate):
    key = word

    def generic(self, arguments: Any, _named: Any) -> Any:
        return types.uint64(_plain(arguments[0]))


@lower_builtin(word, types.Any)
def _code_of_word(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    return context.cast(builder, values[0], signature.args[0], types.uint64)


_BITS, _DOUBLE = ir.IntType(64), ir.DoubleType()
_SIGNIFICAND, _BIAS = 52, 1023
_STEP = 45  # the last bit but 45 of a fraction of [1/2, 1) is worth 1/256


def parted(x: float) -> tuple[float, int, int]:
    """Return a positive normal `x` in parts: (rest, step, whole), all exact.

    x = (1/2 + step / 256 + rest) * 2^whole, `step` from 0 to 128 and a `rest` of at most 1/512.
    """
    fraction, whole = math.frexp(x)
    step = ((int(fraction * 512.0) + 1) >> 1) - 128
    return fraction - (128 + step) / 256.0, step, whole


@infer_global(parted)
class _TypeOfParted(AbstractTemplate):
    key = parted

    def generic(self, _arguments: Any, _named: Any) -> Any:
        return types.Tuple((types.float64, types.int64, types.int64))(types.float64)


@lower_builtin(parted, types.float64)
def _code_of_parted(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    def bits(number: int) -> Any:
        return ir.Constant(_BITS, number)

    whole = builder.bitcast(values[0], _BITS)
    power = builder.sub(builder.lshr(whole, bits(_SIGNIFICAND)), bits(_BIAS - 1))
    significand = builder.and_(whole, bits((1 << _SIGNIFICAND) - 1))
    fraction = builder.or_(significand, bits((_BIAS - 1) << _SIGNIFICAND))
    half_up = builder.add(fraction, bits(1 << (_STEP - 1)))
    near = builder.and_(half_up, bits(-1 << _STEP))
    rest = builder.fsub(builder.bitcast(fraction, _DOUBLE), builder.bitcast(near, _DOUBLE))
    first = bits((_BIAS - 1) << (_SIGNIFICAND - _STEP))
    step = builder.sub(builder.lshr(half_up, bits(_STEP)), first)
    return context.make_tuple(builder, signature.return_type, (rest, step, power))


def table(values: Sequence[float]) -> Callable[[int], float]:
    """Return the function index -> constant number of `values`; bounds are not checked."""
    kept = tuple(values)
    entry = kept.__getitem__

    class Template(AbstractTemplate):
        key = entry

        def generic(self, _arguments: Any, _named: Any) -> Any:
            return types.float64(types.int64)

    infer_global(entry, types.Function(Template))

    @lower_builtin(entry, types.int64)
    def code(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        kind = ir.ArrayType(_DOUBLE, len(kept))
        name = f"table.{hash(kept) & _MASK:x}"
        known = builder.module.globals.get(name)
        if known is None:
            known = ir.GlobalVariable(builder.module, kind, name)
            known.linkage, known.global_constant = "internal", True
            known.initializer = ir.Constant(kind, kept)
        return builder.load(builder.gep(known, [ir.Constant(_BITS, 0), given[0]]))

    return entry


def scaled(x: float, n: int) -> float:
    """Return `x` times 2 to the whole power `n` of -1075 to 1024, for an `x` of about 1."""
    return math.ldexp(x, n)


@infer_global(scaled)
class _TypeOfScaled(AbstractTemplate):
    key = scaled

    def generic(self, _arguments: Any, _named: Any) -> Any:
        return types.float64(types.float64, types.int64)


@lower_builtin(scaled, types.float64, types.int64)
def _code_of_scaled(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
    """Multiply twice, so that either power of 2 is a normal number and one rounds at most."""
    x, n = values
    first = builder.ashr(n, ir.Constant(_BITS, 1))
    for part in (first, builder.sub(n, first)):
        exponent = builder.add(part, ir.Constant(_BITS, _BIAS))
        bits = builder.shl(exponent, ir.Constant(_BITS, _SIGNIFICAND))
        x = builder.fmul(x, builder.bitcast(bits, _DOUBLE))
    return x
