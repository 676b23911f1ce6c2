"""Lists, cards, search and CSV of any noun from its tables and form; to be filled."""
