"""The `edgewise` command: parse, call, print."""

from simulator.cli.main import main

__all__ = ["main"]
