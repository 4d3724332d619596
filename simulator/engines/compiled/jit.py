"""How the kernel reaches its memory: record pointers, all found through one STATE record.

A record is passed as a bare pointer, so that a room of the kernel takes two or three words instead
of two dozen arrays, no reference is counted, and compiling stays short.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.cgutils import get_record_member
from numba.core.datamodel.models import RecordModel
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.extending import intrinsic, register_model
from numba.np.numpy_support import carray, from_dtype

from simulator.mechanisms.jit import lowered

_F = TypeVar("_F", bound=Callable[..., Any])
_WORD, _BYTES = ir.IntType(64), ir.IntType(8).as_pointer()


def room(function: _F) -> _F:
    """Return a function of the kernel; LLVM decides whether it is inlined."""
    return lowered(function, inline=False)


def inlined(function: _F) -> _F:
    """Return a function of the kernel that is always inlined."""
    return lowered(function, inline=True)


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


@inlined
def numbers(address: Any, shape: Any) -> Any:
    """Return the floats that lie at `address` as an array."""
    return carray(_pointer(address), shape)
