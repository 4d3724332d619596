"""The `edgewise` command: parse, call, print."""

try:
    from simulator.cli.main import main
except KeyboardInterrupt:
    raise SystemExit(130) from None

__all__ = ["main"]
