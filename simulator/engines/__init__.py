"""Two engines, one physics: both turn a plan and a replication into the same event log."""
