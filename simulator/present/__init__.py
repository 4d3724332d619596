"""Answers as people meet them: tables, charts, pages, files, and the words that questions share."""
