"""From event logs to numbers, each with its definition in words."""
