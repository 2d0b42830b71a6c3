"""Administrative procedures as state machines with statutory deadlines."""
