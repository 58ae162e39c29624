"""Simulated people who work through the commands at simulated times."""
