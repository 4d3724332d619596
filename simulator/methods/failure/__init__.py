"""One failure: its life, what would have been, and what all of a year's failures would be."""
