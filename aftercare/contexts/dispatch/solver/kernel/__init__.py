"""The compiled part: functions on arrays, compiled once and kept beside the sources."""
