"""Reads that join several apps."""
