"""What is on disk: terms in tantivy, and beside them columns of values; one writer, any number of readers."""
