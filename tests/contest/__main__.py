"""The contest of predictors; run as a program it writes docs/risk.md."""

from __future__ import annotations

from tests.contest.report import PAGE, written
from tests.contest.study import contested, rows

if __name__ == "__main__":
    PAGE.write_text(written(rows(list(contested()))), "utf-8")
