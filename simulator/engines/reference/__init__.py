"""The reference engine: idiomatic SimPy, one process per item that reads like its route."""
