"""Frozen values: the organisation, its work, its practices, its plans."""
