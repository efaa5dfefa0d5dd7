"""Text analysis: from a text to the terms that are indexed and searched."""
