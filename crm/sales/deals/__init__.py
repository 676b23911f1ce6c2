"""What may be sold to whom, and how far has it come?"""
