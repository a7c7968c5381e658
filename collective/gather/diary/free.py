"""When people are free together."""
