"""What did customers order, and what of it is invoiced?"""
