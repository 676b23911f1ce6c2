"""What do we need, who offers it, what is ordered, and what of it has come?"""
