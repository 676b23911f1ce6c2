"""The one job runner: behind a thread (embedded) or Celery (scaled)."""
