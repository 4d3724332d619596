"""Where either side wins over any two parameters."""
