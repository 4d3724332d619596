"""What must be known before an answer is believed: overload, idle dates, the beginning."""
