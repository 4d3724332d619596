"""The brief in words: one page to hand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simulator.measures.outcomes import LEADING, OUTCOMES
from simulator.measures.reviewed import reviewed
from simulator.methods.brief import Bought, Brief, results
from simulator.methods.detection import MONTHS, Detection
from simulator.model.lever import LEVERS
from simulator.present import remarks, words
from simulator.present import reviewed as reviews
from simulator.present.assumptions import reasons
from simulator.present.bought import bought_words, days, lever_words, stamp_of
from simulator.present.document import Document, Section, View
from simulator.present.names import names_of
from simulator.present.tables import TextTable
from simulator.questions.account import words as accounted
from simulator.questions.breakeven import words as turned
from simulator.questions.invest import words as invested
from simulator.scenario.scenario import TODAY

__all__ = ["shown"]


SEEN = (
    "Seen means: 8 of 10 histories with the plan lie where only 1 of 20 without it does. One "
    "organisation has one history, so these are not paired."
)
BUYS = "What does the plan buy?"
LINES = 4
"""How many practices stand on the sheet one by one."""
_STANDS_ON = {
    "sourced": "with a source in the file",
    "judged": "with judgement as their reason",
    "bare": "in the file without a reason",
    "measured": "by default, measured elsewhere",
    "borrowed": "by default, borrowed from another field",
    "judgement": "by default, judged",
}


def shown(found: Brief) -> Document:
    """Return a brief as people meet it: one sheet, and the figures of its answers."""
    told, parts = words.headline(found.comparison), _sections(found)
    sections = tuple(part for part, _ in parts if part.lines or part.view or part.tables)
    # the slides carry the recommendation; the sheet has it at its head
    views = tuple(replace(view, message=told) for _, view in parts if view)
    return Document(
        first=remarks.sentences(found.comparison.remarks),
        name=found.scenario.name,
        names=names_of(found.scenario),
        question=found.scenario.question or found.scenario.name,
        headline=told,
        lines=words.answers(found.comparison),
        tables=tuple(table for section in sections for table in section.tables),
        views=views,
        footer=_footer(found),
        stamp=stamp_of(found.scenario),
        frames={"when_seen": [_row(each) for each in found.detections]},
        sections=sections,
        sheet=True,
        own=words.owned(found.comparison),
    )


_Part = tuple[Section, View | None]


def _sections(found: Brief) -> list[_Part]:
    """Return the parts of the sheet, each with its figure if there is one."""
    parts = [
        _part("How sure is this?", words.uncertainties(found.comparison)),
        _account(found),
        _part("When would I see it?", when(found)),
        _part("What does this rest on?", rests(found)),
    ]
    if found.breakeven is None and found.account is not None:
        parts.append(_part("Where does the answer turn?", _nothing(found)))
    if found.breakeven is not None:
        turn = turned.shown(found.breakeven, found.comparison)
        parts += [
            _part("Where does the answer turn?", (turn.headline,), _plain(turn.views[0])),
            _part("What would change our mind?", _minds(found)),
        ]
    return [*parts, (_buys(found), None)]


def _part(title: str, lines: tuple[str, ...], view: View | None = None) -> _Part:
    drawn = "" if view is None or not len(view.frame) else view.name
    return Section(title=title, lines=lines, view=drawn), view


def _account(found: Brief) -> _Part:
    """Return where failures come from, or why nobody can say."""
    title = "Where do failures come from?"
    if found.account is None:
        return _part(title, _nothing(found))
    account = accounted.shown(found.account)
    return _part(title, _from(found, account), _short(account.views[0]))


def _nothing(found: Brief) -> tuple[str, ...]:
    return (f"{_capital(found.nothing)}.",) if found.nothing else ()


def _from(found: Brief, account: Document) -> tuple[str, ...]:
    """Return where failures come from, and in how many no team made a mistake of its own."""
    today = found.comparison.answers[TODAY]
    return account.headline, *reviews.sentences(reviewed(today.program, today.tally))


def _short(view: View) -> View:
    """Return the account's figure without its places: where to begin stands beside it."""
    frame = view.frame
    return replace(view, frame=frame[frame["group"] != accounted.GROUPS["place"]])


def _plain(view: View) -> View:
    """Return the dial without its small print, which stands on the break-even's own page."""
    note = view.frame["note"].where(view.frame["what"] != "published", "")
    return replace(view, frame=view.frame.assign(note=note))


def _minds(found: Brief) -> tuple[str, ...]:
    """Return the conditions under which the other plan is better, and what to measure first."""
    lines: list[str] = []
    turns = found.breakeven.factors if found.breakeven else ()
    for plan in dict.fromkeys(turned.other(each) for each in turns):
        told = [turned.condition(each) for each in turns if plan and turned.other(each) == plan]
        if told:
            lines.append(f'"{plan}" is better than {_rival(found, plan)} if {"; if ".join(told)}.')
    if found.investment is not None:
        lines.append(invested.measure(found.investment))
    return tuple(lines)


def _rival(found: Brief, plan: str) -> str:
    plans = found.breakeven.plans if found.breakeven else ()
    return next((f'"{name}"' for name in plans if name != plan), "the other")


def _buys(found: Brief) -> Section:
    """Return what the plan buys, its largest practices one by one, and the rest of its budget."""
    whole = found.comparison.answers[found.plan].person_days
    rows = [_practice(lever, bought) for lever, bought in _practices(found)]
    rows, others = rows[:LINES], rows[LINES:]
    if others:
        decides = ", ".join(dict.fromkeys(who for *_, who in others))
        rows.append((f"{len(others)} more practices", sum(size for _, size, _ in others), decides))
    structure = whole - sum(each.person_days for each in found.buys)
    if structure > 1e-9 * whole:
        rows.append(("the change of who does what", structure, "leader"))
    if not rows:
        return Section(title=BUYS)
    table = TextTable(
        title=f"What {found.plan} spends",
        columns=("what", "person-days a year", "who can decide"),
        rows=tuple((what, words.number(size), who) for what, size, who in rows),
        text=("who can decide",),
    )
    return Section(title=BUYS, lines=(f"{days(whole, found.scenario)}:",), tables=(table,))


def _practices(found: Brief) -> list[tuple[str, list[Bought]]]:
    """Return the purchases of each lever, the largest lever first."""
    by: dict[str, list[Bought]] = {}
    for each in found.buys:
        by.setdefault(each.lever, []).append(each)
    return sorted(by.items(), key=lambda pair: -sum(each.person_days for each in pair[1]))


def _practice(lever: str, bought: Sequence[Bought]) -> tuple[str, float, str]:
    """Return a practice with its places, what is spent on it, and who can decide it."""
    first, decides = bought[0], ", ".join(dict.fromkeys(each.decides for each in bought))
    what = bought_words(lever, first.place)
    if len(bought) > 1:
        kind = "teams" if LEVERS[lever].at == "teams" else "handovers"
        what = f"{lever_words(lever)}, at {len(bought)} {kind}"
    return what, sum(each.person_days for each in bought), decides


def when(found: Brief) -> tuple[str, ...]:
    """Return when the plan would show in the organisation's own records, and where sooner."""
    if not found.detections:
        return ()
    by = {each.outcome: each for each in found.detections}
    named = results(found.comparison.outcome)
    lines = [f"{_capital(_sign(name))}: {_after(by[name])}." for name in named if name in by]
    soonest = min((by[name].months or MONTHS[-1] + 1) for name in named if name in by)
    signs = sorted(
        (by[name].months or 0, _sign(name), by[name])
        for name in LEADING
        if name in by and name not in named and (by[name].months or MONTHS[-1] + 1) < soonest
    )
    if signs:
        told = "; ".join(f"{sign}, {_moved(each)}, {_after(each)}" for _, sign, each in signs)
        lines.append(f"Signs that come sooner: {told}.")
    else:
        lines.append("No sign that was looked at comes sooner.")
    return (*lines, SEEN)


def _sign(name: str) -> str:
    return OUTCOMES[name].told or OUTCOMES[name].many


def _after(found: Detection) -> str:
    if found.months is None:
        return f"not seen within {MONTHS[-1]} months"
    return f"seen after {found.months} month{'' if found.months == 1 else 's'}"


def _moved(found: Detection) -> str:
    unit = OUTCOMES[found.outcome].unit
    return f"{words.number(found.before)} to {words.number(found.after)} {unit}"


def rests(found: Brief) -> tuple[str, ...]:
    """Return for how many values a source is given, a judgement, and no reason at all."""
    counts = reasons(found.scenario)
    parts = [f"{counts[key]} {said}" for key, said in _STANDS_ON.items() if counts[key]]
    ranges = len(found.scenario.unknowns())
    values = f"{sum(counts.values())} values: {'; '.join(parts)}"
    stands = (
        f"{values}. {ranges} have a range; all else is taken as it stands. The comparison's page "
        "lists every one with its source."
    )
    return (
        stands,
        "A simulation of coordination, not a forecast: it says what follows from these numbers.",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _row(found: Detection) -> dict[str, object]:
    return {
        "outcome": found.outcome,
        "months": found.months,
        "before": found.before,
        "after": found.after,
        "n": found.n,
        **{f"month_{m}": share for m, share in zip(MONTHS, found.shares, strict=True)},
    }


def _footer(found: Brief) -> str:
    return words.footer(found.comparison)
