"""What `do.py` can do. Nothing here imports anything outside the standard library."""
