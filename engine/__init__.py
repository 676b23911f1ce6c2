"""The front door of the engine: commands that change instances, and queries that look at them."""

from engine.commands.correlating import broadcast, correlate, deliver_messages
from engine.commands.deploying import Deployed, deploy
from engine.commands.jobs import fire_timers, run_job, run_jobs
from engine.commands.retrying import retry
from engine.commands.starting import cancel, start
from engine.commands.tasks import claim, complete_task, unclaim
from engine.who import Who

__all__ = [
    "Deployed",
    "Who",
    "broadcast",
    "cancel",
    "claim",
    "complete_task",
    "correlate",
    "deliver_messages",
    "deploy",
    "fire_timers",
    "retry",
    "run_job",
    "run_jobs",
    "start",
    "unclaim",
]
