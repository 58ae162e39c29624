"""Warranties: until when somebody is liable for what was built."""
