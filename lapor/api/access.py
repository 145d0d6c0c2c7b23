"""Who calls: an officer by bearer token, a reporter by receipt code, or anybody.

Used by every operation of the interface."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lapor.agencies.actions import officer_with_token
from lapor.agencies.models import Officer
from lapor.agencies.officers.delegations import standing_in_for
from lapor.api.problems import Problem, too_often, unknown_report
from lapor.casework.access_log import note_reading
from lapor.gateway import rate_limits
from lapor.reports import queries
from lapor.reports.models import Report
from lapor.ui.client_address import client_address

RECEIPT_HEADER = "X-Receipt-Code"
STANDS_IN_HEADER = "X-Stands-In-For"  # the user name of the absent officer whose role was lent


@dataclass(frozen=True)
class Asked:
    """A report and what was shown for it.

    `caller`: the token's officer; `officer`: the same, if they may see the report."""

    report: Report
    caller: Officer | None
    officer: Officer | None
    has_receipt: bool

    @property
    def has_proof(self) -> bool:
        return self.officer is not None or self.has_receipt


def officer_of(request: HttpRequest) -> Officer | None:
    """The officer behind the request; None where no token was sent.

    Raises Problem 401 for a token that is not valid."""
    header = request.headers.get("Authorization", "").strip()
    if not header:
        return None
    scheme, _space, token = header.partition(" ")
    officer = officer_with_token(token.strip()) if scheme.lower() == "bearer" else None
    if officer is None:
        raise Problem(401, detail=_("This token is wrong or has expired."))
    return _in_lent_role(officer, request.headers.get(STANDS_IN_HEADER, ""))


def _in_lent_role(officer: Officer, absent: str) -> Officer:
    """The officer in the role of the absent person whom the header names.

    Problem 403 where it is not (or no longer) lent to them."""
    if not absent:
        return officer
    acting = standing_in_for(officer, absent.strip())
    if acting is None:
        raise Problem(403, detail=_("This role is not lent to you, or no longer."))
    return acting


def signed_in(request: HttpRequest) -> Officer:
    """The officer of the token; Problem 401 without one."""
    officer = officer_of(request)
    if officer is None:
        raise Problem(401)
    return officer


def asked_report(request: HttpRequest, number: str) -> Asked:
    """The report of a number.

    Problem 404, always the same, for one that does not exist or that the caller may not know of."""
    caller = officer_of(request)
    report = queries.report_by_number(number)
    code = request.headers.get(RECEIPT_HEADER, "")
    has_receipt = bool(code) and _is_code(request, report, code)
    if report is None:
        raise unknown_report()
    officer = caller if caller is not None and queries.may_see(caller, report) else None
    if queries.is_hidden(report) and officer is None and not has_receipt:
        raise unknown_report()
    if code and not has_receipt:
        raise Problem(
            403,
            "wrong-code",
            detail=_("This is not the code of this report. The code has 16 digits and is on your receipt."),
        )
    if officer is not None:
        note_reading(report, officer)
    return Asked(report, caller, officer, has_receipt)


def _is_code(request: HttpRequest, report: Report | None, code: str) -> bool:
    """Whether the code is the report's.

    A right one always is; wrong ones count by where they come from, with those of the page."""
    if report is not None and queries.has_receipt(report, code):
        return True
    if wait := rate_limits.seconds_to_wait(rate_limits.RECEIPT_CODE, client_address(request)):
        raise too_often(wait)
    return False
