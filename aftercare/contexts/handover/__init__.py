"""Hand-over: what the builders leave to the service when a project ends."""
