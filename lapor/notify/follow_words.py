"""What followers are told: one thing at once, or what came together in a day or a week.

Public words only, never a name.

Called by followers and digests; each gives (subject, text) in the language that is active. Of a notice on a device the
text is one line.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.agencies.current import base_url
from lapor.core.ids import show_tracking_id
from lapor.core.text import one_line
from lapor.notify.follows import words_of
from lapor.notify.models import PublicNews
from lapor.presentation.reporter_messages import NotificationContext, words_for
from lapor.reporters.models import Follow
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import State

LONGEST_TITLE = 120
_NOTICE = 180  # characters of a line on a telephone


def title_of(report: Report) -> str:
    """What the public may read of it in a line; its category where it has no title. Ask for published reports only."""
    return one_line(report.public_title or report.public_text, LONGEST_TITLE) or (
        report.category.label if report.category else report.category_text
    )


def where_of(report: Report) -> str:
    return report.area.name if report.area else report.area_text


def news_words(one: PublicNews, report: Report, row: Follow, manage_url: str) -> tuple[str, str]:
    number, state = show_tracking_id(report.tracking_id), str(State(one.state).label)
    title, where = title_of(report), where_of(report)
    if one.is_new and row.kind != Follow.Kind.REPORT:
        subject = _("New report in %(place)s: %(title)s") % {"place": where or report.root.name, "title": title}
    else:
        subject = _("Report %(number)s: %(state)s") % {"number": number, "state": state}
    if row.way == Follow.Way.PUSH:
        return one_line(subject, _NOTICE), one_line(
            " · ".join(filter(None, (title, where, state if one.is_new else ""))), _NOTICE
        )
    lines = [f"{number} · {state}", title, where, f"{base_url(report.root)}/laporan/{report.tracking_id}"]
    return one_line(subject, _NOTICE), "\n".join(filter(None, lines)) + _ending(
        report.root.brand.get("name", report.root.name), [row], manage_url
    )


def own_words(report: Report, entry: Entry) -> tuple[str, str] | None:
    """What its reporter is told, in a line for a device that others may look at: the office's words, none of the
    report's."""
    words = words_for(NotificationContext(report, entry, None, "", in_chat=True))
    if words is None:
        return None
    return words[0], one_line(words[1], _NOTICE * 2)


def digest_words(
    news: Sequence[tuple[PublicNews, Report]], more: int, rows: Sequence[Follow], manage_url: str
) -> tuple[str, str]:
    """`news`: what is listed, the newest first; `more`: how many reports are not."""
    root, count = rows[0].root, len(news) + more
    name = str(root.brand.get("name", root.name))
    subject = ngettext("%(count)s report you follow has news", "%(count)s reports you follow have news", count) % {
        "count": count
    }
    if rows[0].way == Follow.Way.PUSH:
        return subject, one_line("; ".join(title_of(report) for _one, report in news[:3]), _NOTICE)
    blocks = []
    for one, report in news:
        head = _("New") if one.is_new else str(State(one.state).label)
        lines = (
            f"{head} · {show_tracking_id(report.tracking_id)}",
            title_of(report),
            where_of(report),
            f"{base_url(root)}/laporan/{report.tracking_id}",
        )
        blocks.append("\n".join(filter(None, lines)))
    if more:
        rest = ngettext("And %(count)s more report:", "And %(count)s more reports:", more) % {"count": more}
        blocks.append(f"{rest} {base_url(root)}/laporan/")
    return subject, "\n\n".join(blocks) + _ending(name, rows, manage_url)


def _ending(name: str, rows: Sequence[Follow], manage_url: str) -> str:
    followed = "\n".join(f"- {words_of(row)}" for row in rows[:10])
    return (
        f"\n\n--\n{name}\n"
        + _("You get this because you follow:\n%(what)s\nChange or end it: %(url)s")
        % {"what": followed, "url": manage_url}
        + "\n"
    )
