"""What do companies sell, and in which unit, at which price?"""
