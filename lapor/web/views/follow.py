"""/ikuti: to follow a report, a category, an area or a circle on the map, by mail or by notices on a device; and to end
it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lapor.agencies.current import current_jurisdiction
from lapor.agencies.models import Agency, Area
from lapor.agencies.queries import active_categories
from lapor.gateway import rate_limits
from lapor.gateway.outbound.push import NoSubscription, checked_subscription, push_key
from lapor.intake.filing.contact_fields import MailField
from lapor.notify import follows
from lapor.notify.follows import CannotFollow, Target
from lapor.reporters.models import FURTHEST_METRES, Follow
from lapor.reports.queries import is_hidden, report_by_number
from lapor.ui.client_address import client_address
from lapor.web import proofs
from lapor.web.errors import error_page, too_many

USUAL_METRES = 1000


class TargetForm(forms.Form):
    """What is followed; stands in the address, so that any page can link to it."""

    report = forms.CharField(required=False, max_length=20)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)
    metres = forms.IntegerField(
        label=gettext_lazy("Within (metres)"),
        required=False,
        min_value=follows.NEAREST_METRES,
        max_value=FURTHEST_METRES,
    )

    def __init__(self, *args: Any, root: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.root = root
        self.categories = {one.code: one for one in active_categories(root)}
        self.areas = {
            one.pk: one
            for one in Area.objects.filter(root=root, level__in=["district", "village"])
            .select_related("parent")
            .order_by("name")
        }
        districts = [(code, one.name) for code, one in self.areas.items() if one.level == "district"]
        villages = [
            (code, f"{one.name} ({one.parent.name})" if one.parent else one.name)
            for code, one in self.areas.items()
            if one.level == "village"
        ]
        self._choose("category", [(code, one.label) for code, one in self.categories.items()])
        self._choose("area", [(_("Kecamatan"), districts), (_("Kelurahan"), villages)])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "–"), *choices]

    def target(self, request: HttpRequest) -> Target | None:
        """None where nothing is named, or what is named is not there (for this browser)."""
        if not self.is_valid():
            return None
        data = self.cleaned_data
        if data["report"]:
            report = report_by_number(data["report"])
            is_own = report is not None and proofs.has_proof(request, report)
            is_here = report is not None and report.root_id == self.root.pk and (is_own or not is_hidden(report))
            return (
                Target(report=report, is_own=is_own)
                if report and is_here and follows.may_follow(report, is_own=is_own)
                else None
            )
        if data["category"]:
            return Target(category=self.categories[data["category"]])
        if data["area"]:
            return Target(area=self.areas[data["area"]])
        if data["latitude"] is not None and data["longitude"] is not None:
            return Target(circle=(data["latitude"], data["longitude"], data["metres"] or USUAL_METRES))
        return None


class HowForm(forms.Form):
    """How somebody is told."""

    way = forms.ChoiceField(choices=Follow.Way.choices, widget=forms.HiddenInput)
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=Follow.Rhythm.choices,
        required=False,
        widget=forms.RadioSelect,
        initial="daily",
    )
    email = MailField(label=gettext_lazy("Email"), required=False)
    subscription = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("way") == Follow.Way.EMAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Please type your email address."))
        if data.get("way") == Follow.Way.PUSH:
            try:
                data["subscription"] = checked_subscription(data.get("subscription", ""))
            except NoSubscription:
                self.add_error(None, _("This browser cannot be told in this way. Email always works."))
        return data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_view(request: HttpRequest) -> HttpResponse:
    """What is followed stands in the address; POST says how."""
    root = current_jurisdiction(request)
    form = TargetForm(request.GET, root=root)
    target = form.target(request)
    if request.method != "POST" or target is None:
        return _show(
            request, form, target, HowForm(initial={"way": "email"}), status=200 if request.method != "POST" else 422
        )
    how = HowForm(request.POST)
    if not how.is_valid():
        return _show(request, form, target, how, status=422)
    if wait := _seconds_to_wait(request, how):
        return too_many(request, wait)
    data = how.cleaned_data
    address = data["email"] if data["way"] == Follow.Way.EMAIL else data["subscription"]
    try:
        row = follows.follow(
            root,
            target,
            way=data["way"],
            address=address,
            rhythm=data["rhythm"] or "at_once",
            language=get_language() or "id",
        )
    except CannotFollow as reason:
        how.add_error(None, str(reason))
        return _show(request, form, target, how, status=422)
    if row.way == Follow.Way.EMAIL:  # whoever typed the address need not be its owner: no link to what it follows
        return render(
            request,
            "web/followed.html",
            {"what": follows.words_of(row), "email": data["email"], "is_asked": row.confirmed_at is None},
        )
    return HttpResponseRedirect(reverse("web:follow_manage", args=[follows.token_of(row)]))


def _seconds_to_wait(request: HttpRequest, how: HowForm) -> int:
    if wait := rate_limits.seconds_to_wait(rate_limits.FOLLOW, client_address(request)):
        return wait
    data = how.cleaned_data
    return (
        rate_limits.seconds_to_wait(rate_limits.FOLLOW_MAIL, data["email"].lower())
        if data["way"] == Follow.Way.EMAIL
        else 0
    )


def _show(request: HttpRequest, form: TargetForm, target: Target | None, how: HowForm, *, status: int) -> HttpResponse:
    context = {
        "target_form": form,
        "target": target,
        "what": _words(target) if target else "",
        "form": how,
        "is_report": bool(target and target.report),
        "is_missing": bool(form.data.get("report")) and target is None,
        "push_key": push_key(),
        "map_data_url": reverse("web:areas"),
        "usual_metres": USUAL_METRES,
        "furthest_metres": FURTHEST_METRES,
        "nearest_metres": follows.NEAREST_METRES,
    }
    return render(request, "web/follow.html", context, status=status)


def _words(target: Target) -> str:
    row = Follow(
        kind=target.kind,
        category=target.category,
        area=target.area,
        number=target.report.tracking_id if target.report else "",
    )
    row.metres = target.circle[2] if target.circle else None
    return follows.words_of(row)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage_view(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that an address follows; POST says yes to it (`do=confirm`) or ends something."""
    row = follows.of_token(token)
    if row is None or row.root_id != current_jurisdiction(request).pk:
        return _ended(request)
    do = request.POST.get("do", "")
    if request.method == "POST" and do == "confirm":
        follows.confirm(row)
        return HttpResponseRedirect(request.path)
    if request.method == "POST" and do in {"stop", "all"}:
        rest = [one for one in follows.all_of(row) if do == "stop" and one.pk.hex != request.POST.get("row", "")]
        for one in follows.all_of(row):
            if one.pk not in {kept.pk for kept in rest}:
                follows.stop(one)
        return (
            HttpResponseRedirect(reverse("web:follow_manage", args=[follows.token_of(rest[0])]))
            if rest
            else _ended(request)
        )
    rows = [{"row": one, "what": follows.words_of(one), "id": one.pk.hex} for one in follows.all_of(row)]
    return render(
        request,
        "web/follow_manage.html",
        {"rows": rows, "is_confirmed": row.confirmed_at is not None, "is_push": row.way == Follow.Way.PUSH},
    )


def _ended(request: HttpRequest) -> HttpResponse:
    return error_page(
        request,
        200 if request.method == "POST" else 404,
        title=_("You follow nothing here"),
        wrong=_("What this link was for has ended: nothing more is sent."),
        todo=_("You can follow something at any time."),
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_view(request: HttpRequest, token: str) -> HttpResponse:
    """One call of a mail program ends it (RFC 8058: POST, no cookie, no page); people who open the address see the page
    with the button."""
    row = follows.of_token(token)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("web:follow_manage", args=[token])) if row else _ended(request)
    if row is not None:
        follows.stop(row, everything=request.GET.get("semua") == "1")
    return HttpResponse("OK\n", content_type="text/plain")
