"""The `virke` command."""
