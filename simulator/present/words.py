"""Every string that a leader reads; the sign of a sentence comes from the numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.comparison import NO_CLEAR_DIFFERENCE, Comparison, Difference
from simulator.methods.run import Answer
from simulator.present import turns

MECHANISM_WORDS = {
    "defect": "made inside",
    "lost": "got lost on the way",
    "drift": "went out of date",
    "unowned": "nobody's job",
    "external": "would have happened anyway",
    "bad fix of core": "bad fix of what was made inside",
    "bad fix of edge": "bad fix of what went wrong between teams",
    "bad fix of external": "bad fix of what would have happened anyway",
}
MECHANISM_SIDES = {
    "defect": "inside teams",
    "lost": "between teams",
    "drift": "between teams",
    "unowned": "between teams",
    "external": "neither",
    "bad fix of core": "inside teams",
    "bad fix of edge": "between teams",
    "bad fix of external": "neither",
}
SIDES = {"core": "inside teams", "edge": "between teams", "other": "elsewhere"}
PEOPLE_YEAR = 260.0
NOISE_NOTE = "Intervals in tables: simulation noise, 95 %, same luck for every plan."


def number(value: float) -> str:
    """Return a number in as many digits as a reader wants: 3 significant, plain."""
    if math.isnan(value):
        return "-"
    if value == 0.0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{min(digits, 6)}f}"
    return "0" if text.strip("-0.") == "" else text


def percent(share: float) -> str:
    """Return a share in whole per cent; a dash where it has no value."""
    return "-" if math.isnan(share) else f"{100.0 * share:.0f} %"


def between(low: float, high: float) -> str:
    """Return an interval as `low to high`; a dash where there is none."""
    return "-" if math.isnan(low) or math.isnan(high) else f"{number(low)} to {number(high)}"


def effort(person_days: float, answer: Answer) -> str:
    """Return an effort three ways: person-days, people for a year, money where there is a price."""
    text = f"{number(person_days)} person-days = {person_days / PEOPLE_YEAR:.1f} people for a year"
    costs = answer.program.scenario.costs
    if costs is None:
        return text
    return f"{text} = {person_days * costs.person_day.value:,.0f} {costs.currency}"


def outcome(name: str) -> str:
    """Return an outcome's noun in a leader's words."""
    return OUTCOMES[name].many


def difference(found: Difference) -> str:
    """Return one difference as a sentence whose sign agrees with the numbers."""
    best, what = found.estimate.best, outcome(found.outcome)
    if math.isnan(best):
        empty = OUTCOMES[found.outcome].empty
        return f"{found.plan} against {found.against}: {empty} to compare."
    size, low, high = abs(best), found.estimate.low, found.estimate.high
    if best < 0:
        low, high = -high, -low
    word = _fewer(best, found.outcome)
    text = f"{found.plan} against {found.against}: {number(size)} {word} {what}"
    text += "" if math.isnan(low) else f" ({between(low, high)})"
    clear = found.verdict != NO_CLEAR_DIFFERENCE
    return f"{text}: {found.verdict} is better." if clear else f"{text}: {NO_CLEAR_DIFFERENCE}."


def _fewer(size: float, outcome_name: str) -> str:
    """Return which way a difference goes, in words: size below 0 is fewer (less of a time)."""
    return OUTCOMES[outcome_name].fewer if size < 0 else "more"


def headline(comparison: Comparison) -> str:
    """Return the answer in a sentence or two: the file's first two plans, and what is not known.

    The better plan is named only where the whole interval shown lies beyond what matters.
    """
    found = comparison.headline
    if found is None:
        return verdict(comparison)
    worlds, best = comparison.worlds, found.estimate.best
    if math.isnan(best):
        return _nothing(comparison, found)
    low, high = (worlds.low, worlds.high) if worlds else (found.estimate.low, found.estimate.high)
    less = OUTCOMES[comparison.outcome].better != "more"
    first = (best < 0) == less
    better, other = (found.plan, found.against) if first else (found.against, found.plan)
    if best > 0:
        low, high = -high, -low
    what, matters = outcome(comparison.outcome), comparison.scenario.matters.value
    known = "over what we do not know about you" if worlds else "simulation noise only"
    amount = f"{number(abs(best))} {_fewer(-1.0 if less else 1.0, comparison.outcome)} {what}"
    amount += "" if math.isnan(low) else f" ({between(-high, -low)} {known})"
    clear = best != 0 and not math.isnan(high) and high < -matters
    if clear:
        text = f"{better} rather than {other}: {amount}."
    else:
        text = f"{NO_CLEAR_DIFFERENCE.capitalize()} between {found.against} and {found.plan}: "
        text += f"{better} has {amount}." if best != 0 else "they come out the same."
    text = f"{text} {_wins(comparison, better)}{_settles(comparison, found)}".strip()
    return text + turns.sentence(comparison.turns, better if best != 0 else "", clear=clear)


def _nothing(comparison: Comparison, found: Difference) -> str:
    """Return that a plan, or both, has no value in any window."""
    empty = OUTCOMES[comparison.outcome].empty
    none = [
        name
        for name in (found.against, found.plan)
        if comparison.valueless[name] == comparison.replications
    ]
    if len(none) == 1:
        return f"In every window of {none[0]} {empty}, so there is nothing to compare."
    return f"{empty.capitalize()}, so there is nothing to compare."


def _wins(comparison: Comparison, better: str) -> str:
    worlds = comparison.worlds
    if worlds is None:
        return ""
    share = worlds.share_better if better == worlds.plan else 1.0 - worlds.share_better
    return f"It is ahead in {100.0 * share:.0f} of 100 plausible organisations. "


def _settles(comparison: Comparison, found: Difference) -> str:
    """Return what would settle an open question; nothing where it is settled."""
    if found.verdict == NO_CLEAR_DIFFERENCE:
        matters = comparison.scenario.matters.value
        low, high = found.estimate.low, found.estimate.high
        if -matters <= low and high <= matters and not math.isnan(low):
            less = f"less than the {number(matters)} per 100 that matters to you"
            wide = comparison.worlds
            if wide is not None and (wide.low < -matters or wide.high > matters):
                return f"As the file stands it is {less}; over what is not known it may be more."
            return f"{less.capitalize()}."
        return "More replications (-n) would narrow the simulation's own noise."
    worlds, matters = comparison.worlds, comparison.scenario.matters.value
    if worlds is None or min(abs(worlds.low), abs(worlds.high)) > matters:
        return ""
    if worlds.low < 0 < worlds.high:
        return f"Knowing the {worlds.unknowns} uncertain inputs better would settle it."
    return (
        f"Open is whether it reaches the {number(matters)} per 100 that matters to you; knowing "
        f"the {worlds.unknowns} uncertain inputs better would settle it."
    )


def uncertainties(comparison: Comparison) -> tuple[str, ...]:
    """Return the three uncertainties by name, a line each."""
    lines = []
    worlds, found = comparison.worlds, comparison.headline
    if worlds is not None:
        wins = sorted(worlds.share_won.items(), key=lambda pair: -pair[1])
        shares = ", ".join(f"{name} {100.0 * share:.0f}" for name, share in wins)
        lines.append(
            f"Not knowing the inputs: of 100 plausible organisations, best plan: {shares} "
            f"({worlds.n} drawn over {worlds.unknowns} ranges of the file{_left_out(comparison)})."
        )
    elif found is not None:
        lines.append(
            "Not knowing the inputs: not drawn (no ranges in the file, or --worlds 0)."
            if not any(comparison.valueless.values())
            else "Not knowing the inputs: not told (no ranges in the file, --worlds 0, or "
            f"{OUTCOMES[comparison.outcome].empty} in almost all of them)."
        )
    years = "; ".join(
        f"{name} {between(points['p10'], points['p90'])}"
        for name, points in comparison.one_year.items()
    )
    lines.append(f"Luck of a year, {outcome(comparison.outcome)}, 8 years in 10: {years}.")
    if found is not None:
        lines.append(
            f"Simulation noise: {found.plan} less {found.against} lies between "
            f"{number(found.estimate.low)} and {number(found.estimate.high)} "
            f"({found.estimate.n} replications)."
        )
    empty = without_value(comparison.outcome, comparison.valueless, comparison.replications)
    return (*lines, empty) if empty else tuple(lines)


def without_value(name: str, empty: Mapping[str, int], replications: int) -> str:
    """Return in how many windows of each plan an outcome has no value; nothing where in none."""
    some = ", ".join(f"{plan} {count}" for plan, count in empty.items() if count)
    if not some:
        return ""
    return (
        f"Windows, of {replications} from warm-up to horizon, in which {OUTCOMES[name].empty}: "
        f"{some}. Such a window has no value of its own; estimates are ratios of the sums over all."
    )


def _left_out(comparison: Comparison) -> str:
    worlds = comparison.worlds
    if worlds is None or not worlds.left_out:
        return ""
    what = OUTCOMES[comparison.outcome].empty
    return f"; {worlds.left_out} more are left out, since under a plan {what} in them"


def verdict(comparison: Comparison) -> str:
    """Return who wins among all plans, in the same voice whoever it is."""
    what = outcome(comparison.outcome)
    if comparison.winner != NO_CLEAR_DIFFERENCE:
        return f"Of all plans: {comparison.winner} is clearly better in {what} than every other."
    return f"Of all plans: none is clearly better than every other in {what}."


def footer(comparison: Comparison) -> str:
    """Return what the doubter needs to run it again."""
    return f"{comparison.replications} replications a plan, seed {comparison.seed}. {NOISE_NOTE}"


NO_DIFFERENCE = "no difference"
STARTED_HERE = "it started here"
BLAMED = "blamed"
NO_PART = "blamed, but had no part in it"
HAD_A_PART = "blamed, and had a part in it"
WORKING_DAYS = "working days"
EVENTS = {
    "born": "the mistake is made",
    "released": "it goes live",
    "seen": "it fails",
    "built": "built on",
    "checked": "checked",
    "paged": "paged",
    "bounced": "passed on",
    "rolled_back": "rolled back",
    "repaired": "repaired",
}


def too_small(matters: float) -> str:
    """Return what the band around nought stands for."""
    return f"too small to matter (up to {matters:g} either way)"


def event(index: int, time: float, what: str) -> str:
    """Return the head of one event of a story: its number, its day, what it is."""
    return f"{index} · day {time:.1f} · {EVENTS.get(what, what.replace('_', ' '))}"


def place(name: str) -> str:
    """Return a place as a reader sees it."""
    return name.replace(" -> ", " → ")


FROM_FILE = "the file's own"
NO_REASON = "no reason given"
EVERYWHERE = {
    "team": "all teams",
    "boundary": "all handovers",
    "work": "all work",
    "lever": "all levers",
}


def where(names: Sequence[str], everywhere: Sequence[str], section: str) -> str:
    """Return the places that share a value, as short as it can be said."""
    found = [name for name in names if name]
    missing = [name for name in everywhere if name not in found]
    if everywhere and len(everywhere) > 1 and not missing:
        return EVERYWHERE[section]
    if missing and len(missing) <= 3 and len(found) > 2 * len(missing):
        return f"{EVERYWHERE[section]} but {', '.join(map(place, missing))}"
    return ", ".join(map(place, dict.fromkeys(found)))


def amount(best: float, low: float, high: float, outcome_name: str) -> str:
    """Return a difference as a size, a direction and an interval, without whose it is."""
    if math.isnan(best):
        return "nothing to compare"
    if best < 0:
        low, high = -high, -low
    size = f"{number(abs(best))} {_fewer(best, outcome_name)}" if best else "the same"
    return size if math.isnan(low) or low == high else f"{size} ({between(low, high)})"


def amount_end(sign: float, outcome_name: str) -> str:
    """Return what lies at one end of an axis of differences."""
    return f"{_fewer(sign, outcome_name)} {outcome(outcome_name)}"
