"""What was offered, on which terms, and what was agreed?"""
