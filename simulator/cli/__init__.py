"""The `edgewise` command: parse, call, print."""

import os
import signal

__all__ = ["main", "stopped_early"]


def main() -> None:
    """Run the command that this process is for, and end the process."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # before anything is imported: a stop while the libraries load would show their innards
        signal.signal(signal.SIGINT, stopped_early)
    from simulator.cli.main import main as command

    command(prog_name="edgewise")


def stopped_early(_signum: int, _frame: object) -> None:
    """End the process on Ctrl-C while nothing is begun yet."""
    os.write(2, b"Stopped.\n")
    os._exit(130)
