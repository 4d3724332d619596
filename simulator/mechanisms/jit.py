"""One source for both worlds: plain Python for the one engine, machine code for the other.

A function marked here stays what it is in CPython. Inside numba it is lowered straight into the
library of the one function that Python calls. numba's own decorators give every function a library,
wrappers and machine code that nobody calls: about fifteen times the time to compile.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from numba import types
from numba.core.compiler import Flags, compile_internal, run_frontend
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
    returns: dict[tuple[Any, ...], Any] = {}
    called = name or function

    class Typed(AbstractTemplate):
        key = called

        def generic(self, arguments: Any, _named: Any) -> Any:
            given = tuple(_plain(argument) for argument in arguments)
            if given not in returns:
                returns[given] = type_inference_stage(
                    self.context, cpu_target.target_context, run_frontend(function), given, None
                )[1]
            return returns[given](*given)

    infer_global(called, types.Function(Typed))

    flags = _flags(inline)

    @lower_builtin(called, types.VarArg(types.Any))
    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        library = context.active_code_library
        made = library.__dict__.setdefault("_lowered", {})
        key = (function, signature.args)
        if key not in made:
            made[key] = compile_internal(
                context.typing_context,
                context,
                library,
                function,
                signature.args,
                signature.return_type,
                flags,
                {},
            ).fndesc
        return context.call_internal(builder, made[key], signature, values)

    return function


def _flags(inline: bool) -> Any:
    flags: Any = Flags()
    flags.nrt = flags.no_compile = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
    flags.error_model, flags.forceinline = "numpy", inline
    return flags


def _plain(argument: Any) -> Any:
    """Return the type without its literal value; members of an IntEnum are whole numbers."""
    if isinstance(argument, types.IntEnumMember):
        return types.int64
    return types.unliteral(argument)


def mechanism(function: _F) -> _F:
    """Return a law of the model as it is; numba inlines it wherever a kernel calls it."""
    return lowered(function, inline=True)


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
