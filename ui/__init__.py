"""Pages for people: one module per screen, templates that only show, and scripts that a page works without."""
