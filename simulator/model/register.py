"""The register: every parameter by its key, read from where it is declared."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, get_args

from simulator.model.frozen import Measured
from simulator.model.incident import Incidents
from simulator.model.lever import LEVERS, PER_ITEM
from simulator.model.organisation import Boundary, Effort, Team
from simulator.model.parameter import Parameter
from simulator.model.plan import Lever
from simulator.model.quantity import Quantity
from simulator.model.resolved import Resolved

__all__ = ["MOVES", "NUMBERS", "REGISTER", "Parameter", "lever_row"]


def _declared(model: type[Measured]) -> Iterator[Parameter]:
    """Yield what a model and the models inside it declare, in the order of their fields."""
    own = model.declared()
    for name, field in model.model_fields.items():
        declared = own.get(name)
        if isinstance(declared, Parameter):
            yield declared
        elif declared is not None:
            yield from declared.values()
        for inner in get_args(field.annotation) or (field.annotation,):
            if isinstance(inner, type) and issubclass(inner, Measured):
                yield from _declared(inner)


def _moves(declared: Mapping[str, Parameter]) -> Iterator[tuple[str, Mapping[str, Parameter]]]:
    for name in LEVERS:
        yield (
            name,
            MappingProxyType(
                {
                    key.rpartition(".")[2]: parameter
                    for key, parameter in declared.items()
                    if parameter.bought_with == name
                }
            ),
        )


def _bought() -> Iterator[Parameter]:
    """Yield the price and the ceilings of every lever."""
    for row in LEVERS.values():
        yield replace(
            _DECLARED["lever.scale"],
            key=f"lever.{row.name}.scale",
            meaning=f"Spend a year that closes 63 % of the gap by {row.name}",
            unit="person-days per weekly item, person or place",
            default=row.scale,
            source="judgement: equal prices on purpose" if row.scale == PER_ITEM else "judgement",
        )
    for row in LEVERS.values():
        for moved, parameter in MOVES[row.name].items():
            yield Parameter(
                key=f"lever.{row.name}.ceiling.{moved}",
                meaning=f"What {moved} becomes when everything is spent on {row.name}",
                unit=f"as {parameter.key}, or N of base",
                default=parameter.ceiling,
                source=parameter.reached,
            )


def _register(declared: Mapping[str, Parameter]) -> Iterator[tuple[str, Parameter]]:
    for key, parameter in declared.items():
        yield key, parameter
        if key == "lever.scale":
            yield from ((bought.key, bought) for bought in _bought())


def _numbers(model: type[Measured]) -> tuple[str, ...]:
    return tuple(
        name for name in model.declared() if model.model_fields[name].annotation is Quantity
    )


_DECLARED = {parameter.key: parameter for parameter in _declared(Resolved)}

MOVES: Final[Mapping[str, Mapping[str, Parameter]]] = MappingProxyType(dict(_moves(_DECLARED)))
"""What each lever moves: field -> its parameter."""

NUMBERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {model.section: _numbers(model) for model in (Team, Effort, Boundary, Incidents)}
)
"""The fields that hold one number each, by the section of their model, in their order."""

REGISTER: Final[Mapping[str, Parameter]] = MappingProxyType(dict(_register(_DECLARED)))


def lever_row(name: str, *, shipped: bool) -> dict[str, Any]:
    """A lever as a file would write it where it is silent about it, or about the whole table."""
    row = LEVERS[name]
    reached = {key: moved.ceiling for key, moved in MOVES[name].items()}
    silent = {
        field: declared.default
        for field, declared in Lever.declared().items()
        if isinstance(declared, Parameter) and declared.default is not None
    }
    return {
        "ceiling": {key: ceiling for key, ceiling in reached.items() if ceiling is not None},
        **silent,
        "scale": row.scale,
        **((row.shipped or {}) if shipped else {}),
    }
