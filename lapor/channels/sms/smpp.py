"""SMPP 3.4, the language of message centres: a session that listens, a session that sends, and what stands in a PDU.

The PDUs that come are kept raw (sms.py reads them later) and acknowledged once they are durable. Only `smpplib` knows
how PDUs are built.
"""

import select
import ssl
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

from smpplib import exceptions, smpp
from smpplib.client import Client

from lapor.channels.base import Account, NeedsOperator, Permanent, Retry
from lapor.channels.sms import settings as sms_settings
from lapor.channels.sms.text import UCS2

HEADER = struct.Struct(">LLLL")  # length, command, status, sequence
DELIVER, ENQUIRE, UNBIND, SUBMIT, ANSWER = 0x05, 0x15, 0x06, 0x04, 0x80000000
TEMPORARY_FAULT = 0x64  # ESME_RX_T_APPN: come again
LARGEST_PDU = 64 * 1024
BINDS = ("transceiver", "receiver", "transmitter")
TIMEOUT = 10.0  # seconds for an answer
QUIET = 30.0  # seconds without a word: ask whether somebody is there
WRONG_ACCOUNT = frozenset({0x0D, 0x0E, 0x0F, 0x05})  # bind failed, password, system id, already bound
TOO_FAST = frozenset({0x14, 0x58})  # queue full, throttled
WRONG_ADDRESS = frozenset({0x0B, 0x51, 0x50})  # destination address, its type or plan


class SmppConnection:
    """A bound session.

    Raises Retry where the other side is away or silent, NeedsOperator where it does not let us in."""

    def __init__(self, account: Account, kind: str) -> None:
        context = ssl.create_default_context() if sms_settings.SMPP_TLS.of(account) == "yes" else None
        port = sms_settings.SMPP_PORT.of(account) or "2775"
        if not port.isdecimal() or kind not in BINDS:
            raise NeedsOperator(
                "the account's smpp_port is no number"
                if kind in BINDS
                else f"the account's smpp_bind is none of {', '.join(BINDS)}"
            )
        self.client = Client(
            sms_settings.SMPP_HOST.required(account),
            port,
            timeout=TIMEOUT,
            ssl_context=context,
            allow_unknown_opt_params=True,
        )
        self._buffer = b""
        try:
            self.client.connect()
            name = {"system_id": sms_settings.SYSTEM_ID.of(account), "password": sms_settings.PASSWORD.of(account)}
            getattr(self.client, f"bind_{kind}")(**name, system_type=sms_settings.SYSTEM_TYPE.of(account))
        except exceptions.PDUError as error:
            self.close()
            status = error.args[1] if len(error.args) > 1 else 0
            if status in WRONG_ACCOUNT:
                raise NeedsOperator(f"the message centre does not let us in (status {status:#x})") from error
            raise Retry(f"the message centre answered {status:#x} to the bind") from error
        except (exceptions.ConnectionError, OSError, struct.error) as error:
            self.close()
            raise Retry("the message centre is away") from error

    def close(self) -> None:
        """Without asking: whoever is gone does not answer."""
        sock, self.client._socket = self.client._socket, None
        if sock is not None:
            sock.close()

    def tell(self, command: int, sequence: int, *, status: int = 0, body: bytes = b"") -> None:
        self._send(HEADER.pack(HEADER.size + len(body), command, status, sequence) + body)

    def _send(self, content: bytes) -> None:
        try:
            self.client._socket.sendall(content)
        except (OSError, AttributeError) as error:
            raise Retry("the line to the message centre broke") from error

    def ask(self) -> None:
        """enquire_link: are you there?"""
        self.tell(ENQUIRE, self.client.next_sequence())

    def submit(self, **fields: Any) -> int:
        """Sends a submit_sm; gives its sequence number."""
        pdu = smpp.make_pdu("submit_sm", client=self.client, **fields)
        self._send(pdu.generate())
        return int(pdu.sequence)

    def read(self, seconds: float) -> bytes | None:
        """The next whole PDU, None where none came in time."""
        until = time.monotonic() + seconds
        while (pdu := self._whole()) is None:
            left = until - time.monotonic()
            if left <= 0:
                return None
            self._buffer += self._received(left)
        return pdu

    def _received(self, seconds: float) -> bytes:
        sock = self.client._socket
        try:
            if not isinstance(sock, ssl.SSLSocket) or not sock.pending():
                ready, _w, _x = select.select([sock], [], [], seconds)
                if not ready:
                    return b""
            content: bytes = sock.recv(LARGEST_PDU)
        except (OSError, ValueError) as error:
            raise Retry("the line to the message centre broke") from error
        if not content:
            raise Retry("the message centre hung up")
        return content

    def _whole(self) -> bytes | None:
        if len(self._buffer) < HEADER.size:
            return None
        length = HEADER.unpack_from(self._buffer)[0]
        if not HEADER.size <= length <= LARGEST_PDU:
            raise Retry("the message centre speaks no SMPP")
        if len(self._buffer) < length:
            return None
        pdu, self._buffer = self._buffer[:length], self._buffer[length:]
        return pdu


def listen(account: Account, take: Callable[[bytes], None], stop: threading.Event) -> None:
    """Gives each delivered PDU to `take` and acknowledges it when that returns.

    Until `stop`; raises Retry, NeedsOperator."""
    line = SmppConnection(account, sms_settings.SMPP_BIND.of(account) or "transceiver")
    unanswered, heard = 0, time.monotonic()
    try:
        while not stop.is_set():
            pdu = line.read(1.0)
            if pdu is not None:
                unanswered, heard = 0, time.monotonic()
                if not _answer(line, pdu, take):
                    raise Retry("the message centre said goodbye")
            elif time.monotonic() - heard > QUIET:
                if unanswered:
                    raise Retry("the message centre is silent")
                line.ask()
                unanswered, heard = 1, time.monotonic()
    finally:
        line.close()


def _answer(line: SmppConnection, pdu: bytes, take: Callable[[bytes], None]) -> bool:
    """False where the other side ends the session."""
    _length, command, _status, sequence = HEADER.unpack_from(pdu)
    if command == DELIVER:
        try:
            take(pdu)
        except Exception:
            line.tell(DELIVER | ANSWER, sequence, status=TEMPORARY_FAULT, body=b"\0")  # not stored: the centre keeps it
            raise
        line.tell(DELIVER | ANSWER, sequence, body=b"\0")
    elif command in {ENQUIRE, UNBIND}:
        line.tell(command | ANSWER, sequence)
    return bool(command != UNBIND)


class Transmitter:
    """The line that sends for one account: kept open, tried before it is used again, one message at a time."""

    def __init__(self) -> None:
        self._lock, self._used = threading.Lock(), 0.0
        self._line: SmppConnection | None = None

    def send(self, account: Account, to: str, coding: int, pieces: list[bytes]) -> str:
        """The centre's id of the last piece, whose receipt says that all have come.

        Raises Retry, Permanent, NeedsOperator."""
        with self._lock:
            try:
                line = self._open(account)
                found = ""
                for piece in pieces:
                    found = _submit(
                        line, account, to, coding, piece, has_header=len(pieces) > 1, is_last=piece is pieces[-1]
                    )
            except Retry:
                self._drop()
                raise
            self._used = time.monotonic()
            return found

    def _open(self, account: Account) -> SmppConnection:
        if self._line is not None and time.monotonic() - self._used > QUIET / 2:
            self._try()
        if self._line is None:
            self._line = SmppConnection(account, "transmitter")
        return self._line

    def _try(self) -> None:
        """Nobody there: a new line is opened instead."""
        assert self._line is not None  # noqa: S101 - asked for only then
        try:
            self._line.ask()
            if self._line.read(TIMEOUT) is None:
                self._drop()
        except Retry:
            self._drop()

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def _submit(
    line: SmppConnection, account: Account, to: str, coding: int, piece: bytes, *, has_header: bool, is_last: bool
) -> str:
    source = sms_settings.SENDER.of(account)
    sequence = line.submit(
        source_addr_ton=0 if source.isdecimal() else 5,
        source_addr_npi=0 if not source.isdecimal() else 1,
        source_addr=source,
        dest_addr_ton=1 if to.startswith("+") else 0,
        dest_addr_npi=1,
        destination_addr=to.lstrip("+"),
        esm_class=0x40 if has_header else 0,
        data_coding=coding if coding == UCS2 else 0,
        short_message=piece,
        registered_delivery=int(is_last),
    )
    until = time.monotonic() + TIMEOUT
    while (left := until - time.monotonic()) > 0:
        pdu = line.read(left)
        if pdu is None:
            break
        _length, command, status, number = HEADER.unpack_from(pdu)
        if command == ENQUIRE:
            line.tell(ENQUIRE | ANSWER, number)
        elif command == SUBMIT | ANSWER and number == sequence:
            return _provider_id(pdu, status)
    raise Retry("the message centre did not answer")


def _provider_id(pdu: bytes, status: int) -> str:
    if status in TOO_FAST:
        raise Retry(f"the message centre is busy ({status:#x})", after=10, is_limit=True)
    if status in WRONG_ADDRESS:
        raise Permanent(f"the message centre knows no such number ({status:#x})")
    if status:
        raise Retry(f"the message centre answered {status:#x}")
    return pdu[HEADER.size :].split(b"\0", 1)[0].decode("ascii", "replace")[:65]
