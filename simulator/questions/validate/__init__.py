"""What the simulator agrees with, and what it gets wrong."""
