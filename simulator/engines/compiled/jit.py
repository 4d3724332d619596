"""All that reaches into numba's private parts: how sources are lowered and memory is reached.

Run with numba 0.62.0 to 0.68.1 and their llvmlite; `requirements` refuses what was not tried.

A function is lowered straight into the library of the one function that Python calls: numba's own
decorators give every function a library, wrappers and machine code that nobody calls, about fifteen
times the time to compile. A record is passed as a bare pointer, so that a function of the kernel
takes two or three words instead of two dozen arrays, and no reference is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from llvmlite import ir
from numba import config, types
from numba.core import sigutils
from numba.core.cgutils import get_record_member
from numba.core.compiler import Flags, compile_extra, run_frontend
from numba.core.datamodel.models import RecordModel
from numba.core.funcdesc import PythonFunctionDescriptor
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.lowering import Lower
from numba.core.registry import cpu_target
from numba.core.typed_passes import type_inference_stage
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import intrinsic, lower_builtin, register_model
from numba.np.numpy_support import carray, from_dtype

from simulator.engines.compiled.code import Code
from simulator.mechanisms.jit import NOTED, parted, scaled, word

_F = TypeVar("_F", bound=Callable[..., Any])
_WORD, _DOUBLE, _BYTES = ir.IntType(64), ir.DoubleType(), ir.IntType(8).as_pointer()
_MASK = (1 << 64) - 1
_SIGNIFICAND, _BIAS = 52, 1023
_STEP = 45  # the last bit but 45 of a fraction of [1/2, 1) is worth 1/256


_config: Any = config


def machine_code(function: Callable[..., Any], signature: str) -> Code:
    """Compile a function that takes and returns plain numbers; nothing in it knows of Python.

    Loops are not turned into vectors: the kernel gains nothing by it, and its text is to serve
    other processors too.
    """
    know()
    takes, returns = sigutils.normalize_signature(signature)
    flags: Any = Flags()
    flags.no_cpython_wrapper = flags.no_cfunc_wrapper = flags.nrt = True
    flags.error_model = "numpy"
    target, before = cpu_target, _config.LOOP_VECTORIZE
    _config.LOOP_VECTORIZE = 0
    try:
        made = compile_extra(
            target.typing_context, target.target_context, function, takes, returns, flags, {}
        )
    finally:
        _config.LOOP_VECTORIZE = before
    return Code(
        name=made.fndesc.llvm_func_name,
        signature=signature,
        machine=made.library._get_compiled_object(),  # noqa: SLF001 - numba has no open way
        text=made.library.get_llvm_str(),
    )


def know() -> None:
    """Make known to numba what the model has marked since the last time; before each compile."""
    while NOTED:
        noted = NOTED.pop(0)
        if isinstance(noted.made_from, tuple):
            _table(noted.name, noted.made_from)
        else:
            _lowered(noted.made_from, noted.name, inline=noted.inline)


def _lowered(function: Callable[..., Any], called: Any, *, inline: bool) -> None:
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


def _table(entry: Any, numbers: tuple[float, ...]) -> None:
    """Make known a function that looks up constant numbers, which lie in the module itself."""

    class Template(AbstractTemplate):
        key = entry

        def generic(self, _arguments: Any, _named: Any) -> Any:
            return types.float64(types.int64)

    infer_global(entry, types.Function(Template))

    @lower_builtin(entry, types.int64)
    def code(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        kind = ir.ArrayType(_DOUBLE, len(numbers))
        name = f"table.{hash(numbers) & _MASK:x}"
        known = builder.module.globals.get(name)
        if known is None:
            known = ir.GlobalVariable(builder.module, kind, name)
            known.linkage, known.global_constant = "internal", True
            known.initializer = ir.Constant(kind, numbers)
        return builder.load(builder.gep(known, [ir.Constant(_WORD, 0), given[0]]))


@infer_global(word)
class _TypeOfWord(AbstractTemplate):
    key = word

    def generic(self, arguments: Any, _named: Any) -> Any:
        return types.uint64(_plain(arguments[0]))


@lower_builtin(word, types.Any)
def _code_of_word(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    return context.cast(builder, values[0], signature.args[0], types.uint64)


@infer_global(parted)
class _TypeOfParted(AbstractTemplate):
    key = parted

    def generic(self, _arguments: Any, _named: Any) -> Any:
        return types.Tuple((types.float64, types.int64, types.int64))(types.float64)


@lower_builtin(parted, types.float64)
def _code_of_parted(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    def bits(number: int) -> Any:
        return ir.Constant(_WORD, number)

    whole = builder.bitcast(values[0], _WORD)
    power = builder.sub(builder.lshr(whole, bits(_SIGNIFICAND)), bits(_BIAS - 1))
    significand = builder.and_(whole, bits((1 << _SIGNIFICAND) - 1))
    fraction = builder.or_(significand, bits((_BIAS - 1) << _SIGNIFICAND))
    half_up = builder.add(fraction, bits(1 << (_STEP - 1)))
    near = builder.and_(half_up, bits(-1 << _STEP))
    rest = builder.fsub(builder.bitcast(fraction, _DOUBLE), builder.bitcast(near, _DOUBLE))
    first = bits((_BIAS - 1) << (_SIGNIFICAND - _STEP))
    step = builder.sub(builder.lshr(half_up, bits(_STEP)), first)
    return context.make_tuple(builder, signature.return_type, (rest, step, power))


@infer_global(scaled)
class _TypeOfScaled(AbstractTemplate):
    key = scaled

    def generic(self, _arguments: Any, _named: Any) -> Any:
        return types.float64(types.float64, types.int64)


@lower_builtin(scaled, types.float64, types.int64)
def _code_of_scaled(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
    """Multiply twice, so that either power of 2 is a normal number and one rounds at most."""
    x, n = values
    first = builder.ashr(n, ir.Constant(_WORD, 1))
    for part in (first, builder.sub(n, first)):
        exponent = builder.add(part, ir.Constant(_WORD, _BIAS))
        bits = builder.shl(exponent, ir.Constant(_WORD, _SIGNIFICAND))
        x = builder.fmul(x, builder.bitcast(bits, _DOUBLE))
    return x


def kernel(function: _F) -> _F:
    """Return a function of the kernel; LLVM decides whether it is inlined."""
    _lowered(function, function, inline=False)
    return function


def kernel_inline(function: _F) -> _F:
    """Return a function of the kernel that is always inlined."""
    _lowered(function, function, inline=True)
    return function


class Row(types.Record):
    """A record of which LLVM is told that no two of its fields share memory, nor two kinds of rows.

    So it need not read a field again because another was written.
    """


register_model(Row)(RecordModel)


def _row(dtype: np.dtype[np.void]) -> Row:
    plain: Any = from_dtype(dtype)
    fields: Any = [
        (name, {"type": of.type, "offset": of.offset}) for name, of in plain.fields.items()
    ]
    return Row(fields, plain.size, plain.aligned)


def _field(builder: Any, row: Row, name: str) -> Any:
    """Return the mark of one field for LLVM's analysis of aliases by type."""
    add, start = builder.module.add_metadata, ir.Constant(_WORD, 0)
    kind = add([f"{name} of {row.name}", add(["rows"]), start])
    return add([kind, kind, start])


@lower_getattr_generic(Row)
def _read(context: Any, builder: Any, row: Row, value: Any, name: str) -> Any:
    model = context.data_model_manager[row.typeof(name)]
    place = get_record_member(builder, value, row.offset(name), model.get_data_type())
    found = builder.load(place)
    found.set_metadata("tbaa", _field(builder, row, name))
    return model.from_data(builder, found)


@lower_setattr_generic(Row)
def _write(context: Any, builder: Any, signature: Any, values: Any, name: str) -> None:
    row, given = signature.args
    model = context.data_model_manager[row.typeof(name)]
    place = get_record_member(builder, values[0], row.offset(name), model.get_data_type())
    value = context.cast(builder, values[1], given, row.typeof(name))
    written = builder.store(model.as_data(builder, value), place)
    written.set_metadata("tbaa", _field(builder, row, name))


def at_address(dtype: np.dtype[np.void]) -> Any:
    """Return the kernel's function address -> the record of `dtype` that lies there."""
    record = _row(dtype)

    @intrinsic
    def found(_typing, _address):  # type: ignore[no-untyped-def]  # numba reads the signature
        def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            return builder.inttoptr(args[0], context.get_value_type(record))

        return record(types.int64), code

    return found


def rows(
    state: np.dtype[np.void],
    column: str,
    dtype: np.dtype[np.void],
    *,
    by_slot: bool = False,
) -> Any:
    """Return the kernel's function (state, index) -> row `index` of a table of `dtype`.

    The table's address stands in the state's `column` and does not change while the kernel runs,
    so LLVM is told to read it once; bounds are not checked. `by_slot`: a row is told by how far it
    lies behind the table's beginning [bytes], so that nothing is multiplied.
    """
    stride = 1 if by_slot else dtype.itemsize
    record, offset = _row(dtype), dict(state.fields or {})[column][1]

    @intrinsic
    def row(_typing, state, _index):  # type: ignore[no-untyped-def]  # numba reads the signature
        def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            whole = builder.bitcast(args[0], _BYTES)
            place = builder.gep(whole, [ir.Constant(_WORD, offset)])
            table = builder.load(builder.bitcast(place, _WORD.as_pointer()))
            table.set_metadata("invariant.load", builder.module.add_metadata([]))
            first = builder.inttoptr(table, _BYTES)
            here = builder.gep(first, [builder.mul(args[1], ir.Constant(_WORD, stride))])
            return builder.bitcast(here, context.get_value_type(record))

        return record(state, types.int64), code

    return row


@intrinsic
def _to_pointer(_typing, _address):  # type: ignore[no-untyped-def]  # numba reads the signature
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], context.get_value_type(signature.return_type))

    return types.CPointer(types.float64)(types.int64), code


_pointer: Any = _to_pointer


@kernel_inline
def numbers(address: Any, shape: Any) -> Any:
    """Return the floats that lie at `address` as an array."""
    return carray(_pointer(address), shape)
