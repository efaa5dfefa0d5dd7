"""How a document may stand to what the database would index now."""

FRESH = "fresh"
# The index has no document for a row that should have one.
MISSING = "missing"
# The document says something else than the database.
STALE = "stale"
# It differs only in what follows from the clock.
AGED = "aged"
# There is a document for a row that must not be found.
EXTRA = "extra"
# There is no document, and there should be none.
ABSENT = "absent"
NO_INDEX = "no index"
UNAVAILABLE = "unavailable"
