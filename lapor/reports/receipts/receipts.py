"""Signed receipts: what was filed, when, and where it stands in the ledger. Anybody who has one can prove it later.

Made for who has shown the receipt code (`web`), checked by `lapor verify receipt FILE` and by a public page.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from lapor.core.text import clean_text
from lapor.ledger.chain import commitment
from lapor.ledger.models import Event
from lapor.ledger.queries import first_event
from lapor.ledger.signing import is_genuine, signed
from lapor.reports.history.erasure import ERASED, WORDS_ERASED
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName

FORMAT = "lapor-receipt-1"
MOST_BYTES = 16 * 1024
_FORMS = {
    "format": FORMAT,
    "installation": r".{1,300}",
    "issuer": r".{1,300}",
    "tracking_id": r"\d{10}",
    "filed_at": r"[0-9T:.+-]{25,32}",
    "stream": r"[0-9a-f-]{36}",
    "event": r"[0-9a-f]{64}",
    "text_commitment": r"[0-9a-f]{64}",
    "text_salt": r"[0-9a-f]{32}",
    "key": r"[0-9a-f]{16}",
    "signature": r"[0-9A-Za-z+/=]{88}",
}


@dataclass(frozen=True)
class ReceiptFinding:
    """One thing that a receipt proves or fails to; None: it can no longer be said."""

    is_good: bool | None
    text: str


@dataclass(frozen=True)
class ReceiptCheck:
    """What was found, in the order to be read. `receipt` only where the signature is good."""

    findings: tuple[ReceiptFinding, ...]
    receipt: Mapping[str, str] | None = None

    @property
    def is_genuine(self) -> bool:
        return all(finding.is_good is not False for finding in self.findings)


def receipt_of(report: Report) -> dict[str, Any] | None:
    """The signed receipt; None where the report was not filed here (imported). The same bytes until the key changes."""
    event = _filing(report.pk)
    if event is None:
        return None
    return signed(
        {
            "format": FORMAT,
            "installation": settings.BASE_URL,
            "issuer": report.root.name,
            "tracking_id": report.tracking_id,
            "filed_at": report.filed_at.astimezone(UTC).isoformat(),
            "stream": str(report.pk),
            "event": bytes(event.hash).hex(),
            "text_commitment": str(event.data["text"]),
            "text_salt": bytes(report.salt).hex(),
        }
    )


def _filing(report_id: UUID) -> Event | None:
    event = first_event(report_id)
    return event if event and event.name == ActName.FILE.event else None


def were_words_erased(report_id: UUID) -> bool:
    """Whether the history says that words were masked: whether that is all that was changed, `lapor verify` says."""
    told = Event.objects.filter(stream_id=report_id, name__in=(ERASED, WORDS_ERASED))
    return any(event.data.get("words") for event in told)


def check_receipt(raw: bytes, *, words: str = "") -> ReceiptCheck:
    """What the receipt in `raw` (any bytes) proves; `words`, where given, are compared with what was filed.

    Asks the database only after the signature was found good, so that made-up receipts learn nothing.
    """
    receipt = _read(raw)
    if isinstance(receipt, str):
        return ReceiptCheck((ReceiptFinding(is_good=False, text=receipt),))
    if not is_genuine(receipt):
        text = _("The signature is not ours: this receipt was not made here, or it was changed afterwards.")
        return ReceiptCheck((ReceiptFinding(is_good=False, text=text),))
    findings = [
        ReceiptFinding(is_good=True, text=_("The signature is ours, and nothing was changed since we signed.")),
        *_in_ledger(receipt),
    ]
    if words:
        same = commitment(bytes.fromhex(receipt["text_salt"]), clean_text(words)) == receipt["text_commitment"]
        text = (
            _("The words you gave are those that were filed.")
            if same
            else _("The words you gave are not exactly those that were filed.")
        )
        findings.append(ReceiptFinding(is_good=same, text=text))
    return ReceiptCheck(tuple(findings), receipt)


def _read(raw: bytes) -> dict[str, str] | str:
    """The receipt, or a sentence that says why it is none."""
    if len(raw) > MOST_BYTES:
        return _("This is too large to be a receipt: one has less than 16 KB.")
    if not raw.strip():
        return _("There is nothing to check yet: choose the file of the receipt, or paste what stands in it.")
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return _("This is not a receipt, or a part of it is missing. Use the file exactly as you downloaded it.")
    if (
        not isinstance(found, dict)
        or found.keys() != _FORMS.keys()
        or not all(_has_form(found[name], form) for name, form in _FORMS.items())
    ):
        return _("This is not a receipt of this service: something is missing, or stands there that does not belong.")
    return found


def _has_form(value: object, form: str) -> bool:
    return isinstance(value, str) and re.fullmatch(form, value) is not None and value.isprintable()


def _in_ledger(receipt: Mapping[str, str]) -> list[ReceiptFinding]:
    """Whether the filing stands in the ledger as the receipt says, and the words kept here are those filed."""
    event = _filing(UUID(receipt["stream"]))
    if event is None or bytes(event.hash).hex() != receipt["event"]:
        return [
            ReceiptFinding(
                is_good=False,
                text=_(
                    "The filing does not stand in our history as the receipt says. Keep this receipt: it proves it."
                ),
            )
        ]
    findings = [ReceiptFinding(is_good=True, text=_("The filing stands in our history, unchanged."))]
    text = Report.objects.filter(pk=receipt["stream"]).values_list("text", flat=True).first()
    if not text:
        return [
            *findings,
            ReceiptFinding(
                is_good=None,
                text=_("The words that were filed are not kept here any more. Who has them can still prove them."),
            ),
        ]
    if commitment(bytes.fromhex(receipt["text_salt"]), text) != receipt["text_commitment"]:
        if were_words_erased(event.stream_id):
            gone = _(
                "Who reported was erased, and what the words said of them. Who has the words that were filed can still"
                " prove them."
            )
            return [*findings, ReceiptFinding(is_good=None, text=gone)]
        return [*findings, ReceiptFinding(is_good=False, text=_("The words we keep are not those that were filed."))]
    return [*findings, ReceiptFinding(is_good=True, text=_("The words we keep are those that were filed."))]
