"""edgewise from Python: load an organisation, simulate it, compare its plans, explain a failure.

    from simulator.api import compare, explain, load, simulate

What they return is frozen, gives pandas frames, and shows itself in a notebook.
"""

from simulator.api.account import Account, account
from simulator.api.answers import Comparison, Simulation
from simulator.api.breakeven import Breakeven, breakeven
from simulator.api.brief import Brief, brief
from simulator.api.duel import Duel, duel
from simulator.api.explanation import Explanation
from simulator.api.invest import Investment, invest
from simulator.api.map import Atlas, atlas
from simulator.api.organisation import Organisation
from simulator.api.plausible import Plausibility, plausible
from simulator.api.questions import compare, explain, simulate
from simulator.api.source import load
from simulator.api.tally import Tally, tally
from simulator.api.validate import Validation, validate

__all__ = [
    "Account",
    "Atlas",
    "Breakeven",
    "Brief",
    "Comparison",
    "Duel",
    "Explanation",
    "Investment",
    "Organisation",
    "Plausibility",
    "Simulation",
    "Tally",
    "Validation",
    "account",
    "atlas",
    "breakeven",
    "brief",
    "compare",
    "duel",
    "explain",
    "invest",
    "load",
    "plausible",
    "simulate",
    "tally",
    "validate",
]
