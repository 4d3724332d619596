"""Texts with units become working days, rates per day and plain numbers, or nothing."""

import math

import pytest

from simulator.model.units import UNITS, comma, money, per_unit


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("duration", "4 h", 0.5),
        ("duration", "30 min", 0.0625),
        ("duration", "1 day", 1.0),
        ("duration", "2.5 days", 2.5),
        ("duration", "2 weeks", 10.0),
        ("duration", "12 months", 260.0),
        ("duration", "1 year", 260.0),
        ("duration", "1e1 days", 10.0),
        ("duration", "1 hour", 0.125),
        ("duration", "4h", 0.5),
        ("duration", "90 minutes", 0.1875),
        ("duration", "100days", 100.0),
        ("duration", "3 working days", 3.0),
        ("duration", "2 wks", 10.0),
        ("duration or never", "never", math.inf),
        ("duration or never", "1 week", 5.0),
        ("rate", "10 per week", 2.0),
        ("rate", "26 per month", 1.2),
        ("rate", "520 per year", 2.0),
        ("rate", "5/week", 1.0),
        ("rate", "2 per day", 2.0),
        ("rate", "5 a week", 1.0),
        ("person-days", "600 person-days", 600.0),
        ("person-days", "600 person days", 600.0),
        ("person-days", "3 FTE", 780.0),
        ("person-days", "1 person", 260.0),
        ("serious failures a year", "6 serious failures per year", 6.0),
        ("%", "10 percent", 10.0),
        ("person-days", "1 person-day", 1.0),
        ("failed changes per 100", "1 failed change per 100", 1.0),
        ("failed changes per 100", "0.5 failed changes per 100", 0.5),
        ("failures per 100", "1 failure per 100", 1.0),
        ("serious failures a year", "6  serious failures a year", 6.0),
        ("hours", "2 days", 16.0),
        ("facts per 100", "5 facts per 100", 5.0),
        ("a year", "50000 a year", 50_000.0),
        ("of base", "0.3 of base", 0.3),
        ("person-days per weekly item", "8 person-days per weekly item", 8.0),
        ("number", 3, 3.0),
        ("whole number", 12.0, 12.0),
    ],
)
def test_a_written_number_has_its_value(unit: str, text: object, value: float) -> None:
    assert UNITS[unit].parse(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("duration", 4),
        ("duration", "4"),
        ("duration", "4 hs"),
        ("duration", "4 m"),
        ("duration", "2,5 days"),
        ("duration", "four days"),
        ("duration", "never"),
        ("duration", "٤ days"),
        ("duration", "4 days\n"),
        ("rate", "2 per quarter"),
        ("rate", "2 week"),
        ("rate", "2 perweek"),
        ("person-days", "600 days"),
        ("person-days", 600),
        ("failed changes per 100", 1),
        ("failures per 100", "1 failed change per 100"),
        ("serious failures a year", "6 seriou failures a year"),
        ("number", "0.5"),
        ("number", True),
        ("number", None),
        ("whole number", 2.5),
        ("whole number", math.nan),
        ("person-days per weekly item", "8 person-days per person"),
    ],
)
def test_anything_else_is_refused(unit: str, text: object) -> None:
    with pytest.raises(ValueError, match=r"not a|wrong or missing unit"):
        UNITS[unit].parse(text)


def test_a_price_says_what_it_is_for() -> None:
    assert per_unit("8 person-days per weekly item") == "weekly item"
    assert per_unit("20 person-days per person") == "person"
    assert per_unit("20 person-days") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500000 EUR", (500_000.0, "EUR")),
        ("EUR 500000", (500_000.0, "EUR")),
        ("500 kEUR", (500_000.0, "EUR")),
        ("€500k", (500_000.0, "€")),
        ("1.5M USD", (1_500_000.0, "USD")),
        ("600 person-days", None),
        ("500000", None),
        (500_000, None),
    ],
)
def test_money_is_read_with_its_currency(text: object, value: object) -> None:
    assert money(text) == value


def test_a_comma_is_answered_with_what_to_write() -> None:
    assert comma("2,5 days") == "a point, not a comma: 2.5 days"
    assert comma("0,125") == "a point, not a comma: 0.125"
    assert comma("1,500 days") == "1500 for the thousands, or 1.500 for the fraction"
    assert comma("2.5 days") is None
    assert comma(2.5) is None
