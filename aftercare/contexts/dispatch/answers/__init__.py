"""What engineers answer to a job that was sent: how long one waits, and who goes instead."""
