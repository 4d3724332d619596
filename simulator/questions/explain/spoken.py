"""Numbers, times and places as one says them aloud."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["capital", "count", "grade", "listed", "moment", "of_100", "spell", "where"]

DAYS_A_WEEK = 5
HOURS_A_DAY = 8.0
GRADES = {1: "P1, the worst of four grades", 2: "P2, the second worst of four grades"}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def moment(time: float) -> str:
    """Return a time [working days from day 0] as week and day; both count from 1."""
    return f"Week {int(time // DAYS_A_WEEK) + 1}, day {int(time % DAYS_A_WEEK) + 1}"


def spell(days: float) -> str:
    """Return a duration [working days] as minutes, hours or working days."""
    minutes = days * HOURS_A_DAY * 60.0
    if minutes < 0.5:
        return "less than a minute"
    if minutes < 59.5:
        return _amount(f"{minutes:.0f}", "minute")
    if days < 0.995:
        return _amount(_short(days * HOURS_A_DAY), "hour")
    return _amount(_short(days) if days < 9.95 else f"{days:.0f}", "working day")


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _amount(amount: str, unit: str) -> str:
    return f"{amount} {unit}" if amount == "1" else f"{amount} {unit}s"


def count(number: int) -> str:
    """Return a whole number as a word, where it is small."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def of_100(chance: float) -> str:
    """Return a probability as a number of 100; only a whole nought or hundred is said as such."""
    text = f"{100.0 * chance:.{2 if chance < 0.995 else 4}g}"
    if text == "100" and chance < 1.0:
        text = "more than 99.99"
    return f"{text} of 100" if 100.0 * chance >= 0.01 or chance == 0.0 else "less than 0.01 of 100"


def where(origin: str) -> str:
    """Return a place within a sentence: a team's name, or `the handover from A to B`."""
    source, arrow, target = origin.partition(" -> ")
    return f"the handover from {source} to {target}" if arrow else source


def grade(severity: int) -> str:
    """Return a severity with its place among the four."""
    return GRADES.get(severity, f"P{severity}")


def listed(names: Sequence[str]) -> str:
    """Return names in a row: `A`, `A and B`, `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def capital(text: str) -> str:
    """Return a sentence with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]
