"""The JSON schema knows every key, and only the keys that the reader knows."""

import json
from typing import Any

from simulator.files.schema import schema
from simulator.files.shipped import shipped

SCHEMA = schema()


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """The part itself, or what it refers to."""
    reference = part.get("$ref")
    return SCHEMA["$defs"][reference.split("/")[-1]] if reference else part


def forms(part: dict[str, Any]) -> list[dict[str, Any]]:
    """The part and all its alternatives."""
    part = resolved(part)
    return [part, *(form for of in part.get("anyOf", []) for form in forms(of))]


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(SCHEMA)
    for reference in text.split('"$ref": "#/$defs/')[1:]:
        assert reference.split('"')[0] in SCHEMA["$defs"]


def test_the_keys_of_a_scenario_are_closed() -> None:
    assert SCHEMA["additionalProperties"] is False
    assert list(SCHEMA["properties"])[:3] == ["version", "extends", "name"]
    assert {"work", "teams", "boundaries", "levers", "arms", "events"} <= set(SCHEMA["properties"])


def test_entries_may_be_a_list_or_a_mapping() -> None:
    for section, identity in (("work", "kind"), ("boundaries", "from"), ("arms", "name")):
        kinds = forms(SCHEMA["properties"][section])
        listed = [form for form in kinds if form.get("type") == "array"]
        assert identity in resolved(listed[0]["items"])["properties"]
        assert any("additionalProperties" in form for form in kinds)


def test_a_number_may_carry_its_range() -> None:
    team = resolved(SCHEMA["properties"]["defaults"])["properties"]["team"]
    removal = forms(resolved(team)["properties"]["defect_removal"])
    assert any(form.get("maximum") == 1 for form in removal)
    assert any(
        {"value", "low", "high", "because"} <= set(form.get("properties", {})) for form in removal
    )


def test_the_shipped_scenarios_are_found_by_name() -> None:
    assert list(shipped()) == sorted(shipped())
