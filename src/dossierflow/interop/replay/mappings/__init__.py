"""What a log means: the file that says it, the days on which it is counted, the names in it."""
