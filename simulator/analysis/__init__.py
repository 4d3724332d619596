"""Questions asked of results; each answer is a frozen value."""
