"""Compares two recordings of the catalogue, object by object and field by field."""
