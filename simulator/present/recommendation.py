"""What is said of a verdict: what to do, whether it is worth it, which plan, and how sure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Final

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.comparison import Comparison
from simulator.methods.judging import Decision
from simulator.methods.prices import example_costs, example_prices
from simulator.methods.verdict import (
    FEWEST,
    HARDLY,
    LIKELY,
    SAME,
    Judgement,
    Verdict,
    changes_a_year,
)
from simulator.model.outcome import HEADLINE
from simulator.model.units import DAYS_PER_YEAR
from simulator.present.digits import rounded
from simulator.present.given import MOST_LIKE
from simulator.scenario.scenario import TODAY

__all__ = ["SHARES_ONLY", "cost", "counted", "do", "sure", "which", "worth"]

SHARES_ONLY: ContextVar[bool] = ContextVar("SHARES_ONLY", default=False)
"""Whether what is said goes outside: shares in place of counts a year, and no effort."""

_TIMES = 20.0
"""From how many times its price on it is not said that dearer failures would pay for a plan."""
UNKNOWN = "too few replications to tell"
NOT_ASKED: Final = (
    "What the file asks cannot be held against what was simulated here; a tenth is asked."
)
HIDDEN: Final = (
    "Noise of the simulation hides most of what such companies differ by; five times as many of "
    "them (--worlds) say it more surely."
)
_ELSEWHERE = {"core": "between teams", "edge": "inside teams"}


def do(comparison: Decision) -> str:
    """Return what to do, verb first, in a sentence of at most 18 words besides names."""
    found = comparison.judgement
    if found is None:
        return ""
    if found.recommended is None:
        return "No recommendation yet: this is not your company."
    if (other := _by_prices(comparison)) is not None:
        return f"By your prices {_taken(other)}; by failures {_taken(found.recommended)}."
    return _nothing(found) if found.recommended == TODAY else _something(comparison, found)


def _something(comparison: Decision, found: Judgement) -> str:
    """Return what to do where a plan is recommended."""
    plan, main = f'"{found.recommended}"', found.main
    if main is None:
        sure_ = found.worth_it[str(found.recommended)][0] == "yes"
        end = _if_worth(comparison, found)
        return f"Choose {plan}{end}." if sure_ else f"Take {plan}, on balance."
    if main.verdict not in SAME and main.plan != found.recommended:
        return f'Take {plan}: "{main.plan}" does more, but not enough for its price.'
    return _among(comparison, found, main, plan)


def _by_prices(comparison: Decision) -> str | None:
    """Return the plan that the reader's own prices speak for, where failures speak for another.

    Where the file says what a budget must bring, that decides alone.
    """
    found, outcome = comparison.judgement, OUTCOMES[comparison.outcome]
    if found is None or not found.assumed or outcome.priced or outcome.aim is None:
        return None
    if comparison.scenario.costs is None or example_prices(comparison.scenario):
        return None
    plans = [name for name in found.levels if name != TODAY]
    nets = {name: net for name in plans if (net := comparison.net(name)) is not None}
    cheapest = min(nets, key=lambda name: nets[name], default=TODAY)
    best = cheapest if nets.get(cheapest, 0.0) < 0.0 else TODAY
    return None if best == found.recommended else best


def _taken(plan: str) -> str:
    return "leave things as they are" if plan == TODAY else f'take "{plan}"'


def _nothing(found: Judgement) -> str:
    best = found.best
    if best is not None and found.of(best, TODAY).verdict in (*SAME, "none"):
        return "Leave things as they are."
    return "Keep the money: no plan does enough for it."


def _among(comparison: Decision, found: Judgement, main: Verdict, plan: str) -> str:
    """Return what to do where the recommended plan has a rival."""
    if main.verdict == "too small" and (less := _cheaper(comparison, found)):
        return f"Take {plan}: it does the same for {less} less."
    if main.verdict in {"open", "none"} and main.expected_loss < HARDLY * found.matters:
        return "Spend it on either: which cannot be told, and a wrong choice costs little."
    failures = OUTCOMES[comparison.outcome].aim is not None
    other = _ELSEWHERE.get(_side(comparison, str(found.recommended))) if failures else None
    unless = f"unless most of your failures start {other}" if other else "though not surely"
    either = _either(found, main)
    start = "whichever" if either else "the one that"
    said = {
        "better": f"Choose {plan}{_if_worth(comparison, found)}.",
        "ahead": f"Take {plan}, if you spend at all.",
        "too small": f"Spend it on {either}whichever is easier to start.",
        "probably too small": f"Take {either}{start} your people can start next month.",
        "likely": f"Take {plan}, {unless}.",
        "leaning": f"Begin with {plan}; decide the second half of the money later.",
    }
    what = "find out where your failures start" if failures else "measure what the file guesses"
    return said.get(main.verdict, f"Spend it, but first {what}.")


def _either(found: Judgement, main: Verdict) -> str:
    """Return the names of a pair that cannot be told apart, where there are other plans too."""
    others = len(found.levels) > len({TODAY, main.plan, main.against})
    return f'"{main.plan}" or "{main.against}", ' if others else ""


def _if_worth(comparison: Decision, found: Judgement) -> str:
    """Return the condition under which a plan that costs more than it saves is chosen."""
    plan = str(found.recommended)
    net, costs = comparison.net(plan), comparison.scenario.costs
    if costs is None or net is None or net <= 0.0 or OUTCOMES[comparison.outcome].priced:
        return ""
    many, factor = counted(comparison)
    fall = abs(found.levels[TODAY] - found.levels[plan])
    fewer = f"{rounded(factor * fall)} {_improved(comparison)} {many}"
    return f", if {fewer} are worth {rounded(net)} {costs.currency} a year to you"


def _cheaper(comparison: Decision, found: Judgement) -> str:
    """Return by how much the recommended plan is cheaper than the next best, if noticeably."""
    mine, other = (
        comparison.answers[str(name)].person_days for name in (found.recommended, found.next_best)
    )
    if other - mine <= 0.05 * other or SHARES_ONLY.get():
        return ""
    costs = comparison.scenario.costs
    if costs is None:
        return f"{rounded(other - mine)} person-days a year"
    return f"{rounded((other - mine) * costs.person_day.value)} {costs.currency} a year"


def _side(comparison: Decision, plan: str) -> str:
    """Return the one side that a plan spends on; "" where it is both or neither."""
    bought = comparison.answers[plan].program.bought
    sides = {comparison.scenario.levers[each.lever].side for each in bought}
    return sides.pop() if len(sides) == 1 else ""


def worth(comparison: Decision) -> str:
    """Return whether it is worth it: today, with the plan, and what was asked for."""
    found = comparison.judgement
    if found is None or found.best is None:
        return ""
    if comparison.scenario.worth is not None and found.assumed:
        return f"{_worth(comparison, found, found.best)} {NOT_ASKED}"
    return _worth(comparison, found, found.best)


def _worth(comparison: Decision, found: Judgement, plan: str) -> str:
    answer, chance = found.worth_it[plan]
    against = found.of(plan, TODAY)
    fall = against.lead if against.plan == plan else -against.lead
    many, factor = counted(comparison)
    asked = f"{_asked(found)} {rounded(factor * found.worth)} {_improved(comparison)} {many}"
    asked = f" Asked of the largest budget: {asked}."
    today = _level(comparison, TODAY)
    if answer == "yes":
        return f"Yes: {today}; with this plan {_level(comparison, plan, bare=True)}."
    size = _fine(comparison, abs(fall))
    does = (
        f"{OUTCOMES[comparison.outcome].does} {'next to none' if size == '0' else f'about {size}'}"
    )
    if fall <= 0.0:
        return f"No: {today}, and no plan does better.{asked if found.worth else ''}"
    if answer == "on balance yes":
        text = f'On balance yes: {today}; "{plan}" {does}{_of_what(comparison)}'
        if not comparison.answers[plan].person_days:
            return f"{text} and costs nothing."
        return f"{text}, but {_reached(found, chance)}."
    verb = "On balance no" if answer == "on balance no" else "No"
    return (
        f'{verb}: {today}; the best plan, "{plan}", {does}{_of_what(comparison)}, and '
        f"{_reached(found, chance)}.{asked}{_might(comparison)}"
    )


def _might(comparison: Decision) -> str:
    """Return what else could be tried where no plan is worth it."""
    if OUTCOMES[comparison.outcome].aim is None:
        return ""
    return " What might: taking a handover away, undoing faster (edgewise what-if)."


def _of_what(comparison: Decision) -> str:
    """Return what follows the size of a change, so that it is no level."""
    outcome = OUTCOMES[comparison.outcome]
    if outcome.better == "more":
        return " more"
    return " of them" if outcome.does == "prevents" else ""


def _reached(found: Judgement, chance: float) -> str:
    """Return how surely a plan does what its price asks for."""
    what = "what is asked for its price is"
    if not math.isfinite(found.effective):
        return f"{what} {'just reached' if chance >= 0.5 else 'not reached'}"
    return f"{what} reached in {_of_100(chance)}"


def _asked(found: Judgement) -> str:
    return "a tenth, about" if found.assumed else "at least"


def counted(comparison: Decision) -> tuple[str, float]:
    """Return the noun of what is counted, and what turns the outcome into a count a year.

    There is none outside, nor where no change went live that could be counted.
    """
    outcome, costs = OUTCOMES[comparison.outcome], comparison.scenario.costs
    changes = changes_a_year(comparison.answers[TODAY])
    if outcome.yearly and changes and not SHARES_ONLY.get():
        return outcome.yearly, 0.01 * changes
    if outcome.priced and costs is not None:
        return f"{costs.currency} a year", 1.0
    return outcome.many, 1.0


def _level(comparison: Decision, plan: str, *, bare: bool = False) -> str:
    found = comparison.judgement
    level = found.levels[plan] if found else math.nan
    many, factor = counted(comparison)
    if many != OUTCOMES[comparison.outcome].yearly:
        return f"{rounded(level)}" if bare else f"today {rounded(level)} {many}"
    count = rounded(factor * level)
    if comparison.outcome != HEADLINE:
        rate = f"({rounded(level)} for 100 changes)"
        return f"about {count} {rate}" if bare else f"today about {count} {many} {rate}"
    if bare:
        return f"about {count} ({rounded(level)} of 100)"
    whole = rounded(100.0 * factor)
    return f"about {count} of your {whole} changes a year fail today ({rounded(level)} of 100)"


def _of_100(chance: float, about: bool = False) -> str:
    """Return a probability as a count, never more certain than a sample can be."""
    number = _number_of_100(chance)
    rough = "about " if about and number.isdigit() else ""
    return f"{rough}{number} of 100 such companies"


def _number_of_100(chance: float) -> str:
    number = f"{100.0 * chance:.0f}"
    return {"0": "fewer than 1", "100": "more than 99"}.get(number, number)


def which(comparison: Decision) -> str:
    """Return whether it matters which plan."""
    found = comparison.judgement
    if found is None or found.recommended is None:
        return ""
    main = found.main
    if main is None or found.next_best is None:
        return "There is one plan, so nothing to choose between."
    if TODAY in {main.plan, main.against}:
        return ""
    given = "" if math.isfinite(found.effective) else "If every number in the file is right: "
    text = _pair(comparison, found, main)
    if comparison.reviews is not None:
        text += (
            f" About {comparison.reviews} reviewed failures would tell (edgewise tally --sheet)."
        )
    if found.effective < FEWEST:
        few = f"Only {found.effective:.0f} companies fit what you told us"
        text += f" {few}, too few to say it more surely."
    elif main.hidden:
        text += f" {HIDDEN}"
    return f"{given}{text[:1].lower()}{text[1:]}" if given else text


def _pair(comparison: Decision, found: Judgement, main: Verdict) -> str:
    many, factor = counted(comparison)
    if main.verdict == "none":
        return "Nothing to tell them apart by."
    sampled = math.isfinite(found.effective)
    ends = f"{_fine(comparison, main.low)} to {_fine(comparison, main.high)}"
    if main.verdict in SAME:
        how = "Hardly" if main.verdict == "too small" else "Probably not"
        sure_ = f"in {_of_100(main.same, main.about)}" if sampled else f"({ends})"
        both = f'"{main.plan}" and "{main.against}"' if _either(found, main) else "they"
        return (
            f"{how}: {both} lie less than {rounded(factor * found.matters)} {many} apart {sure_}."
        )
    lead = f'"{main.plan}" {_more(comparison)} than "{main.against}"'
    said = f"{lead} in {_of_100(main.ahead, main.about)}"
    if not sampled:
        said = f"{lead}: {_fine(comparison, main.lead)} {many} ({ends})"
    if main.verdict in {"better", "ahead", "likely"}:
        said += f", and noticeably more in {_number_of_100(main.enough)}" if sampled else ""
        return f"{'Yes' if main.verdict == 'better' else 'Probably'}: {said}."
    loss = f"about {_fine(comparison, main.expected_loss)} {many}"
    if main.expected_loss < HARDLY * found.matters:
        loss = "next to nothing"
    if main.verdict == "leaning":
        return f"Perhaps: {said}. If it is the wrong choice you lose {loss}."
    if sampled and main.same >= LIKELY:
        near = _fine(comparison, found.matters)
        said = f"they lie less than {near} {many} apart in {_of_100(main.same, main.about)}"
    elif sampled and main.ahead < 0.5:
        said += ", and yet more on average"
    return f"Cannot be told yet: {said}. Knowing which is worth {loss}."


def cost(comparison: Comparison) -> str:
    """Return what the plan costs, and what is left of that where the file has prices."""
    found = comparison.judgement
    if found is None or found.best is None or SHARES_ONLY.get():
        return ""
    answer = comparison.answers[found.best]
    if not answer.person_days:
        return f'"{found.best}" costs nothing.'
    staff = rounded(answer.person_days / DAYS_PER_YEAR)
    people = "1 person" if float(staff.replace(",", "")) == 1.0 else f"{staff} people"
    takes = f'"{found.best}" takes ' if found.recommended == TODAY else ""
    text = f"{takes}{rounded(answer.person_days)} person-days a year: {people}"
    costs, net = comparison.scenario.costs, comparison.net(found.best)
    overhead = comparison.money.overhead
    kept = rounded(overhead[found.best] - overhead[TODAY])
    up = f"about {kept} days of everybody's time to keep it up, counted in"
    if costs is None or net is None:
        return f"{text}{f', and {up}' if kept != '0' else ''}. The file has no prices."
    money = f"{rounded(answer.person_days * costs.person_day.value)} {costs.currency}"
    text += f", {money}{f', and {up}' if kept != '0' else ''}."
    return f"{text} {_net(comparison, found.best, net)}"


def _net(comparison: Decision, plan: str, net: float) -> str:
    """Return what a plan saves and costs in money, and at which price of a failure it pays."""
    costs = comparison.scenario.costs
    assert costs is not None  # noqa: S101 - a net has prices
    whose = "the example's" if example_costs(comparison.scenario) else "your"
    spent = comparison.answers[plan].person_days * costs.person_day.value
    lead = comparison.lead(plan, TODAY, "in_progress")
    fewer = lead.mean if lead is not None else (
        comparison.levels[TODAY]["in_progress"].best - comparison.levels[plan]["in_progress"].best
    )  # fmt: skip
    waiting = DAYS_PER_YEAR * fewer * costs.delay_per_item_day.value
    failures = spent - net - waiting
    sums = [
        f"{rounded(abs(size))} {'less' if size > 0.0 else 'more'} {what}"
        for what, size in (("for failures", failures), ("for waiting", waiting))
        if abs(size) >= 0.05 * spent
    ]
    parts = f" ({', '.join(sums)})" if sums else ""
    amount = f"{rounded(abs(net))} {costs.currency} a year"
    if net <= 0.0:
        return f"At {whose} prices it saves {amount} more than it costs{parts}."
    text = f"At {whose} prices it costs {amount} more than it saves{parts}"
    if failures > 0.0 and (times := (failures + net) / failures) < _TIMES:
        text += f"; it would pay if a failure cost about {rounded(times)} times as much"
    return f"{text}."


def _fine(comparison: Decision, value: float) -> str:
    """Return a difference, counted as the outcome is, with no digit that does not matter."""
    _, factor = counted(comparison)
    found = comparison.judgement
    return rounded(factor * value, factor * found.matters if found else 0.0)


def _improved(comparison: Decision) -> str:
    """Return the word for a change for the better."""
    outcome = OUTCOMES[comparison.outcome]
    return "more" if outcome.better == "more" else outcome.fewer


def _more(comparison: Decision) -> str:
    return f"{OUTCOMES[comparison.outcome].does} more"


def sure(comparison: Comparison) -> tuple[str, ...]:
    """Return the three things that are not known, a line each, of what the answer is about."""
    found = comparison.judgement
    if found is None or found.best is None:
        return ()
    against = found.of(found.best, TODAY)
    many, factor = counted(comparison)
    fewer = _improved(comparison)
    sign = 1.0 if against.plan == found.best else -1.0
    ends = sorted((sign * against.low, sign * against.high))
    low, high = (_fine(comparison, end) for end in ends)
    lead = _fine(comparison, sign * against.lead)
    known = (
        f"What we do not know about you: {lead} {fewer} {many} ({low} to {high})."
        if math.isfinite(found.effective)
        else "What we do not know about you: not asked (no ranges in the file, or --worlds 0)."
    )
    given = f", {MOST_LIKE}" if comparison.drawn else ""
    year = _year(comparison.one_year, found.best, factor, many, given)
    noise = comparison.difference(found.best, TODAY, comparison.outcome).estimate
    half = 0.5 * factor * (noise.high - noise.low)
    around = f"{rounded(half)} {many} either way" if math.isfinite(half) else UNKNOWN
    return known, year, f"Noise of the simulation: {around}."


def _year(
    points: Mapping[str, Mapping[str, float]], plan: str, factor: float, many: str, given: str
) -> str:
    told = "; ".join(
        f"{name} {rounded(factor * points[name]['p10'])} to {rounded(factor * points[name]['p90'])}"
        for name in (TODAY, plan)
    )
    if any(math.isnan(each["p10"]) for each in points.values()):
        return f"What one year can look like{given}: cannot be told, since too little goes live."
    return f"What one year can look like{given}, 8 years in 10, {many}: {told}."
