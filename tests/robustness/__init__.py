"""What people send by mistake or on purpose."""
