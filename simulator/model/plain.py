"""Results as strict JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

__all__ = ["plain"]


def plain(value: object) -> Any:
    """Return a value as strict JSON has it: a frozen result as an object of its fields, in order.

    One whose keys are not its fields says so by `as_json`. NaN and infinities become None, keys
    texts, arrays lists, and numpy's numbers those of Python.
    """
    if callable(own := getattr(value, "as_json", None)):
        return plain(own())
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    builtin = getattr(value, "tolist", None)  # numpy's own integers are no int
    return plain(builtin()) if callable(builtin) else value
