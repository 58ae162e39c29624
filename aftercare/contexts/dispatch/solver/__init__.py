"""The planner's engine: pure arithmetic on integers, no Django, no clock of its own, no database."""
