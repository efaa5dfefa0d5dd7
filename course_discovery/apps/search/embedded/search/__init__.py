"""The search and count requests: on each index by itself, then put together."""
