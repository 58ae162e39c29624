"""The arithmetic of retention money; pure."""
