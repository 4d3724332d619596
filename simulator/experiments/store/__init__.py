"""Rows of replications, kept and found again."""
