"""What keeps a model from being deployed, one question a file."""
