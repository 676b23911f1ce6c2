"""Customer relations: marketing, sales, service; a folder per noun."""
