"""Messages that a platform cut into pieces are read when all are there, or after two minutes with what is there."""

from dataclasses import replace
from datetime import timedelta

from lapor.core import clock
from lapor.gateway.messages import Inbound, opened_message
from lapor.gateway.models import InboundMessage

PATIENCE = timedelta(minutes=2)
GAP = " […] "  # where a piece never came


def pieces_of(message: InboundMessage) -> list[InboundMessage] | None:
    """The other pieces, locked; [] where the message is whole; None: it has to wait for more of them."""
    if not message.group_key:
        return []
    rows = InboundMessage.objects.select_for_update(of=("self",)).filter(
        account=message.account_id, group_key=bytes(message.group_key), state=InboundMessage.State.WAITING
    )
    found = list(rows.order_by("piece", "received_at", "id"))
    is_whole = len({row.piece for row in found}) >= message.pieces
    if not is_whole and clock.now() - min(row.received_at for row in found) < PATIENCE:
        return None
    return [row for row in found if row.pk != message.pk]


def with_pieces(message: InboundMessage, inbound: Inbound, others: list[InboundMessage]) -> Inbound:
    """The message with the words of all of them in their order; a piece that came twice counts once."""
    if not message.group_key:
        return inbound
    words = {row.piece: opened_message(bytes(row.body)).text for row in others}
    words[message.piece] = inbound.text
    text = "".join(words.get(number, GAP) for number in range(1, message.pieces + 1))
    return replace(inbound, text=text, part=None)
