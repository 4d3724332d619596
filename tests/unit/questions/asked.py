"""Every question asked of one small company, so that a kind of fault is looked for in all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from simulator.engines.program.compilation import plan_for
from simulator.experiments.engine import log_of
from simulator.experiments.runner import Runner
from simulator.files.marks import marks_of
from simulator.methods.accounts.account import account
from simulator.methods.allocation.duel import duel
from simulator.methods.allocation.invest import invest
from simulator.methods.atlas.atlas import atlas
from simulator.methods.brief import brief
from simulator.methods.comparison import compare
from simulator.methods.failure.explanation import explain
from simulator.methods.plausibility.plausible import plausible
from simulator.methods.reviews import tally
from simulator.methods.turns.breakeven import breakeven
from simulator.present.document import Document
from simulator.questions.account import words as account_words
from simulator.questions.breakeven import words as breakeven_words
from simulator.questions.brief import words as brief_words
from simulator.questions.compare import words as compare_words
from simulator.questions.duel import words as duel_words
from simulator.questions.explain import words as explain_words
from simulator.questions.invest import words as invest_words
from simulator.questions.map import words as map_words
from simulator.questions.plausible import words as plausible_words
from simulator.questions.tally import words as tally_words
from simulator.scenario.scenario import Scenario

FEW = 6
RECORDS = "failure,rater 1\n" + "".join(
    f"{n},{side}\n" for n, side in enumerate(4 * ("inside", "between", "neither"))
)


def _explained(scenario: Scenario, _: Runner) -> Document:
    return explain_words.shown(explain(plan_for(scenario), log_of, seed=1, years=1))


def _compared(scenario: Scenario, run: Runner) -> Document:
    found = compare(scenario, run, seed=1, replications=range(FEW), worlds=2, turns=True)
    return compare_words.shown(found)


QUESTIONS: Mapping[str, Callable[[Scenario, Runner], Document]] = {
    "account": lambda s, run: account_words.shown(account(s, run, replications=range(FEW))),
    "breakeven": lambda s, run: breakeven_words.shown(breakeven(s, run, replications=range(FEW))),
    "brief": lambda s, run: brief_words.shown(brief(s, run, replications=20, worlds=0)),
    "compare": _compared,
    "duel": lambda s, run: duel_words.shown(duel(s, run, budget=60, replications=FEW, worlds=2)),
    "explain": _explained,
    "invest": lambda s, run: invest_words.shown(
        invest(s, run, budget=60, replications=FEW, worlds=2)
    ),
    "map": lambda s, run: map_words.shown(atlas(s, run, cells=3, replications=8)),
    "plausible": lambda s, run: plausible_words.shown(plausible(s, run, replications=FEW)),
    "tally": lambda s, _: tally_words.shown(
        tally(marks_of(RECORDS, f"{s.name}.csv"), f"{s.name}.csv")
    ),
}


def company(**names: str) -> dict[str, Any]:
    """The tree of a company of four teams whose every name can be chosen."""
    said = {
        "name": "Zimtstern AG", "question": "Wohin mit dem Zimtgeld?", "A": "Quittenhof",
        "B": "Holundertal", "C": "Brombeerweg", "D": "Mispelgrund", "kind": "Lieferzettel",
        "other": "Gegenzettel", "core": "Plan Quitte", "edge": "Plan Holunder", "fact": "Reifegrad",
        "makes": "Marmelade", "carries": "Einmachglas", "money": "TLR", **names,
    }  # fmt: skip
    route = [said["A"], [said["B"], said["C"]], said["D"]]
    lossy = {"fidelity": 0.7, "owned": 0.7, "carries": said["carries"]}
    return {
        "version": 1,
        "name": said["name"],
        "question": said["question"],
        "horizon": "120 days",
        "warm_up": "20 days",
        "matters": "1 failed change per 100",
        "incidents": {"manifest": 0.6, "latency": "4 days"},
        "external": {"rate": "0.3 per week", "resolver": said["D"]},
        "observed": {"failed_changes": {"value": 0.05, "n": 717}},
        "costs": {"currency": said["money"], "person_day": 739184},
        "work": [
            {"kind": said["kind"], "arrivals": "4 per week", "facts": 4, "route": route,
             "fact_names": [said["fact"]]},
            {"kind": said["other"], "arrivals": "2 per week", "facts": 2,
             "route": [said["A"], said["D"]]},
        ],
        "defaults": {
            "team": {"defects_per_item": 0.4, "people": {"value": 5, "low": 4, "high": 6,
                     "because": "gezaehlt im Zimtlager"}, "effort": {"mean": "1 day"}},
            "boundary": lossy,
        },
        "teams": {said[key]: {"makes": said["makes"]} for key in "ABCD"},
        "boundaries": [{"from": said["A"], "to": said["B"]}],
        "arms": {
            said["core"]: {"spend": {"core": "60 person-days"}},
            said["edge"]: {"spend": {"edge": "60 person-days"}},
        },
    }  # fmt: skip


@cache
def answer(question: str, names: tuple[tuple[str, str], ...] = ()) -> Document:
    """The answer to a question about such a company."""
    scenario = Scenario.from_tree(company(**dict(names)))
    return QUESTIONS[question](scenario, Runner(seed=1, jobs=1))
