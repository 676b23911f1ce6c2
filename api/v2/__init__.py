"""Orchestration under Camunda 8's paths, bodies and keys; one module per noun."""
