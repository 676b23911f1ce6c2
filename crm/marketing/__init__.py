"""Who may be written to, and what did which campaign cost and bring?"""
