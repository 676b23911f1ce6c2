"""What stands behind `make`: tools, steps, services. Standard library only, for it runs before anything is installed."""
