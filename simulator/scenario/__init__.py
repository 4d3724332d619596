"""A scenario: its tree, the shapes and checks of its values, and what they resolve to."""
