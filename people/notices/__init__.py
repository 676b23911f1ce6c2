"""What people are told inside Virke, and what of it they have not seen yet."""

from people.notices.queries import Told, count_unseen, unseen
from people.notices.seeing import see, see_all
from people.notices.sending import notify
from people.notices.telling import tell

__all__ = ["Told", "count_unseen", "notify", "see", "see_all", "tell", "unseen"]
