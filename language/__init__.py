"""Text as people type it: writing systems, dialect, numerals, personal data, signs of hardship."""
