"""The register holds every parameter once, within its own bounds, with status and source."""

import pytest

from simulator.model.frozen import Measured
from simulator.model.incident import Costs, External, FailureRule, Incidents, Observed
from simulator.model.organisation import Boundary, Effort, Team, WorkKind
from simulator.model.parameter import Parameter
from simulator.model.quantity import Quantity
from simulator.model.register import REGISTER
from simulator.model.register_practice import LEVERS


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


@pytest.mark.parametrize(
    "model", [Boundary, Costs, Effort, External, FailureRule, Incidents, Observed, Team, WorkKind]
)
def test_every_quantity_of_a_model_is_registered(model: type[Measured]) -> None:
    for name, field in model.model_fields.items():
        if field.annotation in {Quantity, Quantity | None}:
            assert f"{model.section}.{model.written_as.get(name, name)}" in REGISTER


def test_every_lever_moves_registered_parameters_that_can_be_better() -> None:
    assert list(LEVERS) == [
        "engineering",
        "verification",
        "contracts",
        "ownership",
        "acceptance",
        "accountability",
        "integration",
        "recovery",
        "people",
    ]
    for row in LEVERS.values():
        for moved, key in row.moves.items():
            assert key.endswith(f".{moved}")
            assert REGISTER[key].better in {"more", "less"}
        assert set(row.ceiling) <= set(row.moves)
