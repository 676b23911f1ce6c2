"""What lies where, what is promised, and what did it cost?"""
