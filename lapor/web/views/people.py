"""/laporan-saya/masuk and /laporan-saya/akun: sign in by a code, see every report made with an address, end it, have
one's data erased."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.current import current_jurisdiction
from lapor.casework.persons import KEPT_BY_PROTECTED, erase_person, out_of_reach, reporters_with_contact
from lapor.gateway import rate_limits
from lapor.intake.filing.contact_fields import ContactField
from lapor.notify.sign_in_codes import ask_code, can_send_sms
from lapor.reporters import person_keys, sign_in
from lapor.reporters.sign_in import Person
from lapor.reports.queries import reports_of_reporters
from lapor.reports.workflow.acting import reporter_actor
from lapor.ui.client_address import client_address
from lapor.web import cookies, people
from lapor.web.cards import public_cards
from lapor.web.errors import too_many

SHOWN = 100
ASKED = "lapor_asked"  # by which this browser is known again as the one that asked for a code
_ASKED_SECONDS = 3600
PAUSE = 60  # seconds before a code that is asked for oddly often goes out


class ContactForm(forms.Form):
    """A mail address or a telephone number, whichever it looks like."""

    contact = ContactField(label=gettext_lazy("Email or phone number"))

    @property
    def kind(self) -> str:
        return "email" if "@" in self.cleaned_data["contact"] else "phone"


class SignInCodeForm(ContactForm):
    contact = ContactField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_view(request: HttpRequest) -> HttpResponse:
    """First the address, then the code. The answer is the same whether somebody reported with the address or not."""
    root = current_jurisdiction(request)
    if "code" in request.POST:
        return _try(request)
    form = ContactForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "by_sms": can_send_sms(root)}
        return render(request, "web/sign_in.html", context, status=422 if request.method == "POST" else 200)
    contact = form.cleaned_data["contact"]
    asker, one = client_address(request), sign_in.normalise_address(form.kind, contact)
    wait = rate_limits.seconds_to_wait(rate_limits.ASK_CODE, asker) or rate_limits.seconds_to_wait(
        rate_limits.ASK_CODE_OF, one, asker
    )
    if not wait and rate_limits.seconds_locked(rate_limits.WRONG_CODE_OF, one, asker):
        wait = rate_limits.seconds_to_wait(rate_limits.ASK_CODE_LATE, one, asker)
    if wait:
        return too_many(request, wait)
    browser = str(cookies.read(request, ASKED, _ASKED_SECONDS) or secrets.token_urlsafe(24))
    pause = PAUSE if rate_limits.seconds_to_wait(rate_limits.ASK_CODE_CALM, one) else 0
    ask_code(root, form.kind, contact, browser=browser, pause=pause)
    response = _ask(request, SignInCodeForm(initial={"contact": contact}), contact)
    cookies.keep(response, ASKED, browser, _ASKED_SECONDS, path=reverse("web:sign_in"), same_site="Strict")
    return response


def _ask(request: HttpRequest, form: SignInCodeForm, contact: str, status: int = 200) -> HttpResponse:
    return render(
        request,
        "web/sign_in_code.html",
        {"form": form, "contact": contact, "minutes": sign_in.VALID.seconds // 60},
        status=status,
    )


def _try(request: HttpRequest) -> HttpResponse:
    form = SignInCodeForm(request.POST)
    if wait := rate_limits.seconds_to_wait(rate_limits.TRY_CODE, client_address(request)):
        return too_many(request, wait)
    browser, token = cookies.read(request, ASKED, _ASKED_SECONDS), None
    if form.is_valid() and browser:
        token = sign_in.try_code(
            form.kind, form.cleaned_data["contact"], form.cleaned_data["code"], browser=str(browser)
        )
        if token is None:
            rate_limits.seconds_to_wait(
                rate_limits.WRONG_CODE_OF,
                sign_in.normalise_address(form.kind, form.cleaned_data["contact"]),
                client_address(request),
            )
    if token is None:
        form.add_error(
            "code",
            _("This code does not fit, or its time is over. Ask for a new one if it does not help to look again."),
        )
        return _ask(request, form, str(request.POST.get("contact", ""))[:200], status=422)
    return people.log_in(request, token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_view(request: HttpRequest) -> HttpResponse:
    """Each signed-in address with its reports; POST signs out (`do=out` or `everywhere`) or erases (`do=erase`,
    ticked)."""
    found = people.people_here(request)
    if not found:
        return HttpResponseRedirect(reverse("web:sign_in"))
    if request.method == "POST":
        return _act(request, found)
    root = current_jurisdiction(request)
    keys = person_keys.keys_of(found.values())
    shown: list[dict[str, Any]] = []
    for person in found.values():  # of one browser: a handful
        reports = reports_of_reporters(root, sign_in.reporter_ids([person]), most=SHOWN)
        cards = public_cards(reports)
        mine = [key for key in keys if bytes(key.lookup) == person.lookup]
        shown.append(
            {
                "person": person,
                "reports": cards,
                "is_cut": len(reports) == SHOWN,
                "keys": mine,
                "may_add": len(mine) < person_keys.MOST,
            }
        )
    return render(request, "web/account.html", {"people": shown})


def _act(request: HttpRequest, found: dict[str, Person]) -> HttpResponse:
    token = next((token for token, person in found.items() if str(person.id) == request.POST.get("person")), None)
    do = request.POST.get("do", "")
    response = HttpResponseRedirect(reverse("web:account"))
    if token is None or do not in {"out", "everywhere", "erase"} or (do == "erase" and not request.POST.get("sure")):
        return response
    person = found[token]
    if do == "erase":
        for reporter in reporters_with_contact(person.kind, person.address):
            erase_person(reporter, by=reporter_actor(reporter.pk), keeps=out_of_reach(reporter))
        erased = _(
            "Name and contact are erased from all reports of this address. You follow them with number and code only."
        )
        messages.success(request, f"{erased} {KEPT_BY_PROTECTED}")
    sign_in.sign_out(person, everywhere=do != "out")
    people.remember(response, [kept for kept in found if kept != token])
    return response
