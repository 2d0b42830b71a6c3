"""A log that nobody has described yet: what its columns are, and a mapping to begin with."""
