"""The account of failures: what insides, boundaries and each place add."""
