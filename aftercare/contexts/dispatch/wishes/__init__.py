"""What customers wish about engineers: whom it keeps from which orders, and how that is said."""
