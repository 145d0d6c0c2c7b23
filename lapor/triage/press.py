"""A news story made a report: all outlets that tell it, the words as they stood kept for the officers.

Called by candidates.

Nobody in an article is its reporter, and no outlet is: the officer files it. Kept words are an internal note each, part
of the report's chain, so that they stand when the outlet's page does not.
"""

import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.agencies.models import Category, Officer
from lapor.core.links import post_key
from lapor.core.text import clean_text, one_line
from lapor.gateway.inbound.media import fetched_files
from lapor.gateway.messages import Inbound, opened_message
from lapor.gateway.models import InboundMessage
from lapor.intake.filing.actions import FilingResult, file_new_report, key_of_row
from lapor.intake.filing.new_report import NewReport
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.publication import masked_codes
from lapor.reports.vocabulary import ActName, Channel
from lapor.reports.workflow.act import DESK
from lapor.reports.workflow.acting import ActData, Actor, officer_actor

LONGEST_SUMMARY = 1500  # characters of the report's own words; the whole article is kept beside it
MOST_TOLD = 30  # outlets of one story that stand on a card


@dataclass(frozen=True)
class Candidate:
    """A waiting message with its words."""

    row: InboundMessage
    inbound: Inbound

    @property
    def shown_title(self) -> str:
        """As officers read it: without the codes that open a report."""
        return masked_codes(self.inbound.subject)

    @property
    def shown_text(self) -> str:
        return masked_codes(self.inbound.text)

    @property
    def link(self) -> str:
        """The address of the post; "" where it has none that can be opened."""
        return self.inbound.url if self.inbound.url.startswith(("https://", "http://")) else ""


def with_words(rows: "list[InboundMessage]") -> list[Candidate]:
    return [Candidate(row, opened_message(bytes(row.body))) for row in rows]


def with_same_story(row: InboundMessage, rows: "QuerySet[InboundMessage]") -> "list[InboundMessage]":
    """The row and those of `rows` that tell the same, locked; the row itself for everything that is no news.

    Needs a transaction."""
    item = getattr(row, "news", None) if row.channel == Channel.NEWS else None
    if item is None:
        return [row]
    others = rows.filter(news__story=item.story).exclude(pk=row.pk).order_by("received_at", "id")
    return [row, *others.select_related("account__root").select_for_update(of=("self",))[:MOST_TOLD]]


def file_story(told: list[Candidate], *, by: Officer, category: Category | None) -> FilingResult:
    """Needs a transaction around it. Raises ActRefused."""
    first = told[0]
    inbound = first.inbound
    text = one_line(inbound.text, LONGEST_SUMMARY) if len(inbound.text) > LONGEST_SUMMARY else clean_text(inbound.text)
    new = NewReport(
        text=text or clean_text(inbound.subject) or "—",
        title=clean_text(inbound.subject),
        submission_key=key_of_row("candidate", first.row.pk),
        channel=Channel.NEWS,
        category=category,
        identity="anonymous",
        has_no_reporter=True,
        provenance={
            "account": first.row.account.name,
            "outlet": inbound.sender_name,
            "url": inbound.url,
            "post": post_key(inbound.url),
            "said_at": inbound.sent_at.isoformat() if inbound.sent_at else "",
            "accepted_by": by.name,
            "also_told_by": [
                {"outlet": one.inbound.sender_name or one.row.account.name, "url": one.inbound.url} for one in told[1:]
            ],
        },
    )
    filed = file_new_report(new, root=first.row.account.root, actor=Actor(role=DESK, officer=by))
    for one in told:
        keep_article(filed.report, one, by=by)
    return filed


def article_of(row: InboundMessage) -> str:
    """The article as it was fetched, "" where it was not (yet)."""
    return next((content.decode("utf-8", "replace") for _name, content in fetched_files(row) if content), "")


def keep_article(report: Report, one: Candidate, *, by: Officer) -> None:
    """The words as they stand now, with outlet, address, times and hash.

    Needs a transaction around it. Raises ActRefused."""
    article = article_of(one.row)
    words = article or "\n".join(dict.fromkeys(filter(None, (one.inbound.subject, one.inbound.text))))
    head = (
        _("Archived copy of the article")
        if article
        else _("The article could not be fetched: archived copy of the words in the feed")
    )
    facts = [
        head,
        one.inbound.sender_name or one.row.account.name,
        one.inbound.url,
        _("Published: %(at)s") % {"at": one.inbound.sent_at.isoformat()} if one.inbound.sent_at else "",
        _("Came to us: %(at)s") % {"at": one.row.received_at.isoformat()},
        f"SHA-256 {hashlib.sha256(words.encode()).hexdigest()}",
    ]
    text = "\n".join(filter(None, facts)) + f"\n\n{clean_text(words)}"
    perform_action(report.pk, ActName.WORK_NOTE, actor=officer_actor(by), data=ActData(text=text))
