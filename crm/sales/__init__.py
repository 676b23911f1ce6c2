"""From the first word of somebody new to a deal that is won or lost."""
