"""How a question is asked: what its parameters mean and allow, and by what means it is answered."""

from __future__ import annotations

import inspect
import math
import operator
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar, get_args, get_type_hints

from simulator.model.units import MOST
from simulator.questions.organisation import organisation_of
from simulator.questions.registry import FORMER

if TYPE_CHECKING:
    from simulator.experiments.runner import Runner
    from simulator.experiments.store.store import Store

__all__ = [
    "HERE",
    "Engine",
    "Means",
    "Option",
    "Outcome",
    "Parameter",
    "PlanName",
    "Replications",
    "Seed",
    "Worlds",
    "composed",
    "number_of",
    "parameter_of",
    "parameters",
    "question",
]

_P = ParamSpec("_P")
_A = TypeVar("_A")
Step = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Option:
    """What a parameter means to who types it, and what it may be.

    `low` and `high` are the least and the most, `choices` all that it may be; `plan` says that it
    names a plan of the file, `several` how many values it takes (0: any number). On the command
    line `names` are further names, `word` is what a value is called, and `read` makes it of what
    was typed (ValueError for what it is not). A results folder is known by what was asked, but for
    what is not `kept`.
    """

    help: str
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()
    plan: bool = False
    several: int = 1
    names: tuple[str, ...] = ()
    word: str | None = None
    read: Callable[[str], Any] | None = None
    kept: bool = True


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of a question; `kind` is the type of its values."""

    name: str
    kind: type
    option: Option
    default: Any


@contextmanager
def _silent(what: str, total: int) -> Iterator[Step]:  # noqa: ARG001
    yield lambda _: None


def _runner(seed: int, engine: str, store: Store | None = None) -> Runner:
    from simulator.experiments.runner import Runner

    return Runner(seed=seed, engine=engine, jobs=None, store=store)


@dataclass(frozen=True, kw_only=True)
class Means:
    """By what means a question is answered, which changes no number: who runs, who is told.

    `progress` is told what is done and in how many steps, and gives the function that is called
    with the number of steps just done. Without a `runner` the user's store is used, as commands do:
    what is in it is not run again, and what is run is kept there (`EDGEWISE_STORE` names another).
    """

    runner: Callable[[int, str], Runner] = _runner
    progress: Callable[[str, int], AbstractContextManager[Step]] = _silent


HERE = Means()
"""In this process, one batch a processor, with the user's store; nobody is told."""


@contextmanager
def _with_store(means: Means) -> Iterator[Means]:
    """Yield means with the user's store where they name no runner; it is let go in the end."""
    if means.runner is not _runner:
        yield means
        return
    from simulator.experiments.store.identity import engine_id
    from simulator.experiments.store.store import Store

    with ExitStack() as kept:

        def runner(seed: int, engine: str) -> Runner:
            store = Store(seed=seed, engine=engine_id(engine), say=_warn)
            kept.callback(store.close)
            return _runner(seed, engine, store)

        yield replace(means, runner=runner)


def _warn(message: str) -> None:
    warnings.warn(message, RuntimeWarning, stacklevel=2)


Seed = Annotated[
    int,
    Option(help="Which luck; 0 is a seed like any other.", low=0, high=2**64 - 1),
]
Replications = Annotated[
    int,
    Option(help="Simulated runs of each plan.", low=1, high=1_000_000, names=("-n",), kept=False),
]
Engine = Annotated[
    str,
    Option(
        help="auto is compiled; the reference engine gives the same, slowly.",
        choices=("auto", "reference", "compiled"),
    ),
]
PlanName = Annotated[str, Option(help="Which plan to look at.", plan=True)]
Outcome = Annotated[
    str | None,
    Option(help="What decides which plan is better; the file's outcome unless told."),
]
Worlds = Annotated[
    int,
    Option(
        help="Plausible organisations drawn over the file's ranges; 0: none.", low=0, high=100_000
    ),
]


def parameters(ask: Callable[..., object]) -> dict[str, Parameter]:
    """Return the parameters of a question that can be typed, in order, by name."""
    ask = inspect.unwrap(ask)
    hints = get_type_hints(ask, include_extras=True)
    found = {}
    for name, each in inspect.signature(ask).parameters.items():
        if _option(hints[name]):
            found[name] = parameter_of(name, hints[name], each.default)
    return found


def parameter_of(name: str, annotated: Any, default: Any) -> Parameter:
    """Return the parameter of an annotated type, such as `Seed`."""
    option = _option(annotated)
    if option is None:
        raise TypeError(f"{name} has no option")
    kind = get_args(annotated)[0]
    either = get_args(kind) or (kind,)
    kinds = [each for each in either if each in (bool, int, float) and str not in either]
    return Parameter(name=name, kind=kinds[0] if kinds else str, option=option, default=default)


def _option(annotated: Any) -> Option | None:
    return next((each for each in get_args(annotated) if isinstance(each, Option)), None)


def question(ask: Callable[_P, _A]) -> Callable[_P, _A]:
    """Return a question whose arguments are checked before it is asked.

    Its `source` becomes a loaded organisation. A number out of its bounds, and a plan or another
    choice that does not exist, are refused in a sentence (ValueError).
    """
    signature = inspect.signature(ask)
    known = signature.parameters

    @wraps(ask)
    def asked(*args: _P.args, **given: _P.kwargs) -> _A:
        now = {name if name in known else FORMER.get(name, name): given[name] for name in given}
        bound = signature.bind(*args, **now)
        bound.apply_defaults()
        values = bound.arguments
        if "source" in values:
            values["source"] = organisation_of(values["source"])
        for name, parameter in parameters(ask).items():
            values[name] = _checked(parameter, composed(values[name]), values)
        with _with_store(values.get("means", HERE)) as values["means"]:
            return ask(*bound.args, **bound.kwargs)

    return asked


def composed(value: Any) -> Any:
    """Return a text, or texts in a list, with their letters composed, as files are read (NFC)."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return type(value)(composed(each) for each in value)
    return value


def _checked(parameter: Parameter, value: Any, values: Mapping[str, Any]) -> Any:
    """Return a value as its kind; refuses what it may not be (ValueError)."""
    option, name = parameter.option, parameter.name
    if option.several != 1 or option.read or (value is None and parameter.default is None):
        return value
    allowed = values["source"].plans if option.plan else option.choices
    if allowed and value not in allowed:
        raise ValueError(f"there is no {name} {value!r}; allowed: {', '.join(allowed)}")
    if parameter.kind is bool:
        return bool(value)
    if parameter.kind is int:
        return _whole(name, value, option)
    if parameter.kind is float:
        return number_of(name, value)
    return value


def _whole(name: str, value: Any, option: Option) -> int:
    allowed = ""
    try:
        number = operator.index(value)
    except TypeError:
        allowed = "a whole number"
    else:
        if isinstance(value, bool):
            allowed = "a whole number"
        elif option.low is not None and number < option.low:
            allowed = f"{option.low} or more"
        elif option.high is not None and number > option.high:
            allowed = f"{option.high} or less"
    if allowed:
        raise ValueError(f"found {value!r} {name}; allowed: {allowed}")
    return number


def number_of(name: str, value: Any) -> float:
    """Return a number that somebody gave; refuses what is none, and too much (ValueError)."""
    try:
        number = math.nan if isinstance(value, bool | str) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{name}: found {value!r}; allowed: a number")
    if abs(number) > MOST:
        raise ValueError(f"{name}: found {value!r}; allowed: at most {MOST:,.0f}")
    return number
