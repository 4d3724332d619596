"""Where failures start, and what would be gone without each place."""
