"""Decisions about what pages may say. Pure: no Django, no clock."""
