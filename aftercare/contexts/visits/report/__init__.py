"""The service report on paper: what stands on it, and how it is set."""
