"""Under which conditions the answer turns around."""
