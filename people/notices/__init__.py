"""What people are told inside Virke, and what of it they have not seen yet."""

from people.notices.queries import Told, unseen
from people.notices.seeing import see
from people.notices.sending import notify
from people.notices.telling import tell

__all__ = ["Told", "notify", "see", "tell", "unseen"]
