"""The words of each question: an answer of `analysis` as it is printed and drawn."""
