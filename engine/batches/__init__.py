"""The words and tables of commands over many instances."""
