"""The plan: one scenario under one plan, as the flat arrays that both engines read."""
