"""Reading an event log: rows a second of processor time and peak memory, beside other readers."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.ratio import Line

_ROOT = Path(__file__).parents[1]
_PEAK = (
    "import resource, sys, time; before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
    "path = sys.argv[1];\n{work}\n"
    "used = resource.getrusage(resource.RUSAGE_SELF);"
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
)
READERS = {
    "edgewise, read, put in order and counted": (
        "from simulator.logs.log import log_of\nfrom simulator.logs.network import network\n"
        "with log_of(path) as log: network(log)"
    ),
    "edgewise, read and put in order": (
        "from simulator.logs.log import log_of\nwith log_of(path) as log: pass"
    ),
    "pandas, read_csv with dates": (
        "import pandas as pd\n"
        "pd.read_csv(path, parse_dates=['time:timestamp'])"
        ".sort_values(['case:concept:name', 'time:timestamp'], kind='stable')"
    ),
    "r4pm, the same log as XES": (
        "import r4pm\nr4pm.import_item('EventLog', path.replace('.csv', '.xes'))"
    ),
}


def reading(quick: bool) -> list[Line]:
    """Return rows a second and peak memory of each reader, on the same events."""
    rows = 20_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory(prefix="edgewise-bench-") as place:
        path = Path(place) / "log.csv"
        _write(path, rows)
        lines = []
        for name, work in READERS.items():
            # XES is five times as long, and only one reader is given it
            found = [_measured(work, path) for _ in range(1 if quick else 3)]
            told = [each for each in found if isinstance(each, tuple)]
            if not told:
                lines.append(Line(what=name, readings=(), note=str(found[0])))
                continue
            speed = tuple(rows / cpu for cpu, _ in told)
            peak = tuple(memory / 1024.0 for _, memory in told)
            note = f"{rows:,} events"
            lines.append(Line(what=name, readings=speed, unit="rows/s", note=note))
            lines.append(Line(what=f"{name}: peak", readings=peak, unit="MiB", note=note))
    return lines


def _measured(work: str, path: Path) -> tuple[float, float] | str:
    """Return processor time [s] and peak memory [KiB] of a process of its own, or why not."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _PEAK.format(work=work), str(path)],
        capture_output=True, text=True, check=False, cwd=_ROOT,
    )  # fmt: skip
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    cpu, peak = done.stdout.split()[-2:]
    return float(cpu), float(peak)


def _write(path: Path, rows: int) -> None:
    """Write the same events as CSV and as XES: six a case, by turns among sixty teams."""
    head = "case:concept:name,time:timestamp,org:group,concept:name\n"
    with path.open("w") as text, path.with_suffix(".xes").open("w") as tree:
        text.write(head)
        tree.write('<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">')
        for number in range(rows):
            case, step = divmod(number, 6)
            minute = case * 7 + step * 50
            stamp = (f"2026-{1 + minute // 40320 % 12:02}-{1 + minute // 1440 % 28:02}T"
                     f"{minute // 60 % 24:02}:{minute % 60:02}:00")  # fmt: skip
            team = f"team {(case * 31 + step // 2 * 17) % 60}"
            text.write(f"case {case},{stamp},{team},step {step}\n")
            opened = "" if step else f'<trace><string key="concept:name" value="case {case}"/>'
            closed = "</trace>" if step == 5 or number == rows - 1 else ""
            inner = (
                f'<date key="time:timestamp" value="{stamp}+00:00"/>'
                f'<string key="org:group" value="{team}"/>'
                f'<string key="concept:name" value="step {step}"/>'
            )
            tree.write(f"{opened}<event>{inner}</event>{closed}")
        tree.write("</log>")
