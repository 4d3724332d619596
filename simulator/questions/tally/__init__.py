"""Where reviewed failures started."""
