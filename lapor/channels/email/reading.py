"""One raw mail as an Inbound: who wrote what, in answer to what, with which files.

Called by channels/email/channel.py for every mail that comes in.

Bounds: see structure; a mail of 40 MB is read in a few seconds, what is beyond the bounds is named in `flaws`.
"""

import hashlib

from lapor.channels.base import Inbound, InboundKind, Unreadable
from lapor.channels.email.automatic import DeliveryReport, automatic_reason, delivery_report
from lapor.channels.email.groups import Writer, split_footer, without_prefix, writer_of
from lapor.channels.email.headers import Headers, address_and_name, addresses, aware_date, message_ids, words
from lapor.channels.email.quotes import forwarded_writers, is_reply, split_quotes
from lapor.channels.email.sender_check import FAIL, sender_check
from lapor.channels.email.structure import LONGEST_MAIL, MailPart, Structure, read_part
from lapor.core.text import clean_text

_SENDERS = ("from", "reply-to", "return-path", "sender")
_RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
# At least one of them stands in every mail; a file without any is none.
_SIGNS_OF_MAIL = (
    *_SENDERS,
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "mime-version",
    "content-type",
    "delivered-to",
)
_MOST_ANSWERED = 50


def read_mail(raw: bytes, *, trusted: str = "") -> Inbound:
    """Raises Unreadable for what is no mail, and never anything else. `trusted`: see sender_check."""
    try:
        return read_mail_strictly(raw, trusted=trusted)
    except Unreadable:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise Unreadable(f"the mail cannot be read ({type(error).__name__})") from error


def read_mail_strictly(raw: bytes, *, trusted: str = "") -> Inbound:
    """The same without the net below it, for the tests: an error of ours shows as what it is."""
    part = _whole(raw)
    headers = part.headers
    structure = Structure()
    if len(raw) > LONGEST_MAIL:
        structure.flaw("longer than 40 MB: the rest is left out")
    body = structure.read(part)
    body = body if body.strip() else structure.text_of_file()
    if structure.calendar:
        body = "\n\n".join([body.rstrip(), *structure.calendar]).strip()
    subject = without_prefix(words(headers.first("subject"), 500), headers)
    body, footer = split_footer(body)
    writer = writer_of(headers, body)
    sender = writer.address
    if not sender:
        structure.flaw("no address of a sender")
    sent_at = aware_date(headers.first("date"))
    if sent_at is None and headers.has("date"):
        structure.flaw("the date cannot be read")
    answered = _answered_ids(headers)
    text, quoted = split_quotes(body, subject=subject, is_answer=is_reply(subject, names_earlier=bool(answered)))
    quoted = "\n".join(filter(None, [quoted, footer.strip()]))
    report = delivery_report(headers, part.content_type, structure.reports, subject=subject, sender=sender, text=body)
    kind, reason = _kind(
        report,
        automatic_reason(headers, subject=subject, sender=_sender(headers), text=body, is_behind=writer.is_behind),
    )
    failed = report.message_id if report and kind is InboundKind.STATUS else ""
    return Inbound(
        kind=kind,
        external_id=failed or _external_id(part, _sender(headers)),
        sender=sender,
        sender_name=writer.name,
        text=clean_text(text),
        quoted=clean_text(quoted),
        subject=subject,
        sent_at=sent_at,
        answers=tuple(dict.fromkeys([*([failed] if failed else []), *answered, *_tokens(headers)])),
        media=tuple(structure.files),
        status=report.status if report else "",
        reason=reason,
        forwarded=() if writer.is_behind else forwarded_writers(body, subject=subject),
        sender_check=_check(headers, trusted, writer),
        is_nobody=writer.is_nobody,
        flaws=structure.flaws,
    )


def _whole(raw: bytes) -> MailPart:
    raw = raw[:LONGEST_MAIL].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    part = read_part(raw, 0, len(raw))
    if not any(part.headers.has(name) for name in _SIGNS_OF_MAIL):
        raise Unreadable("no header fields of a mail")
    return part


def _sender(headers: Headers) -> str:
    """The first address there is, From before all others."""
    found = (address_and_name(value)[0] for name in _SENDERS for value in headers.all(name)[:3])
    return next((address for address in found if address), "")


def _check(headers: Headers, trusted: str, writer: Writer) -> str:
    """What is proved of From is not proved of the address behind it."""
    check = sender_check(headers, trusted=trusted)
    return check if check == FAIL or not writer.is_behind else ""


def _kind(report: DeliveryReport | None, automatic: str) -> tuple[InboundKind, str]:
    if report and report.status:
        return InboundKind.STATUS, report.reason
    if report or automatic:
        return InboundKind.IGNORED, report.reason if report else automatic
    return InboundKind.MESSAGE, ""


def _answered_ids(headers: Headers) -> list[str]:
    """Newest first, with angle brackets as in Message-ID."""
    direct = [found for value in headers.all("in-reply-to") for found in message_ids(value)]
    thread = [found for value in headers.all("references") for found in message_ids(value)]
    return list(dict.fromkeys([*direct, *reversed(thread)]))[:_MOST_ANSWERED]


def _tokens(headers: Headers) -> list[str]:
    """Of reply addresses such as lapor+TOKEN@kota.example."""
    locals_ = [address.rpartition("@")[0] for name in _RECIPIENTS for address in addresses(headers.all(name))]
    return list(dict.fromkeys(f"token:{local.partition('+')[2]}" for local in locals_ if local.partition("+")[2]))


def _external_id(part: MailPart, sender: str) -> str:
    """Message-ID and a hash of what was sent, so that nobody can suppress another's mail by taking its Message-ID."""
    body = part.raw[part.start :].replace(b"\r\n", b"\n")
    told = "\n".join([sender, part.headers.first("date"), part.headers.first("subject")]).encode("utf-8", "replace")
    digest = hashlib.sha256(b"%d\n%b\n%b" % (len(told), told, body)).hexdigest()[:32]
    return f"{next(iter(message_ids(part.headers.first('message-id'))), '')}#{digest}"
