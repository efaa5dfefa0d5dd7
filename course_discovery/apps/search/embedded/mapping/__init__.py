"""What an index knows about its fields, and how documents and query values are read by it."""
