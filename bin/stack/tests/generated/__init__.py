"""Documents and searches made at random, always the same for one seed, from all that the search service uses."""
