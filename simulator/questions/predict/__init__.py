"""What a programme at handovers should leave, said before it is counted."""
