"""Where an answer turns around as one thing is other than the file says."""
