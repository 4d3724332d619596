"""The figures of a comparison: one function each, from an Axes and a frame."""
