"""Machine code of one function, as it is made and kept."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Code"]


@dataclass(frozen=True, kw_only=True)
class Code:
    """An object file, the name that it is called by there, its types and its LLVM text."""

    name: str
    signature: str
    machine: bytes
    text: str
