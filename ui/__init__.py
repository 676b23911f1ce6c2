"""Pages: how people work with Virke; one module per screen."""
