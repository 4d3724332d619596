"""The plan: one scenario under one arm, as the flat arrays that both engines read."""
