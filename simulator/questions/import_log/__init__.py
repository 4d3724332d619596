"""From an event log to a scenario."""
