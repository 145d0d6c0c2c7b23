"""/statistik/: figures of the city, of an agency, of an area; what hurts first; side by side.

Formulas stand beside the figures; all of it as CSV in statistics_csv.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.agencies.current import current_jurisdiction
from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.queries import agencies_in
from lapor.core import clock
from lapor.measure import scorecards
from lapor.measure.backlog import StandingNow, backlog_by_day, standing_now
from lapor.measure.scorecards import Scorecard
from lapor.measure.scoring import AGENCY, CITY, STAGES, agency_subject, area_subject, category_subject, channel_subject
from lapor.reports.vocabulary import channel_choices
from lapor.web.figure_tables import day_rows, plain_parts, plain_table, ranked_parts, score_table
from lapor.web.figure_words import formulas, stage_words
from lapor.web.lead_figures import lead_figures, percent

PERIODS = ("month", "quarter", "year", "all")
BEGINNING = date(2000, 1, 1)
CHARTED = 24  # months
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
COUNTS = (
    "received",
    "answered",
    "due",
    "in_time",
    "repeated",
    "confirmed",
    "unconfirmed",
    "unreachable",
    "rejected",
    "reopened",
    "archived",
    "merged",
    "referred",
    "returned",
)


@dataclass(frozen=True)
class FigureSubject:
    """Something that figures are counted of: an agency, an area, a category or a channel."""

    kind: str
    name: str
    url: str = ""


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months earlier."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def period_of(name: str, today: date) -> tuple[date, date, str]:
    """First and last day of a period by its name, and its label. Periods are whole months, up to today."""
    if name == "month":
        return today.replace(day=1), today, date_format(today, "F Y")
    if name == "quarter":
        return months_before(today, 2), today, _("The last three months")
    if name == "year":
        return today.replace(month=1, day=1), today, str(today.year)
    return BEGINNING, today, _("All time")


def chosen_period(request: HttpRequest) -> tuple[str, date, date, str]:
    name = request.GET.get("period", "quarter")
    name = name if name in PERIODS else "quarter"
    return name, *period_of(name, timezone.localdate(clock.now()))


def _figures(card: Scorecard, hidden: int | None, late: int) -> list[dict[str, Any]]:
    """Every figure of the period with the part and the whole it is made of."""
    notes = {
        "in-time": _("%(part)s of %(all)s answered or past their deadline")
        % {"part": card["in_time"], "all": card["due"]},
        "repeated-words": _("%(part)s of %(all)s answers") % {"part": card["repeated"], "all": card["answered"]},
        "evidence": _("%(part)s of %(all)s answers with photos; %(asked)s went out though there was something to ask")
        % {"part": card["evidence_in_app"], "all": card["evidence"], "asked": card["evidence_questioned"]},
        "asked": _("%(part)s of %(all)s who were asked") % {"part": card["asked_solved"], "all": card.asked},
        "confirmed": _("%(part)s of %(all)s that were closed") % {"part": card["confirmed"], "all": card.closed},
    }
    values = {
        "late-now": late,
        "in-time": percent(card.in_time_share),
        "repeated-words": percent(card.repeated_share),
        "evidence": percent(card.evidence_share) if card.evidence_share is not None else None,
        "open": card.open,
        "hidden": hidden,
        "asked": percent(card.asked_solved_share) if card.asked else None,
        **{name: card[name] for name in COUNTS},
    }
    return [
        {
            "label": one["label"],
            "value": values[one["id"]],
            "formula_url": f"#{one['id']}",
            "note": notes.get(one["id"], ""),
        }
        for one in formulas()
        if values[one["id"]] is not None
    ]


def _sentences(card: Scorecard) -> list[str]:
    """The scorecard as somebody would say it."""
    if not card["received"]:
        return []
    words = _(
        "%(answered)s of %(received)s reports have an answer. %(due)s are answered or past their deadline,"
        " %(in_time)s of them were answered in time."
    )
    found = [words % card.counts_in_words()]
    whole = next((stage for stage in card.stages if stage.name == "whole"), None)
    if whole:
        found.append(
            _("Half of the answers came within %(median)s working days, nine of ten within %(ninetieth)s.")
            % {"median": whole.median, "ninetieth": whole.ninetieth}
        )
    if card.satisfaction is not None:
        found.append(
            _("%(rated)s people rated how it was handled: %(mean)s of 5 on average.")
            % {"rated": card.rated, "mean": number_format(card.satisfaction, 1)}
        )
    elif card.rated:
        found.append(_("Too few people rated it (%(rated)s) for an average to mean anything.") % {"rated": card.rated})
    if card["rejected"]:
        found.append(_("In %(count)s reports the reporter said: not solved.") % {"count": card["rejected"]})
    if card.asked:
        found.append(
            _(
                "Officers of other offices asked %(asked)s people: %(solved)s say solved, %(partly)s partly,"
                " %(not_solved)s not. Of the reports that nobody had confirmed, %(unconfirmed)s are solved by that."
            )
            % {"asked": card.asked, **card.asked_counts}
        )
    return found


def _page(
    request: HttpRequest,
    root: Agency,
    subject: str,
    card: Scorecard,
    now: StandingNow,
    *,
    hidden: int | None = None,
    **more: Any,
) -> HttpResponse:
    chosen, first, last, label = chosen_period(request)
    months = scorecards.by_month(root, subject, first=max(first, months_before(last, CHARTED - 1)), last=last)
    rows = [
        {"label": date_format(month, "F Y"), "value": found["received"]} for month, found in months if found["received"]
    ]
    words = stage_words()
    context = {
        "lead": lead_figures(card, now, _card_before(root, subject, chosen, first)),
        "standing": now,
        "tiles": _figures(card, hidden, now.late) if card["received"] or card["returned"] or hidden else [],
        "sentences": [{"text": text} for text in _sentences(card)],
        "charts": [{"title": _("Received by month"), "rows": rows, "unit": _("Reports"), "note": ""}] if rows else [],
        "backlog": _backlog(root, subject, first, last),
        "stages": [
            {"name": words[stage.name][0], "text": words[stage.name][1], "stage": stage} for stage in card.stages
        ],
        "formulas": formulas(),
        "stage_formulas": [{"name": words[name][0], "text": words[name][1]} for name in STAGES],
        "period_label": label,
        "periods": [
            {"label": str(period_of(p, last)[2]), "url": f"?period={p}", "current": p == chosen} for p in PERIODS
        ],
        "csv_url": f"{reverse('web:statistics_csv')}?period={chosen}",
        "ranked_from": scorecards.RANKED_FROM,
        "returned": card["returned"],
        "reopened": card["reopened"],
        **more,
    }
    return render(request, "web/statistics.html", context)


def _card_before(root: Agency, subject: str, chosen: str, first: date) -> Scorecard | None:
    """Of the period of the same length before the one that is shown; None before the beginning."""
    if chosen == "all":
        return None
    begin = months_before(first, MONTHS_OF[chosen])
    return scorecards.scorecard(root, subject, first=begin, last=first - timedelta(days=1))


def _backlog(root: Agency, subject: str, first: date, last: date) -> list[dict[str, Any]]:
    """Of the city and of offices; of areas nobody counts days."""
    if subject != CITY and not subject.startswith(AGENCY):
        return []
    begin = max(first, months_before(last, CHARTED - 1))
    return day_rows(backlog_by_day(root, subject, first=begin, last=last))


@require_safe
def statistics_view(request: HttpRequest) -> HttpResponse:
    root = current_jurisdiction(request)
    period, first, last, _label = chosen_period(request)
    lines = _subjects(root, period)
    cards = scorecards.cards_of(root, [CITY, *lines], first=first, last=last)
    now = standing_now(root, CITY, lines)
    tables: dict[str, list[dict[str, Any]]] = {}
    for kind in ("agency", "area", "category", "channel"):
        of_kind = {key: one for key, one in lines.items() if one.kind == kind}
        found = {key: cards[key] for key in of_kind if key in cards and _counts(cards[key])}
        names = {key: one.name for key, one in of_kind.items()}
        urls = {key: one.url for key, one in of_kind.items()}
        has_places = kind in {"agency", "area"}
        late = now.late_of
        tables[kind] = score_table(found, names, urls, late) if has_places else plain_table(found, names, late)
    return _page(
        request,
        root,
        CITY,
        cards.get(CITY, Scorecard()),
        now,
        hidden=scorecards.hidden_received(root, first=first, last=last),
        late_by=_late_by(lines, now),
        agencies=tables["agency"],
        agency_parts=ranked_parts(tables["agency"]),
        areas=tables["area"],
        area_parts=ranked_parts(tables["area"]),
        category_parts=plain_parts(tables["category"]),
        channel_parts=plain_parts(tables["channel"]),
        year_url=reverse("web:year", args=[last.year]),
    )


def _counts(card: Scorecard) -> bool:
    return bool(card["received"] or card["returned"])


def _subjects(root: Agency, period: str) -> dict[str, FigureSubject]:
    """What the city's page shows beside each other, by subject."""
    found = {
        agency_subject(one.pk): FigureSubject(
            "agency", one.name, f"{reverse('web:agency_card', args=[one.code])}?period={period}"
        )
        for one in agencies_in(root)
    }
    for area in Area.objects.filter(root=root, level="district").only("code", "name"):
        url = f"{reverse('web:area_card', args=[area.pk])}?period={period}"
        found[area_subject(area.pk)] = FigureSubject("area", area.name, url)
    for category in Category.objects.filter(root=root):
        found[category_subject(category.pk)] = FigureSubject("category", category.label)
    for name, label in channel_choices():
        found[channel_subject(name)] = FigureSubject("channel", label)
    return found


def _late_by(lines: Mapping[str, FigureSubject], now: StandingNow) -> list[dict[str, Any]]:
    """Who owes the late ones: the offices, the most first, and the verification officers; together as many as are
    late."""
    offices: list[dict[str, Any]] = [
        {"name": lines[key].name, "url": lines[key].url, "late": count}
        for key, count in now.late_of.items()
        if lines[key].kind == "agency"
    ]
    if (sent_back := now.unanswered - sum(office["late"] for office in offices)) > 0:
        offices.append({"name": _("With no office at the moment"), "url": "", "late": sent_back})
    if now.unchecked:
        offices.append({"name": _("Verification officer"), "url": "", "late": now.unchecked})
    return sorted(offices, key=lambda one: -one["late"])


@require_safe
def agency_view(request: HttpRequest, code: str) -> HttpResponse:
    """The scorecard of one agency."""
    root = current_jurisdiction(request)
    agency = agencies_in(root).filter(code=code).first()
    if agency is None:
        raise Http404
    _period, first, last, _label = chosen_period(request)
    card = scorecards.agency_card(root, agency, first=first, last=last)
    list_url = f"{reverse('web:report_list')}?agency={agency.code}"
    return _page(
        request,
        root,
        agency_subject(agency.pk),
        card,
        standing_now(root, agency_subject(agency.pk)),
        subject_name=agency.name,
        list_url=list_url,
        embed=f"agency={agency.code}",
    )


@require_safe
def area_view(request: HttpRequest, code: str) -> HttpResponse:
    """The scorecard of a district or a village; a district lists its villages."""
    root = current_jurisdiction(request)
    area = (
        Area.objects.filter(root=root, pk=code, level__in=["district", "village"])
        .select_related("parent")
        .defer("cell", "boundary")
        .first()
    )
    if area is None:
        raise Http404
    period, first, last, _label = chosen_period(request)
    parts = (
        {one.pk: one for one in Area.objects.filter(parent=area).defer("cell", "boundary")}
        if area.level == "district"
        else {}
    )
    cards = scorecards.cards_of_areas(root, parts, first=first, last=last) if parts else {}
    urls = {pk: f"{reverse('web:area_card', args=[pk])}?period={period}" for pk in cards}
    card = scorecards.area_card(root, area.pk, first=first, last=last)
    now = standing_now(root, area_subject(area.pk), [area_subject(pk) for pk in parts])
    late = {pk: now.late_of.get(area_subject(pk), 0) for pk in cards}
    rows = score_table(cards, {pk: parts[pk].name for pk in cards}, urls, late)
    return _page(
        request,
        root,
        area_subject(area.pk),
        card,
        now,
        subject_name=area.name,
        areas=rows,
        area_parts=ranked_parts(rows),
        list_url=f"{reverse('web:report_list')}?area={area.pk}" if area.level == "district" else "",
        embed=f"area={area.pk}",
        follow_url=f"{reverse('web:follow')}?area={area.pk}",
    )
