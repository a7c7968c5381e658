"""Tokens that are made and revoked, webhooks that are set up, what is told through them and when."""
