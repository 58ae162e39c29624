"""Files: private, content-addressed by sha256, written once, read only through the right on their record."""
