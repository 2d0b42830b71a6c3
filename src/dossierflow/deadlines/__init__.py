"""What a time limit means: terms, counting rules, the ledger and its explanation."""
