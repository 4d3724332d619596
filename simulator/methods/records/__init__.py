"""Organisations that agree with the user's own records: drawn over the ranges and weighted."""
