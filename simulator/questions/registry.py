"""The questions that can be asked: one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

__all__ = [
    "ANSWER",
    "ANSWERS",
    "FORMER",
    "INSIDE",
    "LOG",
    "QUESTIONS",
    "RECORDS",
    "SCENARIO",
    "START",
    "STUDY",
    "WRITTEN",
    "Question",
]

START, ANSWER, INSIDE, RECORDS = "Start", "Answer", "Look inside", "Your records"
"""Under which heading of the help page a command stands."""
SCENARIO, WRITTEN, LOG, STUDY, ANSWERS = (
    "scenario",
    "scenario as written",
    "log",
    "study",
    "answers",
)
"""What a question may be asked of; simulated is only the first."""
FORMER = {"arm": "plan", "arms": "plans"}
"""What parameters were called before: still taken, from Python and on the command line."""


@dataclass(frozen=True)
class Question:
    """A question: its command, function, result class and folder, and its line on the help page.

    `about` says what it is asked of: a scenario, or what nothing is simulated for, a scenario as
    it is written, an event log, or what somebody answered.
    A command of several words (`validate FILE`) is the first one, asked of something.
    """

    command: str
    function: str
    answer: str
    folder: str
    section: str
    line: str
    about: str = SCENARIO

    @property
    def ask(self) -> Callable[..., Any]:
        """The question's function, imported now."""
        ask: Callable[..., Any] = self.load(self.function)
        return ask

    def load(self, name: str) -> Any:
        """Return a name of the question's module, which is imported now."""
        return getattr(import_module(f"simulator.questions.{self.folder}.answer"), name)


# fmt: off
QUESTIONS = (
    Question("new", "new", "Draft", "new", START, "Write a scenario of your organisation from an interview.", ANSWERS),
    Question("compare", "compare", "Comparison", "compare", ANSWER, "Compare the plans of a scenario under the same luck."),
    Question("brief", "brief", "Brief", "brief", ANSWER, "Write one page to hand on: what to do, how sure, when it shows."),
    Question("what-if", "what_if", "WhatIf", "what_if", ANSWER, "Tell what changes would do: more work, teams merged or dropped."),
    Question("account", "account", "Account", "account", ANSWER, "Tell where failures start, and what would be gone without each place."),
    Question("breakeven", "breakeven", "Breakeven", "breakeven", ANSWER, "Tell under which conditions the answer turns around."),
    Question("invest", "invest", "Investment", "invest", ANSWER, "Rank levers and places by what the next person-day averts there."),
    Question("tally", "tally", "Tally", "tally", ANSWER, "Count where reviewed failures started, or print a sheet for it."),
    Question("duel", "duel", "Duel", "duel", ANSWER, "Hold the best use of a budget inside teams against the best between."),
    Question("map", "atlas", "Atlas", "map", ANSWER, "Draw where either side wins over any two parameters."),
    Question("risk", "risk", "Risk", "risk", ANSWER, "Ask three questions of every handover, or print a sheet for it.", WRITTEN),
    Question("sensitivity", "sensitivity", "Sensitivity", "sensitivity", ANSWER, "Tell which unknowns move the answer, and which are worth knowing."),
    Question("run", "simulate", "Simulation", "run", INSIDE, "Run one plan and show everything that was measured."),
    Question("explain", "explain", "Explanation", "explain", INSIDE, "Tell one failure's life, and what would have prevented it."),
    Question("validate", "validate", "Validation", "validate", INSIDE, "Hold the simulator against the world, or a file against what is plausible."),
    Question("validate FILE", "plausible", "Plausibility", "plausible", INSIDE, "Hold a file against what is plausible and its own records."),
    Question("calibrate", "calibrate", "Calibration", "calibrate", RECORDS, "Tell what a file's records teach, and what to record next."),
    Question("predict", "predict", "Prediction", "predict", RECORDS, "Predict what a programme at handovers leaves, before it is counted.", STUDY),
    Question("import", "import_log", "Imported", "import_log", RECORDS, "Make a scenario of an event log, with intervals and n.", LOG),
    Question("network", "network", "Network", "network", RECORDS, "Tell who hands to whom in an event log, and what comes of it.", LOG),
)
# fmt: on
