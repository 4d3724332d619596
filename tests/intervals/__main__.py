"""The coverage of intervals as a table; run as a program it writes docs/coverage.md."""

from __future__ import annotations

from tests.intervals.report import PAGE, written
from tests.intervals.study import run

if __name__ == "__main__":
    PAGE.write_text(written(run()), "utf-8")
