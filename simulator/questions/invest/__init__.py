"""Where the next person-day averts most."""
