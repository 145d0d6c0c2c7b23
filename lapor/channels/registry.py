"""The platforms: a new one is a folder beside this file and a line here (docs/channels/write-your-own.md)."""

from lapor.channels.base import ChannelAdapter
from lapor.channels.email.channel import EmailChannel
from lapor.channels.facebook.channel import FacebookChannel
from lapor.channels.instagram.channel import InstagramChannel
from lapor.channels.news.channel import NewsChannel
from lapor.channels.sms.channel import SmsChannel
from lapor.channels.telegram.channel import TelegramChannel
from lapor.channels.webhook.channel import WebhookChannel
from lapor.channels.whatsapp.channel import WhatsappChannel
from lapor.channels.x.channel import XChannel

_ALL: tuple[ChannelAdapter, ...] = (
    EmailChannel(),
    FacebookChannel(),
    InstagramChannel(),
    NewsChannel(),
    SmsChannel(),
    TelegramChannel(),
    WebhookChannel(),
    WhatsappChannel(),
    XChannel(),
)
CHANNELS: dict[str, ChannelAdapter] = {channel.name: channel for channel in _ALL}
