"""Words and pictures of what the lower floors compute; nothing is computed here."""
