"""What answers are made of, and nothing that an answer shows."""
