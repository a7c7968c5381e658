"""What the grouping engine reaches, beside peers on the same core: `python -m bench.grouping.run` (README.md)."""
