"""A person's diary and its feeds, answers to an invitation, free hours."""
