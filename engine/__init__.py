"""The engine's front door: everything that other rooms may import."""
