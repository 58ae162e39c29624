"""What every context's API door is made of: tokens with scopes, cursors, replay-safe calls, problems."""
