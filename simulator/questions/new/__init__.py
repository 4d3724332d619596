"""A scenario of one's own organisation, from answers."""
