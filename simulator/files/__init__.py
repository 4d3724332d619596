"""Scenario files: read, checked, written."""
