"""Every question asked of one small company, so that a kind of fault is looked for in all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from simulator import api
from simulator.experiments.runner import Runner
from simulator.files.marks import marks_of
from simulator.files.study import study_of
from simulator.methods.before_after import predict
from simulator.methods.reviews import tally
from simulator.present.document import Document
from simulator.questions.organisation import Organisation
from simulator.questions.predict import words as predict_words
from simulator.questions.tally import words as tally_words
from simulator.scenario.scenario import Scenario

FEW = 6
_SIDES = 4 * ("inside", "between", "neither")
RECORDS = "failure,rater 1\n" + "".join(f"{n},{side}\n" for n, side in enumerate(_SIDES))


def _tally(of: Organisation) -> Document:
    name = f"{of.scenario.name}.csv"
    return tally_words.shown(tally(marks_of(RECORDS, name), name))


def _network(of: Organisation) -> Document:
    """The handovers of a log in which the company's teams pass on seventeen cases."""
    teams = list(of.scenario.teams)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{of.scenario.name}.csv"
        rows = [
            f"{case},2026-01-{day:02} 08:00,{teams[(case + day * day) % len(teams)]}"
            for case in range(17)
            for day in range(1, 6)
        ]
        path.write_text("\n".join(["case,timestamp,team", *rows]), encoding="utf-8")
        return api.network(path).document()


def _predict(of: Organisation) -> Document:
    """A study that is called as the organisation is."""
    study = study_of("mueller-2016").model_copy(update={"study": of.scenario.name})
    found = predict(study, Runner(seed=1), seed=1, organisations=10)
    return predict_words.shown(found)


QUESTIONS: Mapping[str, Callable[[Organisation], Document]] = {
    "account": lambda of: api.account(of, replications=FEW, worlds=0).document(),
    "breakeven": lambda of: api.breakeven(of, replications=FEW).document(),
    "brief": lambda of: api.brief(of, replications=20, worlds=0).document(),
    "calibrate": lambda of: api.calibrate(of, worlds=20).document(),
    "compare": lambda of: api.compare(of, replications=FEW, worlds=2, turns=True).document(),
    "duel": lambda of: api.duel(of, budget=60, replications=FEW, worlds=2).document(),
    "explain": lambda of: api.explain(of, years=1, worlds=0).document(),
    "invest": lambda of: api.invest(of, budget=60, replications=FEW, worlds=2).document(),
    "map": lambda of: api.atlas(of, cells=3, replications=8).document(),
    "network": _network,
    "plausible": lambda of: api.plausible(of, replications=FEW, worlds=8).document(),
    "predict": _predict,
    "risk": lambda of: api.risk(of).document(),
    "sensitivity": lambda of: api.sensitivity(of, points=4, replications=FEW, worlds=4).document(),
    "tally": _tally,
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
    return QUESTIONS[question](Organisation(file="company", scenario=scenario))
