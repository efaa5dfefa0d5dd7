"""Queries: from the query DSL to nodes, and from nodes to the documents of a snapshot."""
