"""What is decided about calls in and out without making any: signatures, gaps, which addresses may be called."""
