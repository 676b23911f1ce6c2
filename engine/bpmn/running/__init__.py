"""What moves tokens through a plan, one question a file."""
