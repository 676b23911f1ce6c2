"""What happens to a running instance when its process gets another version?"""
