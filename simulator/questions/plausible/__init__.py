"""Whether today looks like the reader's own organisation."""
