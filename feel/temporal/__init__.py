"""Dates, times and durations: reading, writing and reckoning with them."""
