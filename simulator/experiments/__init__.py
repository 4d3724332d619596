"""Replications in bulk: what to run, how to run it, and where results are kept."""
