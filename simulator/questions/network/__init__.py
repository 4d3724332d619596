"""Who hands to whom in your own records, and what goes with it."""
