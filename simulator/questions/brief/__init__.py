"""One sheet to hand on."""
