"""One source for both worlds: plain Python for the one engine, machine code for the other.

A function marked here stays what it is in CPython. Inside numba it is lowered straight into the
library of the one function that Python calls. numba's own decorators give every function a library,
wrappers and machine code that nobody calls: about fifteen times the time to compile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

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
