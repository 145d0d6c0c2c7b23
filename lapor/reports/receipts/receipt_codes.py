"""The secret code of a receipt: the database holds its keyed hash only."""

import hmac

from django.conf import settings

from lapor.core.ids import digits_only, keyed_hash
from lapor.reports.models import Report


def receipt_hash(code: str) -> bytes:
    return keyed_hash(settings.RECEIPT_CODES_KEY, "receipt", digits_only(code))


def has_receipt(report: Report, code: str) -> bool:
    """Whether the code is the one on this report's receipt."""
    return report.receipt_hash is not None and hmac.compare_digest(bytes(report.receipt_hash), receipt_hash(code))
