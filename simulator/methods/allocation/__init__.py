"""Where money goes: ranked, spent step by step, held against the best, side against side."""
