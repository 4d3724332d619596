"""Answers as people meet them: words, tables, files."""
