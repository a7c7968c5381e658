"""Other ways to form groups, written plainly from their papers and compiled with the same care as the engine."""
