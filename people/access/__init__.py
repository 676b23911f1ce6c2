"""Access: who a person is here, and what they may do and read."""

from people.access.classes import readable_classes
from people.access.who import Who

__all__ = ["Who", "readable_classes"]
