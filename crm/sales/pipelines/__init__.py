"""By which stages does a company sell?"""
