"""How the defaults lean as a table, for docs/validity.md."""

from __future__ import annotations

import sys

from tests.lean.study import CASES, lean, table

if __name__ == "__main__":
    sys.stdout.write(table([lean(*case) for case in CASES]))
