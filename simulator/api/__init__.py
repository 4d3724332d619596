"""edgewise from Python: load an organisation, simulate it, compare its plans, explain a failure.

    from simulator.api import compare, explain, load, simulate

What they return is frozen, gives pandas frames, and shows itself in a notebook. Each question is
imported when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from simulator.questions.organisation import Organisation as Organisation
from simulator.questions.organisation import load as load
from simulator.questions.registry import QUESTIONS

if TYPE_CHECKING:
    from simulator.questions.account.answer import Account as Account
    from simulator.questions.account.answer import account as account
    from simulator.questions.breakeven.answer import Breakeven as Breakeven
    from simulator.questions.breakeven.answer import breakeven as breakeven
    from simulator.questions.brief.answer import Brief as Brief
    from simulator.questions.brief.answer import brief as brief
    from simulator.questions.calibrate.answer import Calibration as Calibration
    from simulator.questions.calibrate.answer import calibrate as calibrate
    from simulator.questions.compare.answer import Comparison as Comparison
    from simulator.questions.compare.answer import compare as compare
    from simulator.questions.duel.answer import Duel as Duel
    from simulator.questions.duel.answer import duel as duel
    from simulator.questions.explain.answer import Explanation as Explanation
    from simulator.questions.explain.answer import explain as explain
    from simulator.questions.import_log.answer import Imported as Imported
    from simulator.questions.import_log.answer import import_log as import_log
    from simulator.questions.invest.answer import Investment as Investment
    from simulator.questions.invest.answer import invest as invest
    from simulator.questions.map.answer import Atlas as Atlas
    from simulator.questions.map.answer import atlas as atlas
    from simulator.questions.network.answer import Network as Network
    from simulator.questions.network.answer import network as network
    from simulator.questions.new.answer import Draft as Draft
    from simulator.questions.new.answer import new as new
    from simulator.questions.plausible.answer import Plausibility as Plausibility
    from simulator.questions.plausible.answer import plausible as plausible
    from simulator.questions.predict.answer import Prediction as Prediction
    from simulator.questions.predict.answer import predict as predict
    from simulator.questions.risk.answer import Risk as Risk
    from simulator.questions.risk.answer import risk as risk
    from simulator.questions.run.answer import Simulation as Simulation
    from simulator.questions.run.answer import simulate as simulate
    from simulator.questions.sensitivity.answer import Sensitivity as Sensitivity
    from simulator.questions.sensitivity.answer import sensitivity as sensitivity
    from simulator.questions.tally.answer import Tally as Tally
    from simulator.questions.tally.answer import tally as tally
    from simulator.questions.validate.answer import Validation as Validation
    from simulator.questions.validate.answer import validate as validate
    from simulator.questions.what_if.answer import WhatIf as WhatIf
    from simulator.questions.what_if.answer import what_if as what_if

_ASKED = {name: each for each in QUESTIONS for name in (each.function, each.answer)}


def __getattr__(name: str) -> Any:
    """Return a question's function or result class, imported now."""
    if name == "__all__":
        return __dir__()
    if name not in _ASKED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _ASKED[name].load(name)


def __dir__() -> list[str]:
    """Return the names that are meant to be used."""
    return sorted(["Organisation", "load", *_ASKED])
