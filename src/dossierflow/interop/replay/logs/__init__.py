"""Logs as they lie on disk, read line by line into records: CSV, XES, OCEL 2.0 in JSON, SQLite and XML."""
