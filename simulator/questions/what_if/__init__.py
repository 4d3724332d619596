"""What if: changes against today, each with all outcomes."""
