"""Every parameter is declared once, within its own bounds, and the register is what is declared."""

import math
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from simulator.model.frozen import Measured
from simulator.model.lever import LEVERS
from simulator.model.organisation import Boundary, Effort
from simulator.model.parameter import Parameter
from simulator.model.quantity import Quantity
from simulator.model.register import MOVES, NUMBERS, REGISTER
from simulator.model.resolved import Resolved

ONE = Quantity(value=1.0)


def inside(annotation: Any) -> Iterator[type[Measured]]:
    if isinstance(annotation, type) and issubclass(annotation, Measured):
        yield annotation
        for field in annotation.model_fields.values():
            yield from inside(field.annotation)
    for inner in get_args(annotation):
        yield from inside(inner)


MODELS = tuple(dict.fromkeys(inside(Resolved)))


@pytest.mark.parametrize("parameter", REGISTER.values(), ids=REGISTER)
def test_a_parameter_is_told_in_full(parameter: Parameter) -> None:
    assert parameter.meaning[0].isupper()
    assert parameter.unit
    assert parameter.source
    assert parameter.status in {"measured", "borrowed", "judgement"}
    assert parameter.better in {"more", "less", "neither"}
    assert (parameter.status == "judgement") == parameter.source.startswith("judgement") or (
        parameter.status == "borrowed"
    )


def test_every_part_of_a_scenario_is_a_model_that_declares() -> None:
    assert {model.__name__ for model in MODELS} == {
        "Plan", "Boundary", "Causes", "Costs", "Effort", "Event", "External", "FailureRule",
        "Incidents", "Lever", "Observed", "Resolved", "Team", "WorkKind",
    }  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_every_number_of_a_model_is_declared_and_the_register_holds_it(
    model: type[Measured],
) -> None:
    for name, field in model.model_fields.items():
        if "Quantity" in str(field.annotation) and not list(inside(field.annotation)):
            declared = model.declared()[name]
            parameters = [declared] if isinstance(declared, Parameter) else declared.values()
            for parameter in parameters:
                assert REGISTER[parameter.key] == parameter


@pytest.mark.parametrize("model", MODELS)
def test_no_field_of_a_model_has_a_value_of_its_own(model: type[Measured]) -> None:
    assert [name for name, field in model.model_fields.items() if not field.is_required()] == []


def test_a_missing_value_another_type_an_unknown_key_and_a_value_out_of_bounds_are_refused() -> (
    None
):
    sound: dict[str, Any] = {"mean": ONE, "cv": ONE, "shape": "constant"}
    assert Effort(**sound).mean == ONE
    for wrong, told in (
        ({"mean": ONE, "cv": ONE}, "shape\n  Field required"),
        ({**sound, "mean": 1.0}, "instance of Quantity"),
        ({**sound, "shape": "round"}, "Input should be 'lognormal'"),
        ({**sound, "spread": ONE}, "Extra inputs are not permitted"),
        ({**sound, "mean": Quantity(value=0.0)}, r"team\.effort\.mean is 0; allowed is a duration"),
        ({**sound, "cv": Quantity(value=1.0, low=-1.0)}, r"team\.effort\.cv is -1; allowed is"),
    ):
        with pytest.raises(ValidationError, match=told):
            Effort(**wrong)


def test_a_key_that_is_not_its_fields_name_and_those_of_tables_stand_in_the_register() -> None:
    assert {"work.arrivals", "incidents.severity.P4", "costs.incident.P1"} <= set(REGISTER)
    assert not {"work.rate", "incidents.severity", "boundary.source"} & set(REGISTER)


def test_numbers_are_the_fields_of_one_number_and_no_words_tables_or_parts() -> None:
    assert NUMBERS["team.effort"] == ("mean", "cv")
    assert not {"manifest", "severity", "blames"} & set(NUMBERS["incidents"])
    assert set(NUMBERS["boundary"]) == {
        name for name, field in Boundary.model_fields.items() if field.annotation is Quantity
    }


def test_every_lever_moves_parameters_of_its_places_that_can_be_better() -> None:
    sections = {"teams": ("team", "incidents"), "boundaries": ("boundary",)}
    for row in LEVERS.values():
        assert MOVES[row.name], f"{row.name} moves nothing"
        for moved, parameter in MOVES[row.name].items():
            assert parameter == REGISTER[parameter.key]
            assert parameter.key.split(".") == [parameter.key.split(".")[0], moved]
            assert parameter.key.split(".")[0] in sections[row.at]
            assert parameter.better in {"more", "less"}
            assert REGISTER[f"lever.{row.name}.ceiling.{moved}"].default == parameter.ceiling


def test_what_can_be_bought_is_bought_with_a_lever_of_the_table_and_only_that_has_a_ceiling() -> (
    None
):
    bought = {key: parameter for key, parameter in REGISTER.items() if parameter.bought_with}
    assert {parameter.bought_with for parameter in bought.values()} == set(LEVERS)
    assert sum(len(moved) for moved in MOVES.values()) == len(bought)
    assert not [key for key in set(REGISTER) - set(bought) if REGISTER[key].ceiling is not None]


def test_a_bound_is_admitted_unless_it_is_open_and_endless_only_where_never_is_said() -> None:
    for parameter in REGISTER.values():
        if not parameter.is_number:
            continue
        low, most = parameter.low, parameter.most
        if low is not None:
            assert parameter.admits(low) is not parameter.above, parameter.key
            assert not parameter.admits(math.nextafter(low, -math.inf)), parameter.key
        assert parameter.admits(most) is not parameter.below, parameter.key
        assert not parameter.admits(math.nextafter(most, math.inf)), parameter.key
        never = parameter.unit == "duration or never"
        assert parameter.admits(math.inf) is never, parameter.key
        assert not parameter.admits(math.nan), parameter.key
    assert {parameter.above for parameter in REGISTER.values()} == {True, False}
    assert {parameter.below for parameter in REGISTER.values()} == {True, False}
