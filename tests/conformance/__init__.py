"""Other people's test suites, run against the engine."""
