"""The platforms by name and what of their settings others heed, for the rooms above that may not look into one."""

from lapor.channels.base import QUIET_HOURS, SECRET, Setting
from lapor.channels.news.channel import NEWSROOM_EMAIL, READ_ARTICLES
from lapor.channels.registry import CHANNELS

__all__ = ["CHANNELS", "NEWSROOM_EMAIL", "QUIET_HOURS", "READ_ARTICLES", "SECRET", "Setting"]
