"""How do goods leave for the customer?"""
