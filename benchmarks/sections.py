"""What is measured, table by table; every ratio is taken within one run, on the same work."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.organisations import chain, flagship, flagship_times, web
from benchmarks.ratio import Line, elapsed, in_turns, over, seconds, slope
from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.engine import log_of, tallies
from simulator.experiments.executor import executor_for
from simulator.experiments.runner import Runner

NOTES = {
    "teams": "every team looks for all errors that an item has inherited, and a route adds to them",
}


def engines(quick: bool) -> list[Line]:
    """Compiled against reference on the flagship, more and more of it."""
    lines = []
    for factor, days, rounds, many in ((1, None, 5, 50), (10, 80.0, 3, 20)):
        if quick and factor > 1:
            continue
        program = flagship_times(factor, days)
        found = in_turns(_engines_of(program, many), rounds)
        short = "" if days is None else f", {days:.0f} days"
        what = f"flagship, {factor} x arrivals and people{short}: compiled / reference"
        lines += [
            Line(
                what=what,
                readings=over(found["rows"], found["reference rows"]),
                unit="times",
                aim="at least 100" if factor == 1 else "",
                note="rows against rows: both count outcomes, the kernel keeps no log in bulk",
            ),
            Line(
                what=what,
                readings=over(found["log"], found["reference log"]),
                unit="times",
                note="one event log against one event log",
            ),
        ]
    return lines


def _engines_of(program: Program, many: int) -> dict[str, Callable[[], float]]:
    """Return both engines' replications a second, as rows and as event logs."""

    def rows(engine: str, count: int) -> float:
        return count / seconds(lambda: tallies(program, 1, range(count), engine))

    def log(engine: str) -> float:
        return 1.0 / seconds(lambda: log_of(program, 1, 0, engine))

    return {
        "rows": lambda: rows("compiled", many),
        "log": lambda: log("compiled"),
        "reference rows": lambda: rows("reference", 1),
        "reference log": lambda: log("reference"),
    }


def executors(quick: bool) -> list[Line]:
    """Two threads against one, and two dask workers against one after another."""
    programs = {"today": program_for(flagship())}
    many, rounds = (100, 2) if quick else (800, 3)

    def rate(runner: Callable[[], Runner]) -> Callable[[], float]:
        return lambda: many / elapsed(lambda: runner().carry_out(programs, many))

    contenders = {
        "one": rate(lambda: Runner(seed=1, jobs=1)),
        "two": rate(lambda: Runner(seed=1, jobs=2)),
    }
    try:
        cluster = executor_for("dask", 2)
    except ValueError as error:
        cluster, why = None, str(error)
    if cluster is not None:
        Runner(seed=1, executor=cluster).carry_out(programs, 100)  # workers start and compile
        contenders["dask"] = rate(lambda: Runner(seed=1, executor=cluster))
    found = in_turns(contenders, rounds)
    lines = [
        Line(
            what=f"two threads / one, {many} replications",
            readings=over(found["two"], found["one"]),
            unit="times",
            aim="at least 1.7",
        )
    ]
    if cluster is None:
        return [*lines, Line(what="dask / serial", readings=(), note=f"not measured: {why}")]
    cluster.close()
    return [
        *lines,
        Line(
            what=f"dask, two workers that have started / serial, {many} replications",
            readings=over(found["dask"], found["one"]),
            unit="times",
        ),
    ]


def slopes(quick: bool) -> list[Line]:
    """How the cost of a replication grows: slopes of log time against log size."""
    rounds, many = (1, 10) if quick else (3, 40)
    families: dict[str, tuple[tuple[int, ...], Callable[[int], Program]]] = {
        "items": ((1, 2, 4, 8, 16), lambda n: chain(6, per_week=10.0 * n)),
        "teams": ((3, 6, 12, 24), chain),
        "boundaries": ((12, 24, 48, 96), web),
        "facts": ((1, 4, 16, 64), lambda n: chain(6, facts=n)),
    }
    lines = []
    for name, (sizes, make) in families.items():
        programs = [make(size) for size in sizes]
        readings = tuple(
            slope(sizes, [_cost(program, turn, many) for program in programs])
            for turn in range(rounds)
        )
        what, note = f"against {name}, {sizes[0]} to {sizes[-1]}", NOTES.get(name, "")
        lines.append(
            Line(what=what, readings=readings, unit="slope", aim="at most 1.05", note=note)
        )
    program, counts = program_for(flagship()), (25, 50, 100, 200, 400)
    readings = tuple(
        slope(counts, [_cost(program, turn, count) for count in counts]) for turn in range(rounds)
    )
    what = "against replications, 25 to 400"
    lines.append(Line(what=what, readings=readings, unit="slope", aim="at most 1.05"))
    return lines


def _cost(program: Program, seed: int, many: int) -> float:
    """How long many replications of a plan take, the better of two readings [s]."""
    return min(seconds(lambda: tallies(program, seed, range(many))) for _ in range(2))


def few(quick: bool) -> list[Line]:
    """What a slider asks for: two plans of the flagship in a process that is warm."""
    from benchmarks.processes import import_numba

    scenario = flagship()
    programs = {
        name: program_for(scenario, name) for name in ("inside teams first", "between teams first")
    }
    rounds = 3 if quick else 7
    importing = [import_numba() for _ in range(rounds)]
    lines = [
        Line(what="import numba, in a process of its own", readings=tuple(importing), unit="s")
    ]
    for many in (25, 100, 200):

        def once(many: int = many) -> float:
            return seconds(lambda: Runner(seed=1).carry_out(programs, many))

        took = [once() for _ in range(rounds)]
        ratios = over(took, importing)
        lines += [
            Line(what=f"{many} replications of two plans", readings=tuple(took), unit="s"),
            Line(
                what=f"{many} replications of two plans / import numba",
                readings=ratios,
                unit="times",
                aim="less than 2" if many == 25 else "",
            ),
        ]
    log = [seconds(lambda: log_of(programs["between teams first"], 1, 0)) for _ in range(rounds)]
    return [*lines, Line(what="one event log", readings=tuple(log), unit="s")]
