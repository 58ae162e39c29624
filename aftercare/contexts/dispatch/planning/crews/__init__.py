"""Work for two in a plan: who belongs together, whom to send, and that nobody is sent alone."""
