"""The front door of the engine: commands that change instances, and queries that look at them."""

from engine.commands.deploying import Deployed, deploy
from engine.commands.starting import cancel, start
from engine.commands.tasks import claim, complete_task, unclaim
from engine.who import Who

__all__ = ["Deployed", "Who", "cancel", "claim", "complete_task", "deploy", "start", "unclaim"]
