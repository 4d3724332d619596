"""The shapes of what is bought: ceilings, prices, spends."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from simulator.model.lever import LEVERS, LeverRow
from simulator.model.outcome import OUTCOME_ROWS
from simulator.model.quantity import Quantity
from simulator.model.register import MOVES, REGISTER
from simulator.model.units import UNITS, per_unit
from simulator.scenario.shape import INVALID, RANGE_KEYS, Number, Reading, Schema, nearest
from simulator.scenario.tree import Drawn, Path, is_quantity, quoted

__all__ = ["SIDES", "Asked", "CeilingValue", "Limit", "Matters", "PerUnit", "Price", "Spend"]

SIDES = ("core", "edge")


@dataclass(frozen=True, slots=True)
class Limit:
    """A ceiling as read."""

    quantity: Quantity
    of_base: bool


@dataclass(frozen=True, slots=True)
class PerUnit:
    """A price per unit of work as read."""

    quantity: Quantity
    per: str


def _first(node: Any) -> Any:
    written = node.written if isinstance(node, Drawn) else node
    return written.get("value") if isinstance(written, dict) else written


class CeilingValue:
    """A value of the parameter a lever moves, or a factor on its base."""

    def __init__(self, row: LeverRow, moved: str) -> None:
        key = f"lever.{row.name}.ceiling.{moved}"
        base, listed = MOVES[row.name][moved], REGISTER[key]
        whole = base.unit == "whole number"
        value = replace(
            base,
            key=key,
            meaning=listed.meaning,
            default=listed.default,
            unit="number" if whole else base.unit,
            low=0.0 if whole else base.low,
            above=whole or base.above,
        )
        words = f"{value.allowed}, or a factor such as 0.3 of base"
        factor = replace(value, unit="of base", low=0.0, high=None, words=words)
        self.value = Number(replace(value, words=words))
        self.factor = Number(factor)

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The Limit, or INVALID with a fault noted."""
        first = _first(node)
        of_base = isinstance(first, str) and "of" in first.split()
        quantity = (self.factor if of_base else self.value).read(node, path, reading)
        return INVALID if quantity is INVALID else Limit(quantity, of_base)

    def schema(self) -> Schema:
        """The JSON schema: a value or a factor."""
        schema = self.value.schema()
        return {**schema, "anyOf": [*schema["anyOf"], *self.factor.schema()["anyOf"]]}


class Price:
    """Person-days per weekly item, person or place."""

    def __init__(self, row: LeverRow) -> None:
        listed = REGISTER[f"lever.{row.name}.scale"]
        units = (
            ["weekly item", "person", "place"] if row.at == "teams" else ["weekly item", "place"]
        )
        words = f"an amount above 0 such as 8 person-days per {', '.join(units[:-1])} or place"
        self.units = {
            unit: Number(replace(listed, unit=f"person-days per {unit}", words=words))
            for unit in units
        }

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The PerUnit, or INVALID with a fault noted."""
        per = per_unit(_first(node)) or ""
        shape = self.units.get(per, self.units["place"])
        quantity = shape.read(node, path, reading)
        return INVALID if quantity is INVALID else PerUnit(quantity, per)

    def schema(self) -> Schema:
        """The JSON schema: a price, alone or with its range."""
        return _either(self.units.values())


class Matters:
    """The smallest difference that anyone cares about, in the unit of what the file is about."""

    def __init__(self) -> None:
        listed = REGISTER["scenario.matters"]
        units = dict.fromkeys(row.unit for row in OUTCOME_ROWS.values())
        self.units = {unit: Number(replace(listed, unit=unit)) for unit in units}

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The Quantity, or INVALID with a fault noted, here or of the outcome."""
        row = reading.outcome
        return INVALID if row is None else self.units[row.unit].read(node, path, reading)

    def schema(self) -> Schema:
        """The JSON schema: any of the forms, alone or with its range."""
        return _either(self.units.values())


class Asked:
    """What a budget must bring: a share of today's level, or an amount of the file's outcome."""

    def __init__(self) -> None:
        listed = REGISTER["scenario.worth"]
        units = dict.fromkeys(row.asked or row.unit for row in OUTCOME_ROWS.values())
        share = "a share of today's such as 10 %"
        self.units = {
            unit: Number(replace(listed, unit=unit, words=f"{share}, or {UNITS[unit].phrase}"))
            for unit in units
        }
        self.share = Number(replace(listed, unit="%"))

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """The PerUnit, or INVALID with a fault noted, here or of the outcome."""
        row = reading.outcome
        if row is None:
            return INVALID
        unit = row.asked or row.unit
        per = "%" if "%" in str(_first(node)) else unit
        shape = self.share if per == "%" else self.units[unit]
        quantity = shape.read(node, path, reading)
        return INVALID if quantity is INVALID else PerUnit(quantity, per)

    def schema(self) -> Schema:
        """The JSON schema: any of the forms, alone or with its range."""
        return _either((self.share, *self.units.values()))


def _either(numbers: Iterable[Number]) -> Schema:
    schemas = [number.schema() for number in numbers]
    return {**schemas[0], "anyOf": [form for schema in schemas for form in schema["anyOf"]]}


class Spend:
    """Person-days a year by side, by lever, or by lever and place."""

    def __init__(self) -> None:
        self.amount = Number(REGISTER["arm.spend"])

    def read(self, node: Any, path: Path, reading: Reading) -> Any:
        """Key -> Quantity or place -> Quantity, or INVALID with a fault noted."""
        if not isinstance(node, dict):
            allowed = "a mapping from sides or levers to person-days"
            return reading.fault(path, quoted(node), allowed)
        spends: dict[str, Any] = {}
        for key, value in node.items():
            if value is None:
                continue
            known = (*SIDES, *LEVERS)
            if key not in known:
                allowed = f"a side or a lever: {', '.join(known)}"
                reading.fault((*path, key), "an unknown key", allowed, nearest(key, known), True)
                continue
            spends[key] = self._one(key, value, (*path, key), reading)
        return INVALID if INVALID in spends.values() else spends

    def _one(self, key: str, node: Any, path: Path, reading: Reading) -> Any:
        if key in SIDES and isinstance(node, dict) and not set(node) & set(RANGE_KEYS):
            allowed = f"{self.amount.parameter.allowed}; places stand under a lever"
            return reading.fault(path, "a mapping", allowed)
        if key in SIDES or not isinstance(node, dict) or is_quantity(node):
            return self.amount.read(node, path, reading)
        places = {
            place: self.amount.read(value, (*path, place), reading)
            for place, value in node.items()
            if value is not None
        }
        return INVALID if INVALID in places.values() else places

    def schema(self) -> Schema:
        """The JSON schema: amounts by side or lever, or by lever and place."""
        amount = self.amount.schema()
        places: Schema = {"type": "object", "additionalProperties": amount}
        either = {"anyOf": [*amount["anyOf"], places]}
        properties = {**dict.fromkeys(SIDES, amount), **dict.fromkeys(LEVERS, either)}
        return {"type": "object", "properties": properties, "additionalProperties": False}
