"""The interview: questions, answers, and what they amount to as a scenario."""
