"""How commands simulate in bulk: options, executor, store, progress, and a clean stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli.interrupts import finishing, leave
from simulator.cli.options import progress, refusing, typed
from simulator.questions.asking import Engine

if TYPE_CHECKING:
    from simulator.engines.program.compilation import Program
    from simulator.experiments.campaign import Campaign
    from simulator.experiments.runner import Runner
    from simulator.experiments.stopping_rule import Precision, Stopped
    from simulator.measures.tally import Tally
    from simulator.scenario.scenario import Scenario

_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """What was asked about how to simulate."""

    engine: str
    executor: str
    jobs: int | None
    precision: str | None
    quiet: bool
    store: Path | None = None

    def say(self, message: str) -> None:
        """Say something on stderr, unless nothing is to be said."""
        if not self.quiet:
            click.echo(message, err=True)

    def rule(self, outcome: str, replications: int) -> Precision | None:
        """Return the stopping rule that was asked for; -n, where it was given, is its budget."""
        if self.precision is None:
            return None
        from simulator.experiments.stopping_rule import precision_of

        source = click.get_current_context().get_parameter_source("replications")
        given = source is not None and source.name == "COMMANDLINE"
        return precision_of(self.precision, outcome, replications if given else None)


def bulk_options(function: _F, *, precision: bool = True) -> _F:
    """Add --engine, --executor, --jobs, --store, with `precision` --precision, as one `bulk`."""

    def command(*args: Any, **asked: Any) -> Any:
        names = ("engine", "executor", "jobs", "store")
        wanted = asked.pop("precision") if precision else None
        bulk = Bulk(
            quiet=asked["quiet"], precision=wanted, **{name: asked.pop(name) for name in names}
        )
        return function(*args, bulk=bulk, **asked)

    command.__doc__ = function.__doc__
    command.__name__ = function.__name__
    command.__dict__.update(function.__dict__)
    for option in _options()[0 if precision else 1 :]:
        command = option(command)
    return command  # type: ignore[return-value]  # click passes what it knows by name


store_option = click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Where finished runs are kept for all commands; default: EDGEWISE_STORE, or the user's "
    "cache folder. Changes no number.",
)
"""Adds --store."""


def _options() -> tuple[Callable[[Any], Any], ...]:
    return (
        click.option(
            "--precision",
            metavar="TEXT",
            help='Stop when precise enough: "0.5 failed changes per 100", or 5% of today; '
            "-n is then the budget (default 10,000).",
        ),
        click.option(
            "--jobs",
            type=click.IntRange(1, 1024),
            help="Batches at once; default: one a processor. Changes no number.",
        ),
        click.option(
            "--executor",
            default="threads",
            show_default=True,
            help="serial, threads, dask (processes here), dask=ADDRESS. Changes no number.",
        ),
        typed("engine", Engine, "auto"),
        store_option,
    )


def planning(
    scenario: Scenario, plan: str, *, seed: int, engine: str, store: Path | None, quiet: bool
) -> Runner:
    """Return a runner that has at hand what a plan's rule asks for, run now or found in the store.

    For commands that go on to event logs, which no store keeps.
    """
    from simulator.experiments.best_rule import planned_program

    bulk = Bulk(
        engine=engine, executor="threads", jobs=None, precision=None, quiet=quiet, store=store
    )
    with running(bulk, seed=seed) as runner:
        planned_program(scenario, plan, runner)
    return runner


@contextmanager
def running(bulk: Bulk, *, seed: int, scenario: Scenario | None = None) -> Iterator[Runner]:
    """Yield the runner that was asked for, with the user's store of rows.

    With a `scenario` it can tell which of its plans were run, and hashes of their rows.

    Ctrl-C ends it, with what is finished kept, after the batches in flight if they are quick; a
    second one at once.
    """
    from simulator.experiments.campaign import StoppedError
    from simulator.experiments.engine import prepare
    from simulator.experiments.executor import executor_for
    from simulator.experiments.provenance import Provenance
    from simulator.experiments.runner import Runner
    from simulator.experiments.store.identity import engine_id
    from simulator.experiments.store.store import Store

    stop = threading.Event()
    with refusing("--executor"):
        executor = executor_for(bulk.executor, bulk.jobs)
    store = Store(
        bulk.store,
        seed=seed,
        engine=engine_id(bulk.engine),
        say=lambda message: click.echo(message, err=True),
    )
    kept = "what was finished is kept and the same command goes on from there"
    try:
        prepare(bulk.engine, bulk.say)
        runner = Runner(
            seed=seed,
            engine=bulk.engine,
            executor=executor,
            jobs=bulk.jobs,
            store=store,
            provenance=Provenance(scenario) if scenario else None,
            stop=stop,
        )
        with finishing(f"Stopped; {kept}.", stop, lambda: runner.in_flight):
            yield runner
    except StoppedError as stopped:
        leave(f"{str(stopped).capitalize()}; {kept}.")
    except KeyboardInterrupt:
        leave(f"Stopped; {kept}.")
    finally:
        store.close()
        executor.close()


def carried_out(
    runner: Runner,
    what: str,
    plans: Mapping[str, Program],
    replications: int,
    *,
    rule: Precision | None,
    quiet: bool,
) -> tuple[Mapping[str, Tally], Stopped | None]:
    """Return each plan's rows and how the stopping rule ended, with a bar while it runs."""
    with ExitStack() as stack:

        def begun(campaign: Campaign) -> Callable[[int], None]:
            kept = campaign.wanted - campaign.left
            if kept and not quiet:
                more = "" if campaign.left else ", nothing is run again"
                there = f"Already there: {kept} of {campaign.wanted} replications{more}."
                click.echo(there, err=True)
            most = len(plans) * (rule.budget if rule else replications)
            return stack.enter_context(progress(what, most - kept, quiet=quiet))

        return runner.carry_out(plans, replications, rule, begun)
