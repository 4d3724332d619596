"""What is said of a verdict: what to do, whether it is worth it, which plan, and how sure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextvars import ContextVar

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.comparison import Comparison
from simulator.methods.judging import Decision
from simulator.methods.verdict import FEWEST, HARDLY, Judgement, Verdict, changes_a_year
from simulator.model.outcome import HEADLINE
from simulator.model.units import DAYS_PER_YEAR
from simulator.present.digits import rounded
from simulator.present.given import MOST_LIKE
from simulator.scenario.scenario import TODAY

__all__ = ["SHARES_ONLY", "cost", "do", "sure", "which", "worth"]

SHARES_ONLY: ContextVar[bool] = ContextVar("SHARES_ONLY", default=False)
"""Whether what is said goes outside: shares in place of counts a year, and no effort."""

UNKNOWN = "too few replications to tell"
_SMALL = ("too small", "probably too small")
_ELSEWHERE = {"core": "between teams", "edge": "inside teams"}


def do(comparison: Decision) -> str:
    """Return what to do, verb first, in a sentence of at most 18 words besides names."""
    found = comparison.judgement
    if found is None:
        return ""
    if found.recommended is None:
        return "No recommendation yet: this is not your company."
    if found.recommended == TODAY:
        return _nothing(found)
    plan, main = f'"{found.recommended}"', found.main
    if main is None:
        sure_ = found.worth_it[found.recommended][0] == "yes"
        end = _if_worth(comparison, found)
        return f"Choose {plan}{end}." if sure_ else f"Take {plan}, on balance."
    if main.verdict not in _SMALL and main.plan != found.recommended:
        return f'Take {plan}: "{main.plan}" does more, but not enough for its price.'
    return _among(comparison, found, main, plan)


def _nothing(found: Judgement) -> str:
    best = found.best
    if best is not None and found.of(best, TODAY).verdict in (*_SMALL, "none"):
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
    many, factor = _counted(comparison)
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
    plan = found.best
    answer, chance = found.worth_it[plan]
    against = found.of(plan, TODAY)
    fall = against.lead if against.plan == plan else -against.lead
    many, factor = _counted(comparison)
    asked = f"{_asked(found)} {rounded(factor * found.worth)} {_improved(comparison)} {many}"
    today = _level(comparison, TODAY)
    if answer == "yes":
        return f"Yes: {today}; with this plan {_level(comparison, plan, bare=True)}."
    does = f"{OUTCOMES[comparison.outcome].does} about {rounded(factor * abs(fall))}"
    if fall <= 0.0:
        ending = f" {asked} was asked of the largest budget." if found.worth else ""
        return f"No: {today}, and no plan does better.{ending}"
    if answer == "on balance yes":
        text = f'On balance yes: {today}; "{plan}" {does}{_of_what(comparison)}'
        if not comparison.answers[plan].person_days:
            return f"{text} and costs nothing."
        return f"{text}, but {_reached(found, chance)}."
    verb = "On balance no" if answer == "on balance no" else "No"
    return (
        f'{verb}: {today}; the best plan, "{plan}", {does}{_of_what(comparison)}, and '
        f"{_reached(found, chance)}. {asked} was asked of the largest budget."
    )


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
    return "A tenth, about" if found.assumed else "At least"


def _counted(comparison: Decision) -> tuple[str, float]:
    """Return the noun of what is counted, and what turns the outcome into a count a year."""
    outcome, costs = OUTCOMES[comparison.outcome], comparison.scenario.costs
    if outcome.yearly and not SHARES_ONLY.get():
        return outcome.yearly, 0.01 * changes_a_year(comparison.answers[TODAY])
    if outcome.priced and costs is not None:
        return f"{costs.currency} a year", 1.0
    return outcome.many, 1.0


def _level(comparison: Decision, plan: str, *, bare: bool = False) -> str:
    found = comparison.judgement
    level = found.levels[plan] if found else math.nan
    many, factor = _counted(comparison)
    if not OUTCOMES[comparison.outcome].yearly or SHARES_ONLY.get():
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
    number = f"{100.0 * chance:.0f}"
    number = {"0": "fewer than 1", "100": "more than 99"}.get(number, number)
    rough = "about " if about and number.isdigit() else ""
    return f"{rough}{number} of 100 such companies"


def which(comparison: Decision) -> str:
    """Return whether it matters which plan."""
    found = comparison.judgement
    if found is None:
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
    return f"{given}{text[:1].lower()}{text[1:]}" if given else text


def _pair(comparison: Decision, found: Judgement, main: Verdict) -> str:
    many, factor = _counted(comparison)
    if main.verdict == "none":
        return "Nothing to tell them apart by."
    sampled = math.isfinite(found.effective)
    ends = f"{rounded(factor * main.low)} to {rounded(factor * main.high)}"
    if main.verdict in _SMALL:
        how = "Hardly" if main.verdict == "too small" else "Probably not"
        sure_ = f"in {_of_100(main.same, main.about)}" if sampled else f"({ends})"
        both = f'"{main.plan}" and "{main.against}"' if _either(found, main) else "they"
        return (
            f"{how}: {both} lie less than {rounded(factor * found.matters)} {many} apart {sure_}."
        )
    lead = f'"{main.plan}" {_more(comparison)} than "{main.against}"'
    said = f"{lead} in {_of_100(main.ahead, main.about)}"
    if not sampled:
        said = f"{lead}: {rounded(factor * main.lead)} {many} ({ends})"
    if main.verdict in {"better", "ahead", "likely"}:
        said += f", and noticeably more in {100.0 * main.enough:.0f}" if sampled else ""
        return f"{'Yes' if main.verdict == 'better' else 'Probably'}: {said}."
    loss = f"about {rounded(factor * main.expected_loss)} {many}"
    if main.expected_loss < HARDLY * found.matters:
        loss = "next to nothing"
    if main.verdict == "leaning":
        return f"Perhaps: {said}. If it is the wrong choice you lose {loss}."
    return f"Cannot be told yet: {said}. Knowing which is worth {loss}."


def cost(comparison: Decision) -> str:
    """Return what the plan costs, and what is left of that where the file has prices."""
    found = comparison.judgement
    if found is None or found.best is None or SHARES_ONLY.get():
        return ""
    answer = comparison.answers[found.best]
    if not answer.person_days:
        return f'"{found.best}" costs nothing.'
    people = rounded(answer.person_days / DAYS_PER_YEAR)
    text = f"{rounded(answer.person_days)} person-days a year: {people} people"
    costs, net = comparison.scenario.costs, comparison.net(found.best)
    if costs is None or net is None:
        return f"{text}. The file has no prices."
    money = f"{rounded(answer.person_days * costs.person_day.value)} {costs.currency}"
    kept = f"{rounded(abs(net))} {costs.currency} a year"
    if net > 0.0:
        return f"{text}, {money}. At the file's prices that is {kept} more than it saves."
    return f"{text}, {money}. At the file's prices it saves {kept} more than it costs."


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
    many, factor = _counted(comparison)
    fewer = _improved(comparison)
    sign = 1.0 if against.plan == found.best else -1.0
    ends = sorted((sign * against.low, sign * against.high))
    low, high = (rounded(factor * end) for end in ends)
    lead = rounded(factor * sign * against.lead)
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
    return f"What one year can look like{given}, 8 years in 10, {many}: {told}."
