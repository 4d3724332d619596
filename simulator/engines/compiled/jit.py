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
from numba.extending import intrinsic
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


def at_address(dtype: np.dtype[np.void]) -> Any:
    """Return the kernel's function address -> the record of `dtype` that lies there."""
    record = from_dtype(dtype)

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
    moves: bool = False,
    by_slot: bool = False,
) -> Any:
    """Return the kernel's function (state, index) -> row `index` of a table of `dtype`.

    The table's address stands in the state's `column`; bounds are not checked. Unless it `moves`
    while the kernel runs, LLVM is told to read the address once. `by_slot`: a row is told by how
    far it lies behind the table's beginning [bytes], so that nothing is multiplied.
    """
    stride = 1 if by_slot else dtype.itemsize
    record, offset = from_dtype(dtype), dict(state.fields or {})[column][1]

    @intrinsic
    def row(_typing, state, _index):  # type: ignore[no-untyped-def]  # numba reads the signature
        def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            whole = builder.bitcast(args[0], _BYTES)
            place = builder.gep(whole, [ir.Constant(_WORD, offset)])
            table = builder.load(builder.bitcast(place, _WORD.as_pointer()))
            if not moves:
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
