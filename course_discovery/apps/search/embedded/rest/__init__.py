"""The REST API: routes, and a handler for each call."""
