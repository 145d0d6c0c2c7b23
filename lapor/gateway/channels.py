"""The platforms by name, for the rooms above that may not look into one (lapor/channels)."""

from lapor.channels.base import Setting
from lapor.channels.registry import CHANNELS

__all__ = ["CHANNELS", "Setting"]
