"""The plan of a forecast: its file format, and reading it."""
