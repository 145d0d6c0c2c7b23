"""What a card of a news story shows beside other public words: the matching passage, who else tells it, the kept
article, what was changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapor.agencies.models import Agency
from lapor.gateway.inbound.media import opened_file
from lapor.gateway.messages import opened_message
from lapor.gateway.models import InboundFile, InboundMessage
from lapor.intake.models import NewsItem
from lapor.intake.press.newsworthy import passage
from lapor.reports.vocabulary import Channel
from lapor.triage.press import MOST_TOLD, Candidate

Pieces = list[tuple[str, bool]]  # words, and whether they made the story a candidate


@dataclass(frozen=True)
class NewsCard:
    """`article`: its words, "" with `article_state` waiting or failed, or where none is asked for."""

    passage: Pieces
    others: list[dict[str, str]]
    article: str = ""
    article_state: str = ""
    article_error: str = ""
    changed_at: datetime | None = None
    before: str = ""


def stories_of(shown: Sequence[Candidate], root: Agency) -> dict[UUID, NewsCard]:
    """By message; three queries for a page of news, none where there is none."""
    news = [one for one in shown if one.row.channel == Channel.NEWS]
    if not news:
        return {}
    items = {item.message_id: item for item in NewsItem.objects.filter(message__in=[one.row.pk for one in news])}
    files = {file.message_id: file for file in InboundFile.objects.filter(message__in=items)}
    others = _others(list(items.values()))
    return {one.row.pk: _story(one, root, items.get(one.row.pk), files.get(one.row.pk), others) for one in news}


def _others(items: list[NewsItem]) -> dict[UUID, list[tuple[UUID, dict[str, str]]]]:
    rows = InboundMessage.objects.filter(
        news__story__in={item.story for item in items}, state=InboundMessage.State.CANDIDATE
    )
    found: dict[UUID, list[tuple[UUID, dict[str, str]]]] = defaultdict(list)
    for row in rows.select_related("news", "account").order_by("received_at", "id")[: MOST_TOLD * 10]:
        said = opened_message(bytes(row.body))
        found[row.news.story].append(
            (row.pk, {"outlet": said.sender_name or row.account.name, "url": said.url, "title": said.subject})
        )
    return found


def _story(
    one: Candidate,
    root: Agency,
    item: NewsItem | None,
    file: InboundFile | None,
    others: dict[UUID, list[tuple[UUID, dict[str, str]]]],
) -> NewsCard:
    told = [facts for pk, facts in others.get(item.story, []) if pk != one.row.pk] if item else []
    before = opened_message(bytes(item.before)) if item and item.before else None
    return NewsCard(
        passage=passage(root, one.inbound.text),
        others=told,
        article=opened_file(file).decode("utf-8", "replace") if file else "",
        article_state=file.state if file else "",
        article_error=file.error if file else "",
        changed_at=item.changed_at if item else None,
        before="\n".join(dict.fromkeys(filter(None, (before.subject, before.text)))) if before else "",
    )
