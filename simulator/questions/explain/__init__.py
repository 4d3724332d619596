"""One failure's life, and what would have prevented it."""
