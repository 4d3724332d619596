"""The numbers of a kit by the names that its sentences call them by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.methods.records.published import SAMPLES
from simulator.methods.room.hands import FULL, Company
from simulator.methods.room.lesson import Lesson, Reviews, Shown
from simulator.methods.turns.breakeven import Turning
from simulator.model.workshop import Vocabulary
from simulator.present.digits import of_hundred
from simulator.present.kit.turns import turn_sentence
from simulator.present.speech import in_words
from simulator.present.vocabulary import spoken
from simulator.present.words import MECHANISM_WORDS, place

__all__ = ["Numbers", "numbers"]

_WHISPERED = 6


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What a kit tells: `values` fill the gaps of sentences; the rest is shown as it is.

    What is for `outside` has no counts a year.
    """

    company: Company
    twin: Company
    lesson: Lesson
    reviews: Reviews
    words: Vocabulary
    values: Mapping[str, str]
    outside: bool

    def filled(self, text: str) -> str:
        """Return a sentence with its gaps, names in braces, filled in."""
        return text.format_map(self.values)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that are whispered: the first six of the longest way."""
        return self.company.scenario.work[self.company.longest].fact_names[:_WHISPERED]

    @property
    def drawn(self) -> list[tuple[str, ...]]:
        """The ten drawn, a row each: what, who was called, who can mend it, where it began."""
        return [
            (each.title or "from outside", each.called, each.mends or "-", *began(each))
            for each in self.lesson.drawn
        ]

    @property
    def reviewed(self) -> list[tuple[str, int]]:
        """The twin's tally by place, the most frequent first, and what nobody there began."""
        rows = [(place(name), count) for name, count in self.reviews.places]
        outside = self.reviews.sides["neither"]
        return [*rows, (str(self.words.anyway), outside)] if outside else rows

    @property
    def every_hand(self) -> list[tuple[str, str, str]]:
        """All full hands, the best first: cards, and the rate in either company."""
        return [
            (", ".join(hand.cards), f"{hand.rate:.1f}", f"{self.twin.hands[hand.cards].rate:.1f}")
            for hand in self.company.full
        ]

    @property
    def stairs(self) -> list[tuple[str, ...]]:
        """Per step of the longest way: the teams, and of six facts those that reach them."""
        route = self.company.scenario.work[self.company.longest].route
        kept = [self.company.kept(hand) for hand in ("", *self._told_back)]
        return [
            (", ".join(step), *(f"{6.0 * each[number]:.1f}" for each in kept))
            for number, step in enumerate(route)
        ]

    @property
    def _told_back(self) -> Sequence[str]:
        numbers = [str(card.number) for card in self.company.cards if card.buys == "acceptance"]
        return numbers[:1]


def began(shown: Shown) -> tuple[str, str]:
    """Return where a failure began, and how, in words."""
    how = f"{in_words(MECHANISM_WORDS[shown.mechanism])}{f': {shown.fact}' if shown.fact else ''}"
    return place(shown.origin) if shown.origin else "nobody here", how


def numbers(
    company: Company,
    twin: Company,
    lesson: Lesson,
    reviews: Reviews,
    turns: tuple[Turning | None, Turning | None],
    *,
    outside: bool,
) -> Numbers:
    """Return the numbers of a kit; `turns` are where either company turns around."""
    words = spoken(company.scenario)
    said = {key: of for key, of in dict(words).items() if isinstance(of, str)}
    values = {
        **said,
        **_sides("", company),
        **_sides("twin_", twin),
        **_shown(company, lesson),
        "company": company.scenario.name,
        "twin": twin.scenario.name,
        "story": _workshop(company, "story"),
        "twin_story": _workshop(twin, "story"),
        "teaches": _taught(company),
        "twin_teaches": _taught(twin),
        "budget": f"{company.told(company.budget):g}",
        "least": f"{company.told(FULL * company.budget):g}",
        "dealt": "points" if outside else "days",
        "page": "edgewise page FILE --room" + (" --for outside" if outside else ""),
        "turn": turn_sentence(company, turns[0]),
        "twin_turn": turn_sentence(twin, turns[1]),
        "cards": str(len(company.cards)),
        "hands": str(len(company.full)),
        "years": str(company.replications),
        "seed": str(company.seed),
        "matters": f"{company.matters:g}",
        "best_in_twin": f"{twin.hands[company.best.cards].rate:.1f}",
        "drawn": str(len(lesson.drawn)),
        **_by_side("drawn", lesson.drawn_by()),
        "a_year": str(lesson.failures),
        "same_called": str(_same(lesson, "called")),
        "same_mends": str(_same(lesson, "mends")),
        "reviewed": str(reviews.total),
        **_by_side("reviewed", reviews.sides),
        "published_low": f"{100.0 * min(SAMPLES):.0f}",
        "published_high": f"{100.0 * max(SAMPLES):.0f}",
        "example": company.example,
    }
    return Numbers(
        company=company,
        twin=twin,
        lesson=lesson,
        reviews=reviews,
        words=words,
        values=values,
        outside=outside,
    )


def _shown(company: Company, lesson: Lesson) -> dict[str, str]:
    first = lesson.first
    right = f"{first.called} was called first."
    if company.scenario.incidents.pages == "last":
        right = f"Calling {first.called} first may be right: whoever had it last can take it back."
    return {
        "called_right": right,
        "title": first.title or first.kind,
        "fact": first.fact or MECHANISM_WORDS[first.mechanism],
        "called_team": first.called,
        "origin": place(first.origin),
        "born": f"{first.born:.0f}",
        "failed_on": f"{first.time:.0f}",
        "waited": f"{first.time - first.born:.0f}",
    }


def _sides(prefix: str, company: Company) -> dict[str, str]:
    began_at, inside = company.began(), company.inside or company.today
    whole = of_hundred(tuple(began_at.values()))
    found = {
        "today": f"{company.today.rate:.1f}",
        "lowest": f"{company.full[0].rate:.1f}",
        "highest": f"{company.full[-1].rate:.1f}",
        "best": ", ".join(company.best.cards),
        "inside_hand": ", ".join(inside.cards),
        "inside_rate": f"{inside.rate:.1f}",
        "hours": f"{company.today.hours:.1f}",
        **{f"of_{side}": str(of) for side, of in zip(began_at, whole, strict=True)},
    }
    return {f"{prefix}{key}": of for key, of in found.items()}


def _workshop(company: Company, key: str) -> str:
    shop = company.scenario.workshop
    return str(getattr(shop, key) or "") if shop is not None else ""


def _taught(company: Company) -> str:
    taught = company.scenario.teaches
    return taught.says if taught is not None else ""


def _same(lesson: Lesson, who: str) -> int:
    """Return in how many of those drawn the team had a part in where it began."""
    return sum(
        bool(getattr(each, who)) and getattr(each, who) in each.origin.split(" -> ")
        for each in lesson.drawn
    )


def _by_side(what: str, counts: Mapping[str, int]) -> dict[str, str]:
    return {f"{what}_{side}": str(counts[side]) for side in ("inside", "between", "neither")}
