"""The simulator held against closed forms, published figures, and what should come out level."""
