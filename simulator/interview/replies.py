"""How each answer of the interview is read: what people type, as values, or a line on why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from simulator.files.cells import bare
from simulator.model.units import DAYS_PER_YEAR, UNITS, comma, money
from simulator.scenario.tree import quoted

__all__ = [
    "DONT_KNOW",
    "LAST",
    "PUBLISHED",
    "TRUST",
    "a_year",
    "budget",
    "causes",
    "handover",
    "known",
    "money_in",
    "number",
    "of_ten",
    "plain",
    "price",
    "restore",
    "share_or_count",
    "trust",
    "two_of_ten",
]

DONT_KNOW: Final = "don't know"
_UNKNOWN = {"don't know", "dont know", "don’t know", "do not know", "unknown", "?", "dk"}
LAST: Final = ("written and tested", "written", "told", "assumed")
PUBLISHED: Final = "published"
TRUST: Final = ("handovers", "teams", "count")
"""What may be trusted least where answers and records disagree."""
MOST = 1e7
"""No number of an organisation is taken for more than this."""
MOST_MONEY = 1e12
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def known(text: str) -> bool:
    """Return whether an answer says something other than `don't know`."""
    return " ".join(text.lower().split()) not in _UNKNOWN


def plain(text: str, allowed: str) -> float:
    """Return a number of 0 or more; refuses what is none."""
    word = text.strip()
    if not _NUMBER.fullmatch(word) or float(word) > MOST:
        raise ValueError(f"found {quoted(word)}; allowed {allowed}")
    return float(word)


def of_ten(text: str, least: int = 0) -> int | None:
    """Return a count of ten, None where not known."""
    if not known(text):
        return None
    word = re.sub(r"\s*(?:/|of|out of)\s*(?:10|ten)$", "", text.strip().lower())
    if not word.isdecimal() or not least <= int(word) <= 10:
        raise ValueError(f"found {quoted(text)}; allowed {least} to 10, or {DONT_KNOW}")
    return int(word)


def handover(text: str) -> tuple[int | None, str | None]:
    """Return how often of ten both would name one owner, and how the last handover was made.

    Either is None where it is not known; `4 told`, `4`, `told`, `4 3`, `? told`.
    """
    if not known(text):
        return None, None
    first, _, rest = bare(text.replace(",", " ").replace(";", " ")).partition(" ")
    counted = first.isdecimal() or first == "?"
    same = of_ten(first) if counted else None
    word = rest.strip() if counted else bare(text)
    return same, None if not word or not known(word) else _last(word, text)


def _last(word: str, text: str) -> str:
    numbered = {str(number): name for number, name in enumerate(LAST, 1)}
    found = {**numbered, "tested": LAST[0]}.get(word, word)
    if found not in LAST:
        raise ValueError(
            f"found {quoted(text)}; allowed 0 to 10, then tested, written, told or assumed, such "
            f"as 4 told, or {DONT_KNOW}"
        )
    return found


def number(text: str) -> float | None:
    """Return a number of 0 or more, None where not known; a comma may stand between thousands."""
    if not known(text):
        return None
    return plain(_ungrouped(text), f"a number, 0 or more, or {DONT_KNOW}")


def _ungrouped(text: str) -> str:
    """Return a text with its numbers in one piece; refuses a decimal comma in its own words."""
    found = re.sub(r"(?<=\d)[ '\u2019\u00a0\u202f,](?=\d{3}(?!\d))", "", text.strip())
    instead = comma(found)
    if instead is not None:
        raise ValueError(f"found {quoted(text)}; allowed {instead}")
    return found


def a_year(text: str) -> float | None:
    """Return how many a year, from `700` or `60 per month`; None where not known."""
    if not known(text):
        return None
    with suppress(ValueError):
        return UNITS["rate"].parse(_ungrouped(text)) * DAYS_PER_YEAR
    return plain(_ungrouped(text), f"a number such as 700, 60 per month, or {DONT_KNOW}")


def share_or_count(text: str, of: float | None) -> tuple[float, int | None] | None:
    """Return a share and the number of changes behind it, from a count or from `10 %`."""
    if not known(text):
        return None
    n = None if of is None else max(1, round(of))
    word = _ungrouped(text)
    with suppress(ValueError):
        share = UNITS["%"].parse(word) / 100.0
        return _a_share(share, text), n
    if of is None or of < 1:
        raise ValueError(
            f"found {quoted(text)} without the number of changes; allowed a percentage, such as "
            f"10 %, or {DONT_KNOW}"
        )
    return _a_share(plain(word, "a number of changes, or a percentage") / of, text), n


def _a_share(share: float, text: str) -> float:
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"found {quoted(text)}, more than all changes; allowed as many as that")
    return share


def restore(text: str) -> str | None:
    """Return a duration as a file writes it, a bare number taken as hours; None if not known."""
    if not known(text):
        return None
    word = f"{text.strip()} h" if _NUMBER.fullmatch(text.strip()) else text.strip()
    try:
        UNITS["duration"].parse(word)
    except ValueError:
        allowed = comma(word) or f"3 h, 2 days or {DONT_KNOW}"
        raise ValueError(f"found {quoted(text)}; allowed {allowed}") from None
    return word


def causes(text: str) -> Mapping[str, int] | None:
    """Return counts inside, between, neither, cannot tell; None where nobody counted.

    From four numbers, or from a file of `edgewise tally`.
    """
    if not known(text) or bare(text) == PUBLISHED:
        return None
    words = text.split()
    if words and words[0].lower() == "file":
        from simulator.files.marks import marks
        from simulator.methods.reviews import tally

        path = text.strip()[4:].strip()
        try:
            found = tally(marks(path), path).counts
        except OSError as error:
            raise ValueError(f"{path} cannot be read ({error.strerror})") from None
        return {side.replace(" ", "_"): count for side, count in found.items()}
    numbers = re.findall(r"\d+", text)
    if len(numbers) != 4 or not 1 <= sum(map(int, numbers)) <= MOST:
        raise ValueError(
            f"found {quoted(text)}; allowed four counts (inside, between, neither, cannot tell) "
            f"such as 9 7 3 6, file FILE.csv, or {PUBLISHED}"
        )
    return dict(
        zip(("inside", "between", "neither", "cannot_tell"), map(int, numbers), strict=True)
    )


def two_of_ten(text: str) -> tuple[float, float] | None:
    """Return days inside and between, from `9 1`, or from `9` of ten; None where not known."""
    if not known(text):
        return None
    numbers = [float(each) for each in re.findall(r"\d+(?:\.\d+)?", text)]
    if len(numbers) == 1:
        numbers.append(10.0 - numbers[0])
    if len(numbers) != 2 or not 0.0 < sum(numbers) <= 10.0 or min(numbers) < 0.0:
        raise ValueError(
            f"found {quoted(text)}; allowed days inside and days between, ten in all, such as "
            f"9 1, or {DONT_KNOW}"
        )
    return numbers[0], numbers[1]


def _staffed(amount: float) -> str:
    return "person" if amount == 1.0 else "people"


def budget(text: str) -> str | None:
    """Return a budget as a file writes it, a bare number in person-days; None where not known."""
    if not known(text):
        return None
    word = _ungrouped(text)
    if (found := money(word)) is not None and 0.0 < found[0] <= MOST_MONEY:
        return f"{found[0]:.15g} {found[1]}"
    with suppress(ValueError):
        days = UNITS["person-days"].parse(f"{word} person-days" if _bare(word) else word)
        if 0.0 < days <= MOST:
            amount = float(re.findall(r"[\d.]+", word)[0])
            return f"{amount:.15g} {_staffed(amount) if days != amount else 'person-days'}"
    raise ValueError(
        f"found {quoted(text)}; allowed 600 person-days, 3 people, 500000 EUR, or {DONT_KNOW}"
    )


def money_in(text: str) -> tuple[float, str] | None:
    """Return a sum of money with its currency; None where there is none."""
    return money(text) if known(text) else None


def price(text: str, currency: str | None) -> tuple[float, str] | None:
    """Return a sum of money, None where not known; one without a currency is in `currency`."""
    if not known(text):
        return None
    word = _ungrouped(text)
    found = money(f"{word} {currency}" if currency and _bare(word) else word)
    if found is None or not 0.0 < found[0] <= MOST_MONEY:
        example = f"800 {currency or 'EUR'}"
        raise ValueError(f"found {quoted(text)}; allowed a sum such as {example}, or {DONT_KNOW}")
    if currency and found[1] != currency:
        raise ValueError(f"found {quoted(text)}; allowed a sum in {currency}, as before")
    return found


def _bare(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def trust(text: str) -> str | None:
    """Return what is trusted least, one of `TRUST`; None where nobody can say."""
    if not known(text):
        return None
    word = bare(text)
    found = {str(number): name for number, name in enumerate(TRUST, 1)}.get(word, word)
    if found not in TRUST:
        raise ValueError(f"found {quoted(text)}; allowed 1, 2, 3, or {DONT_KNOW}")
    return found
