"""What one plan does."""
