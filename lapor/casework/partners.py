"""Links for partners of an office: their signed addresses, who may use one, and what stands beside a report.

The address holds the link's id and our signature over it: it is kept nowhere, and shown to who handles the report. Each
opening and each use is an event of the report."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lapor.agencies.current import base_url
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream
from lapor.reports import queries
from lapor.reports.models import PartnerLink, Report
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.act import PARTNER
from lapor.reports.workflow.acting import partner_actor

NOTED_AGAIN = timedelta(minutes=10)  # openings within are one


def _signer() -> Signer:
    return Signer(salt="lapor.partner", sep=".")


def token_of(link: PartnerLink) -> str:
    return _signer().sign(link.pk.hex)


def link_of(token: str) -> PartnerLink | None:
    """Of a token that we signed; whether it is still good says `is_good`."""
    try:
        pk = UUID(hex=_signer().unsign(token))
    except (BadSignature, ValueError):
        return None
    related = ("report__root", "report__category__agency", "report__agency", "report__area__parent", "agency")
    return PartnerLink.objects.select_related(*related).defer("report__search").filter(pk=pk).first()


def is_good(link: PartnerLink) -> bool:
    """Whether the link is, and the report still waits for work that may be shown outside: as the table says."""
    return link.is_good(link.report, clock.now()) and _is_waited_for(link.report, link)


def _is_waited_for(report: Report, link: PartnerLink) -> bool:
    """One query."""
    return any(row.name == ActName.PARTNER_NEWS for row in queries.offered_acts(report, partner_actor(link)))


def note_opening(link: PartnerLink) -> None:
    """An event, once in some minutes."""
    now = clock.now()
    if link.opened_at is not None and link.opened_at > now - NOTED_AGAIN:
        return
    not_lately = Q(opened_at=None) | Q(opened_at__lte=now - NOTED_AGAIN)
    with transaction.atomic():
        if not PartnerLink.objects.filter(not_lately, pk=link.pk).update(opened_at=now):
            return  # another process has noted it
        append(
            stream_id=link.report_id,
            kind=Stream.Kind.REPORT,
            name=EventName.REPORT_PARTNER_OPENED,
            actor_kind=PARTNER,
            actor_id=link.pk,
            data={},
        )


@dataclass(frozen=True)
class PartnerView:
    """A link as its office sees it. `share_url`: opens WhatsApp with the words and the address."""

    link: PartnerLink
    address: str
    share_url: str
    is_over: bool


def partner_views(report: Report) -> list[PartnerView]:
    """The newest first; no query where there are none."""
    if not report.has_partners:
        return []
    links = list(PartnerLink.objects.filter(report=report).order_by("-made_at")[:20])
    first = next((link for link in links if link.is_good(report, clock.now())), None)
    is_waited_for = first is not None and _is_waited_for(report, first)
    return [_view(report, link, is_waited_for=is_waited_for) for link in links]


def _view(report: Report, link: PartnerLink, *, is_waited_for: bool) -> PartnerView:
    address = base_url(report.root) + reverse("web:partner", args=[token_of(link)])
    words = _("Report %(number)s: please say here how far the work is. %(address)s") % {
        "number": show_tracking_id(report.tracking_id),
        "address": address,
    }
    return PartnerView(
        link, address, f"https://wa.me/?text={quote(words)}", not (is_waited_for and link.is_good(report, clock.now()))
    )
