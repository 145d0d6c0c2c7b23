"""A third channel, written by following docs/channels/write-your-own.md: a kiosk in a village hall that posts lines
`id;sender;time;text`."""

import hmac
from datetime import datetime

from lapor.channels.base import (
    Account,
    Capabilities,
    ChannelDefaults,
    Inbound,
    InboundKind,
    NeedsOperator,
    Outbound,
    Received,
    Rejected,
    Unreadable,
)

FIELDS = 5


class KioskChannel(ChannelDefaults):
    name = "kiosk"
    capabilities = Capabilities(longest_text=160)

    def authenticate(self, account: Account, call: Received) -> None:
        digest = hmac.new(account.secrets["secret"].encode(), call.body, "sha256").hexdigest()
        if not hmac.compare_digest(call.headers.get("x-kiosk", ""), digest):
            raise Rejected("the seal is broken")

    def parse(self, account: Account, call: Received) -> list[Inbound]:  # no setting matters
        try:
            lines = call.body.decode("utf-8").split("\x1e")
        except UnicodeDecodeError as error:
            raise Unreadable("no UTF-8") from error
        if not call.body.startswith(b"KIOSK\x1e"):
            raise Unreadable("no kiosk has sent this")
        return [self._message(line.split("\x1f")) for line in lines[1:]]

    def _message(self, fields: list[str]) -> Inbound:
        if len(fields) != FIELDS or not fields[1]:
            return Inbound(kind=InboundKind.IGNORED, text="\x1f".join(fields), reason="not five fields")
        kind = InboundKind.MESSAGE if fields[0] else InboundKind.IGNORED
        return Inbound(
            kind=kind,
            external_id=fields[0],
            sender=fields[1],
            sent_at=_time(fields[2]),
            answers=tuple(filter(None, [fields[3]])),
            text=fields[4],
            reason="" if fields[0] else "no id",
        )

    def send(self, account: Account, message: Outbound) -> str:
        raise NeedsOperator("a kiosk shows nothing: its visitors look at the page of the report")


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None
