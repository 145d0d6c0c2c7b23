"""/mitra/<token>: where a partner of an office, without an account, says how far the work on one report is.

And what the camera of that page asks for."""

from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.agencies.current import current_jurisdiction
from lapor.casework.act_pages import ActPage, answer_act
from lapor.casework.actions import act_views
from lapor.casework.evidence import hashes_in
from lapor.casework.evidence_answers import challenge_said, note_answer
from lapor.casework.forms import ActForm
from lapor.casework.partners import is_good, link_of, note_opening
from lapor.gateway import rate_limits
from lapor.presentation.story import before_photo, file_views, timeline
from lapor.reports import queries
from lapor.reports.evidence import arrived, issue_challenge
from lapor.reports.models import PartnerLink
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import partner_actor
from lapor.web.cards import public_card
from lapor.web.errors import error_page, not_found, too_many


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def partner_view(request: HttpRequest, token: str) -> HttpResponse:
    """404 for a token that nobody was given, 410 for one that is over."""
    link = _link(request, token)
    if link is None:
        return not_found(request)
    if not is_good(link):
        return _over(request, link)
    if request.method != "POST":
        note_opening(link)
        return _show(request, link, token)
    if wait := rate_limits.seconds_to_wait(rate_limits.PARTNER, link.pk.hex):
        return too_many(request, wait)
    page = ActPage(
        show=partial(_show, request, link, token),
        url=reverse("web:partner", args=[token]),
        words_of=lambda _done: _("Sent. Thank you."),
        sent_before=_("Sent. Thank you."),
        not_offered=_("The report has changed in the meantime, so this is no longer possible."),
    )
    actor = partner_actor(link)
    return answer_act(request, link.report, ActName.PARTNER_NEWS, page, actor=actor, data=request.POST)


def _link(request: HttpRequest, token: str) -> PartnerLink | None:
    """None for a token that we did not sign, or of another city."""
    link = link_of(token)
    return link if link is not None and link.report.root_id == current_jurisdiction(request).pk else None


def _over(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    return error_page(
        request,
        410,
        title=_("This link is over"),
        wrong=_("Its time has ended, it was taken back, or the work is finished."),
        todo=_("Ask %(office)s for another one.") % {"office": link.agency.name},
    )


def _show(
    request: HttpRequest, link: PartnerLink, token: str, *, bound: ActForm | None = None, status: int = 200
) -> HttpResponse:
    """What everybody may read of the report, what was asked of the partner, and the form."""
    report, is_public = link.report, queries.is_public(link.report)
    lines = queries.story(report, queries.AUDIENCES_PUBLIC)
    photos = file_views(queries.filed_files(lines)) if is_public else []
    before = file_views([one]) if is_public and (one := before_photo(lines)) else []
    [view] = act_views(queries.offered_acts(report, partner_actor(link)), report, bound)
    context = {
        "link": link,
        "report": {**public_card(report, with_words=is_public), "text": report.public_text if is_public else None},
        "asked": next((item for item in reversed(timeline(lines)) if item["partner_name"] == link.name), None),
        "photos": photos,
        "act": {**view, "takes_evidence": True},
        "camera": {
            "report": report.tracking_id,
            "taker": link.pk,
            "challenge_url": reverse("web:partner_challenge", args=[token]),
            "capture_url": reverse("web:partner_capture", args=[token]),
            "before_photo_url": before[0]["url"] if before else "",
        },
        "noindex": True,
    }
    return render(request, "web/partner.html", context, status=status)


@never_cache
@require_POST
def challenge_view(request: HttpRequest, token: str) -> JsonResponse:
    """A word for a photo that is taken now; none ahead."""
    link = _link(request, token)
    if link is None or not is_good(link) or rate_limits.seconds_to_wait(rate_limits.PARTNER, link.pk.hex):
        return JsonResponse({}, status=422)
    return JsonResponse(challenge_said(issue_challenge(link.report, link)))


@never_cache
@require_http_methods(["GET", "POST"])
def capture_view(request: HttpRequest, token: str) -> JsonResponse:
    """As console.evidence: POST notes a photo, GET says of which the file has come."""
    link = _link(request, token)
    if link is None or not is_good(link) or rate_limits.seconds_to_wait(rate_limits.PARTNER, link.pk.hex):
        return JsonResponse({}, status=422)
    if request.method == "GET":
        return JsonResponse({"arrived": sorted(arrived(link.report, link, hashes_in(request.GET.get("sha256", ""))))})
    return note_answer(link.report, link, request.POST)
