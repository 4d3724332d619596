"""The `edgewise` command: parse, call, print."""

import sys

try:
    from simulator.cli.main import main
except KeyboardInterrupt:
    sys.stderr.write("Stopped.\n")
    raise SystemExit(130) from None

__all__ = ["main"]
