"""What does the engine say of itself, to those who may know?"""
