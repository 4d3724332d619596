"""The base of every model: frozen, closed to unknown keys, read-only inside."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from simulator.model.quantity import Quantity
from simulator.model.register import REGISTER

__all__ = ["Frozen", "Measured", "ReadOnly", "Table"]

V = TypeVar("V")


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
    """A model whose quantities stand in the register under ``section`` and keep its bounds."""

    section: ClassVar[str]
    written_as: ClassVar[Mapping[str, str]] = {}

    @model_validator(mode="after")
    def _within_bounds(self) -> Self:
        for field, value in self.__dict__.items():
            key = f"{self.section}.{self.written_as.get(field, field)}"
            if isinstance(value, Quantity):
                REGISTER[key].check(value)
            elif isinstance(value, ReadOnly):
                _check_table(key, value)
        return self


def _check_table(key: str, entries: Mapping[str, object]) -> None:
    for name, value in entries.items():
        if isinstance(value, Quantity):
            (REGISTER.get(f"{key}.{name}") or REGISTER[key]).check(value)
