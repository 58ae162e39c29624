"""Notices to people: an inbox for logins and e-mail, each thing told once."""
