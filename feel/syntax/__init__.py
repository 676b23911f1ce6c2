"""From an expression's text to its tree."""
