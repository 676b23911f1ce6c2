"""A company that lives: people at work, acting only through the API, as people do."""
