"""What was said between us and them?"""
