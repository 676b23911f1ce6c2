"""Who are the people and organisations that companies trade with?"""
