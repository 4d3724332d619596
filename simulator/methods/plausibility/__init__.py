"""A file held against what is plausible and against its own records."""
