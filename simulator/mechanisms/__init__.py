"""The physics, written once as scalar functions that both engines call."""
