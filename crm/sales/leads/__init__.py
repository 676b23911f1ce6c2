"""Who has shown interest, and what became of it?"""
