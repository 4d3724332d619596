"""How the defaults lean: organisations of which nothing is told but teams, route and facts.

Whatever such an organisation answers comes from the defaults alone, so what they say is told: the
share of serious failures that start between teams over the ranges, the same weighed by the
published counts, which side is ahead and how surely, and what the one structural claim of the model
(a team tests against its own understanding) does to the share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from simulator.experiments.runner import Runner
from simulator.methods.judging import decision
from simulator.methods.records.population import population
from simulator.model.register import REGISTER
from simulator.scenario.scenario import Scenario

__all__ = ["BETWEEN", "CASES", "INSIDE", "Lean", "company", "lean", "table"]

INSIDE, BETWEEN = "inside teams first", "between teams first"
CASES = tuple((teams, facts) for teams in (2, 3, 5, 8) for facts in (4, 8, 16))
"""Teams in a row, and facts that a change needs."""
ORGANISATIONS, REPLICATIONS, SEED = 200, 50, 1
_A_TEAM = 40
"""Person-days a year that a plan spends for each team."""


@dataclass(frozen=True, kw_only=True)
class Lean:
    """What the defaults say of one organisation.

    `ranges` and `weighed` are the share between teams [of 100 serious failures] over the ranges
    alone and with the published counts, with 5 and 95 % points; `ahead` is the side that prevents
    more over the ranges and in how many of 100 organisations, `ahead_weighed` likewise; `claim` is
    by how many points the structural claim raises the share.
    """

    teams: int
    facts: int
    ranges: tuple[float, float, float]
    weighed: tuple[float, float, float]
    ahead: tuple[str, float]
    ahead_weighed: tuple[str, float]
    claim: float


def company(teams: int, facts: int, *, prior: bool, claim: bool = True) -> Scenario:
    """Return an organisation of which nothing is told but its teams, its route and its facts.

    Without `claim` a team finds a misunderstanding as often as a defect that others made.
    """
    names = [f"Team {number}" for number in range(1, teams + 1)]
    catches = REGISTER["team.catches_defects"].default
    defaults = {} if claim else {"team": {"catches_misunderstandings": catches}}
    known = {} if prior else {"causes": {"value": "none", "because": "what the ranges say alone"}}
    tree: dict[str, Any] = {
        "version": 1,
        "name": "Nothing told",
        "horizon": "320 days",
        "warm_up": "60 days",
        "work": [{"kind": "change", "arrivals": "5 per week", "facts": facts, "route": names}],
        "defaults": {"team": {}, "boundary": {}, **defaults},
        "teams": {name: {} for name in names},
        "observed": known,
        "arms": [
            {"name": INSIDE, "spend": {"core": f"{_A_TEAM * teams} person-days"}},
            {"name": BETWEEN, "spend": {"edge": f"{_A_TEAM * teams} person-days"}},
        ],
    }
    return Scenario.from_tree(tree)


@cache
def lean(teams: int, facts: int) -> Lean:
    """Return what the defaults say of so many teams in a row and so many facts."""
    shares, ahead = {}, {}
    for prior in (False, True):
        whole = company(teams, facts, prior=prior)
        shares[prior] = _share(whole)
        ahead[prior] = _ahead(whole)
    without = _share(company(teams, facts, prior=False, claim=False))
    return Lean(
        teams=teams,
        facts=facts,
        ranges=shares[False],
        weighed=shares[True],
        ahead=ahead[False],
        ahead_weighed=ahead[True],
        claim=shares[False][0] - without[0],
    )


def _share(scenario: Scenario) -> tuple[float, float, float]:
    drawn = population(scenario, Runner(seed=SEED), n=ORGANISATIONS)
    if drawn is None:
        raise ValueError("nothing is unknown of this organisation")
    known = ~np.isnan(drawn.figures.between)
    shares, weights = 100.0 * drawn.figures.between[known], drawn.weights[known]
    order = np.argsort(shares)
    reached = np.cumsum(weights[order]) / weights.sum()
    low, high = (float(shares[order][np.searchsorted(reached, end)]) for end in (0.05, 0.95))
    return float(np.average(shares, weights=weights)), low, high


def _ahead(scenario: Scenario) -> tuple[str, float]:
    found = decision(
        scenario,
        Runner(seed=SEED),
        seed=SEED,
        replications=range(REPLICATIONS),
        worlds=ORGANISATIONS,
    ).judgement
    if found is None:
        raise ValueError("the plans cannot be judged")
    pair = found.of(INSIDE, BETWEEN)
    return ("inside" if pair.plan == INSIDE else "between"), 100.0 * pair.ahead


def table(found: Sequence[Lean]) -> str:
    """Return the table of docs/validity.md."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Sequence[Lean]) -> Iterator[str]:
    yield (
        "| teams in a row | facts | between, ranges alone | ahead | between, with published counts "
        "| ahead | structural claim |"
    )
    yield "|---:|---:|---|---|---|---|---:|"
    for each in found:
        cells: Mapping[str, str] = {
            "teams": f"{each.teams}",
            "facts": f"{each.facts}",
            "ranges": _said(each.ranges),
            "ahead": f"{each.ahead[0]}, {each.ahead[1]:.0f} of 100",
            "weighed": _said(each.weighed),
            "ahead_weighed": f"{each.ahead_weighed[0]}, {each.ahead_weighed[1]:.0f} of 100",
            "claim": f"{each.claim:+.1f} points",
        }
        yield f"| {' | '.join(cells.values())} |"


def _said(share: tuple[float, float, float]) -> str:
    best, low, high = share
    return f"{best:.0f} % ({low:.0f} to {high:.0f})"
