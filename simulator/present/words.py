"""Every string that a leader reads; the sign of a sentence comes from the numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.comparison import Comparison, Difference
from simulator.methods.run import Answer
from simulator.methods.verdict import SAME
from simulator.present import recommendation, records, turns
from simulator.present.digits import number as number  # noqa: PLC0414 - a word like the others
from simulator.present.digits import rounded
from simulator.scenario.scenario import TODAY, Scenario
from simulator.stats.estimate import Estimate

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
WORTH, WHICH, COST = "Is it worth it?", "Does it matter which plan?", "What does it cost?"
QUESTIONS = (WORTH, WHICH, COST)
"""What whoever decides asks, in this order."""
FITTING = "means of the companies that fit what you told us"
NOISE_NOTE = (
    "Intervals in tables: simulation noise, 95 %, same luck for every plan; those of several pairs "
    "hold all at once."
)
TOO_FEW = "too few"


def percent(share: float) -> str:
    """Return a share in whole per cent, nought without a sign; a dash where it has no value."""
    text = f"{100.0 * share:.0f}"
    return "-" if math.isnan(share) else f"{'0' if text == '-0' else text} %"


def between(low: float, high: float) -> str:
    """Return an interval as `low to high`, an open end as such; a dash where there is none."""
    return _interval(number(low), number(high))


def _interval(low: str, high: str) -> str:
    if low == "-":
        return "-" if high == "-" else f"{high} or less"
    return f"{low} or more" if high == "-" else f"{low} to {high}"


def told(best: float, low: float, high: float, unit: str = "", matters: float = 0.0) -> str:
    """Return an estimate and its interval as a sentence has them: `3.8 days (0.1 to 14)`.

    Two digits, no end finer than the estimate, and none of them finer than what `matters`.
    """
    return f"{rounded(best, matters)}{unit and f' {unit}'}{_ends(best, low, high, matters)}"


def _ends(best: float, low: float, high: float, matters: float) -> str:
    if math.isnan(low) or low == high:
        return ""
    ends = [rounded(end, max(matters, abs(best))) for end in (low, high)]
    return "" if ends == ["0", "0"] else f" ({_interval(*ends)})"


def noise(found: Estimate) -> str:
    """Return the interval of an estimate, or that too few replications were run to tell it."""
    unknown = math.isnan(found.low) and math.isnan(found.high) and not math.isnan(found.best)
    return TOO_FEW if unknown else between(found.low, found.high)


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


def _fewer(size: float, outcome_name: str) -> str:
    """Return which way a difference goes, in words: size below 0 is fewer (less of a time)."""
    return OUTCOMES[outcome_name].fewer if size < 0 else "more"


def about(answer: Answer) -> str:
    """Return what a plan comes to in what the file is about, in a sentence."""
    name = answer.program.scenario.outcome
    found, plan = answer.outcomes[name], answer.program.plan
    if math.isnan(found.best):
        return f"{plan}: {OUTCOMES[name].empty} in any window."
    ends = f"{rounded(found.low)} to {rounded(found.high)}"
    noise = "" if math.isnan(found.low) else f" ({ends}, simulation noise)"
    return f"{plan}: {rounded(found.best)} {outcome(name)}{noise}."


def headline(comparison: Comparison) -> str:
    """Return what to do, in a sentence, or why nothing can be said."""
    found = recommendation.do(comparison)
    if found:
        return found
    first = comparison.headline
    if first is not None and math.isnan(first.estimate.best):
        return _nothing(comparison, first)
    if not comparison.scenario.arms:
        return "There is no plan to compare with today."
    return "One replication cannot tell plans apart; allowed with -n: two or more."


def answers(comparison: Comparison) -> tuple[str, ...]:
    """Return the answers to the three questions of whoever decides, each after its question."""
    found, first, turn = comparison.judgement, comparison.headline, ""
    if found is None:
        return ()
    main = found.main
    if main and first and {main.plan, main.against} == {first.plan, first.against}:
        turn = turns.sentence(comparison.turns, main.plan, clear=main.clear)
    which = recommendation.which(comparison)
    if which:
        which += turn + records.counted(comparison)
        which += _slower(comparison) + _not_judged(comparison)
    told = {
        WORTH: recommendation.worth(comparison),
        WHICH: which,
        COST: recommendation.cost(comparison),
    }
    return tuple(f"{question} {answer}" for question, answer in told.items() if answer)


def taught(scenario: Scenario) -> tuple[str, ...]:
    """Return what a file was built to show, where it says so."""
    return (f"What this teaches: {scenario.teaches.says}",) if scenario.teaches else ()


def owned(comparison: Comparison) -> tuple[str, ...]:
    """Return the sentences that only the owner of the file should read: efforts and money."""
    told = answers(comparison)
    if OUTCOMES[comparison.outcome].priced:
        return (*told, *uncertainties(comparison))
    return tuple(line for line in told if line.startswith(COST))


_LONGER = 1.1
"""From this factor on a longer way to the release is told."""


def _nothing(comparison: Comparison, found: Difference) -> str:
    """Return that a plan, or both, has no value in any window."""
    empty = OUTCOMES[comparison.outcome].empty
    none = [name for name in (found.against, found.plan) if _empty(comparison, name)]
    if len(none) == 1:
        return f"In every window of {none[0]} {empty}, so there is nothing to compare."
    return f"{empty.capitalize()}, so there is nothing to compare."


def _empty(comparison: Comparison, plan: str) -> bool:
    return comparison.valueless[plan] == comparison.replications


def _slower(comparison: Comparison) -> str:
    """Return which plans make a change take longer by more than a tenth; nothing without any."""
    name, judged = "lead_time", comparison.judgement
    if comparison.outcome.startswith(name) or judged is None:
        return ""
    days = {plan: levels[name].best for plan, levels in comparison.levels.items()}
    told = ""
    for plan in comparison.scenario.arms:
        if days[plan] > _LONGER * days[TODAY]:
            told += f' With "{plan}" a change takes {rounded(days[plan])} days instead of '
            told += f"{rounded(days[TODAY])}"
            level = plan in judged.levels and judged.of(plan, TODAY).verdict in SAME
            told += ", and nothing is prevented that you would notice." if level else "."
    return told


def _not_judged(comparison: Comparison) -> str:
    """Return which plans have no value in any window, and so no verdict; nothing without any.

    Where companies are drawn, each is judged in those in which it has one.
    """
    if comparison.drawn:
        return ""
    none = [name for name in comparison.answers if _empty(comparison, name)]
    empty = OUTCOMES[comparison.outcome].empty
    return f" Not judged: {', '.join(none)}, since in every window {empty}." if none else ""


def uncertainties(comparison: Comparison) -> tuple[str, ...]:
    """Return the three uncertainties by name, a line each, and windows without a value."""
    empty = without_value(comparison.outcome, comparison.valueless, comparison.replications)
    told = (*recommendation.sure(comparison), _drawn(comparison), empty)
    return tuple(line for line in told if line)


def _drawn(comparison: Comparison) -> str:
    """Return where organisations had to be left out."""
    worlds = comparison.worlds
    if worlds is None or not worlds.left_out:
        return ""
    what = OUTCOMES[comparison.outcome].empty
    return (
        f"Of {worlds.n + worlds.left_out} companies {worlds.left_out} are left out, since under a "
        f"plan {what} in them."
    )


def without_value(name: str, empty: Mapping[str, int], replications: int) -> str:
    """Return in how many windows of each plan an outcome has no value; nothing where in none."""
    some = ", ".join(f"{plan} {count}" for plan, count in empty.items() if count)
    if not some:
        return ""
    return (
        f"Windows, of {replications} from warm-up to horizon, in which {OUTCOMES[name].empty}: "
        f"{some}. Such a window has no value of its own; estimates are ratios of the sums over all."
    )


def footer(comparison: Comparison) -> str:
    """Return what the doubter needs to run it again."""
    return f"{comparison.replications} replications a plan, seed {comparison.seed}. {NOISE_NOTE}"


NO_DIFFERENCE = "no difference"
BAND = "too small to matter"
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


def amount(best: float, low: float, high: float, outcome_name: str, matters: float = 0.0) -> str:
    """Return a difference as a size, a direction and an interval, without whose it is.

    It stands in sentences: two digits, and none finer than what `matters`.
    """
    if math.isnan(best):
        return "nothing to compare"
    if best < 0:
        low, high = -high, -low
    size, way = rounded(abs(best), matters), _fewer(best, outcome_name)
    text = f"{size if size != '0' else 'hardly any'} {way}" if best else "the same"
    return f"{text}{_ends(abs(best), low, high, matters)}"


def amount_end(sign: float, outcome_name: str) -> str:
    """Return what lies at one end of an axis of differences."""
    return f"{_fewer(sign, outcome_name)} {outcome(outcome_name)}"
