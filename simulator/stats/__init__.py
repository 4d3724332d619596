"""Arrays in, numbers out: estimates, intervals, paired comparisons and closed forms."""
