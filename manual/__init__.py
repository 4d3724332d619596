"""The manual: pages that are made of what the package says of itself."""
