"""The base of every model: frozen, closed to unknown keys, read-only inside."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Annotated, ClassVar, Self, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from simulator.model.parameter import Parameter
from simulator.model.quantity import Quantity

__all__ = ["Declared", "Frozen", "Measured", "ReadOnly", "Table"]

V = TypeVar("V")
Declared: TypeAlias = Parameter | Mapping[str, Parameter]
"""What is declared at a field: one parameter, or one for each entry of a table."""


class ReadOnly(Mapping[str, V]):
    """A mapping that keeps its order and cannot be changed; unlike a proxy it pickles."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[str, V]) -> None:
        self._entries = dict(entries)

    def __getitem__(self, key: str) -> V:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return repr(self._entries)


def _read_only(entries: Mapping[str, V]) -> Mapping[str, V]:
    return ReadOnly(
        {
            key: _read_only(value) if isinstance(value, dict) else value  # type: ignore[misc]
            for key, value in entries.items()
        }
    )


Table = Annotated[Mapping[str, V], AfterValidator(_read_only)]


class Frozen(BaseModel):
    """The base of every model of a scenario."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=True
    )


class Measured(Frozen):
    """A model whose fields declare the parameters of ``section``; its numbers keep their bounds.

    A field is declared as ``Annotated[Quantity, Parameter(...)]``, and has no default of its own.
    """

    section: ClassVar[str]

    @classmethod
    @cache
    def declared(cls) -> Mapping[str, Declared]:
        """What each field declares, with full keys; fields that declare nothing are left out."""
        found: dict[str, Declared] = {}
        for name, field in cls.model_fields.items():
            for declared in field.metadata:
                if isinstance(declared, Parameter):
                    key = f"{cls.section}.{declared.key or name}"
                    found[name] = replace(declared, key=key)
                elif isinstance(declared, Mapping):
                    found[name] = {
                        entry: replace(parameter, key=f"{cls.section}.{name}.{entry}")
                        for entry, parameter in declared.items()
                    }
        return found

    @model_validator(mode="after")
    def _within_bounds(self) -> Self:
        for name, declared in self.declared().items():
            value = getattr(self, name)
            if isinstance(declared, Parameter):
                _check(declared, value)
            elif value is not None:
                for entry, number in value.items():
                    _check(declared[entry], number)
        return self


def _check(declared: Parameter, value: object) -> None:
    if isinstance(value, Quantity):
        declared.check(value)
