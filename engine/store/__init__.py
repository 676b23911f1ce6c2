"""How are the engine's rows read and written?"""
