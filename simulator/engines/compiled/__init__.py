"""The compiled engine: the same physics in one numba kernel with its own event list."""
