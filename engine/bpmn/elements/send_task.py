"""How does a send task send its message?"""

from __future__ import annotations

from engine.bpmn.elements.throw_event import ThrowEvent


class SendTask(ThrowEvent):
    """As a message throw event does: the task names its message."""
