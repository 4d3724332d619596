"""Event logs: read into one long table, counted as a network of teams, made into a scenario."""
