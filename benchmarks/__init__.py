"""Measured promises: each file prints one JSON line."""
