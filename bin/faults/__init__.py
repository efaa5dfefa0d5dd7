"""Refreshes under random faults: nothing may be lost, nothing doubled, and the record must tell the truth."""
