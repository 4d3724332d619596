"""The ranks of planted companies as a table, for docs/validity.md."""

from __future__ import annotations

import sys

from tests.planted.study import MANY, planted, table

if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    sys.stdout.write(table([planted(number) for number in range(many)]))
