"""`python -m simulator.cli` is `edgewise`."""

from simulator.cli import main

main()
