"""From the live bookings of a region to a problem for the engine, and from its plan back to proposals."""
