"""/statistik/: figures of the city, of an agency, of an area; side by side; all of it as CSV.

Formulas stand beside the figures."""

import csv
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.agencies.current import current_jurisdiction
from lapor.agencies.models import Agency, Area
from lapor.agencies.queries import agencies_in
from lapor.core import clock
from lapor.measure import scorecards
from lapor.measure.scorecards import Scorecard
from lapor.measure.scoring import CITY, STAGES, agency_subject, area_subject
from lapor.web.figure_words import formulas, stage_words

PERIODS = ("month", "quarter", "year", "all")
BEGINNING = date(2000, 1, 1)
CHARTED = 24  # months
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

EVIDENCE = ("evidence", "evidence_in_app", "evidence_questioned")  # empty below EVIDENCE_FROM


ASKED = ("asked_solved", "asked_partly", "asked_not_solved", "asked_not_reached", "asked_declined", "asked_unconfirmed")


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
    return BEGINNING, today, _("Since the beginning")


def _chosen(request: HttpRequest) -> tuple[str, date, date, str]:
    name = request.GET.get("period", "quarter")
    name = name if name in PERIODS else "quarter"
    return name, *period_of(name, timezone.localdate(clock.now()))


def _tiles(card: Scorecard, hidden: int | None) -> list[dict[str, Any]]:
    share = f"{card.in_time_share} %" if card.in_time_share is not None else "–"
    repeated = f"{card.repeated_share} %" if card.repeated_share is not None else "–"
    notes = {
        "in-time": _("%(part)s of %(all)s that were due") % {"part": card["in_time"], "all": card["due"]},
        "repeated-words": _("%(part)s of %(all)s answers") % {"part": card["repeated"], "all": card["answered"]},
        "evidence": _("%(part)s of %(all)s answers with photos; %(asked)s went out though there was something to ask")
        % {"part": card["evidence_in_app"], "all": card["evidence"], "asked": card["evidence_questioned"]},
        "asked": _("%(part)s of %(all)s who were asked") % {"part": card["asked_solved"], "all": card.asked},
    }
    values = {
        "in-time": share,
        "repeated-words": repeated,
        "evidence": f"{card.evidence_share} %" if card.evidence_share is not None else None,
        "open": card.open,
        "hidden": hidden,
        "asked": f"{card.asked_solved_share} %" if card.asked else None,
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
        "%(answered)s of %(received)s reports have an answer. %(due)s were due by now, %(in_time)s of them were"
        " answered in time."
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
    request: HttpRequest, root: Agency, subject: str, card: Scorecard, *, hidden: int | None = None, **more: Any
) -> HttpResponse:
    chosen, first, last, label = _chosen(request)
    months = scorecards.by_month(root, subject, first=max(first, months_before(last, CHARTED - 1)), last=last)
    rows = [
        {"label": date_format(month, "F Y"), "value": found["received"]} for month, found in months if found["received"]
    ]
    words = stage_words()
    context = {
        "tiles": _tiles(card, hidden) if card["received"] or card["returned"] or hidden else [],
        "sentences": [{"text": text} for text in _sentences(card)],
        "charts": [{"title": _("Received by month"), "rows": rows, "unit": _("Reports"), "note": ""}] if rows else [],
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


def _table(cards: dict[Any, Scorecard], names: dict[Any, str], urls: dict[Any, str]) -> list[dict[str, Any]]:
    """Lines of a table: the ranked ones first, then those with too few."""
    best, few = scorecards.ranked(cards)
    lines = [(place, key, card) for place, (key, card) in enumerate(best, start=1)] + [
        (None, key, card) for key, card in few
    ]
    return [
        {
            "place": place,
            "name": names[key],
            "url": urls[key],
            "card": card,
            "in_time": f"{card['in_time']} / {card['due']}" if card["due"] else "–",
        }
        for place, key, card in lines
    ]


@require_safe
def statistics_view(request: HttpRequest) -> HttpResponse:
    root = current_jurisdiction(request)
    period, first, last, _label = _chosen(request)
    agencies = {one.pk: one for one in agencies_in(root)}
    districts = {one.pk: one for one in Area.objects.filter(root=root, level="district").defer("cell", "boundary")}
    agency_cards = scorecards.cards_of_agencies(root, agencies, first=first, last=last)
    area_cards = scorecards.cards_of_areas(root, districts, first=first, last=last)
    of_agencies = _table(
        agency_cards,
        {pk: agencies[pk].name for pk in agency_cards},
        {pk: f"{reverse('web:agency_card', args=[agencies[pk].code])}?period={period}" for pk in agency_cards},
    )
    of_areas = _table(
        area_cards,
        {pk: districts[pk].name for pk in area_cards},
        {pk: f"{reverse('web:area_card', args=[pk])}?period={period}" for pk in area_cards},
    )
    card = scorecards.city_card(root, first=first, last=last)
    hidden = scorecards.hidden_received(root, first=first, last=last)
    return _page(
        request,
        root,
        CITY,
        card,
        hidden=hidden,
        agencies=of_agencies,
        areas=of_areas,
        year_url=reverse("web:year", args=[last.year]),
    )


@require_safe
def agency_view(request: HttpRequest, code: str) -> HttpResponse:
    """The scorecard of one agency."""
    root = current_jurisdiction(request)
    agency = agencies_in(root).filter(code=code).first()
    if agency is None:
        raise Http404
    _period, first, last, _label = _chosen(request)
    card = scorecards.agency_card(root, agency, first=first, last=last)
    list_url = f"{reverse('web:report_list')}?agency={agency.code}"
    return _page(
        request,
        root,
        agency_subject(agency.pk),
        card,
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
    period, first, last, _label = _chosen(request)
    parts = (
        {one.pk: one for one in Area.objects.filter(parent=area).defer("cell", "boundary")}
        if area.level == "district"
        else {}
    )
    cards = scorecards.cards_of_areas(root, parts, first=first, last=last) if parts else {}
    urls = {pk: f"{reverse('web:area_card', args=[pk])}?period={period}" for pk in cards}
    card = scorecards.area_card(root, area.pk, first=first, last=last)
    return _page(
        request,
        root,
        area_subject(area.pk),
        card,
        subject_name=area.name,
        areas=_table(cards, {pk: parts[pk].name for pk in cards}, urls),
        list_url=f"{reverse('web:report_list')}?area={area.pk}" if area.level == "district" else "",
        embed=f"area={area.pk}",
        follow_url=f"{reverse('web:follow')}?area={area.pk}",
    )


@require_safe
def csv_view(request: HttpRequest) -> HttpResponse:
    """Every scorecard of the period, a line each; UTF-8 with a mark at the start, so that spreadsheets read it."""
    root = current_jurisdiction(request)
    period, first, last, _label = _chosen(request)
    agencies = {one.pk: one for one in agencies_in(root)}
    areas = {
        one.pk: one
        for one in Area.objects.filter(root=root, level__in=["district", "village"]).defer("cell", "boundary")
    }
    lines: list[tuple[str, str, str, Scorecard]] = [
        ("city", "", root.name, scorecards.city_card(root, first=first, last=last))
    ]
    lines += [
        (
            "hidden",
            "hidden",
            root.name,
            Scorecard({"received": scorecards.hidden_received(root, first=first, last=last)}),
        )
    ]
    found = scorecards.cards_of_agencies(root, agencies, first=first, last=last)
    lines += [("agency", agencies[pk].code, agencies[pk].name, found[pk]) for pk in agencies if pk in found]
    by_area = scorecards.cards_of_areas(root, areas, first=first, last=last)
    lines += [(areas[pk].level, pk, areas[pk].name, by_area[pk]) for pk in areas if pk in by_area]
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="statistik-{period}-{last.isoformat()}.csv"'
    writer = csv.writer(response)
    spans = [f"{stage}_{part}" for stage in STAGES for part in ("reports", "median_days", "p90_days")]
    writer.writerow(["subject", "code", "name", *COUNTS, "open", *spans, "ratings", "mean_rating", *EVIDENCE, *ASKED])
    for kind, code, name, card in lines:
        stages = {stage.name: (stage.reports, stage.median, stage.ninetieth) for stage in card.stages}
        days = [value for name in STAGES for value in stages.get(name, (0, "", ""))]
        mean = str(card.satisfaction) if card.satisfaction is not None else ""
        counts = [card[measure] for measure in COUNTS]
        evidence = [card[measure] if card.evidence_share is not None else "" for measure in EVIDENCE]
        asked = [card[measure] if card.asked else "" for measure in ASKED]
        writer.writerow([kind, code, name, *counts, card.open, *days, card.rated, mean, *evidence, *asked])
    return response
