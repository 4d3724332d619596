"""Figures: one function each, from an Axes and a frame; nothing is computed here."""
