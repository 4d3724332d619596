"""`python -m simulator.cli` is `edgewise`."""

from simulator.cli.main import main

main(prog_name="edgewise")
