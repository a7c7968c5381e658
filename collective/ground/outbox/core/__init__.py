"""What is decided about a letter without sending it: who can be written to, when to try again, how text becomes a page."""
