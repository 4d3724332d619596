"""Plans against each other under the same luck."""
