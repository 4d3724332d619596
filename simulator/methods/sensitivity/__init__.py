"""What moves an answer over what is not known: screening, shares of variance, conditions."""
