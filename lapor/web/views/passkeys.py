"""Passkeys of people: GET gives what the browser is to ask the device (frontend/scripts/passkeys.js), POST takes what
the device answered.

The challenge stands in a signed cookie of a few minutes; an answer to it counts once.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from lapor.agencies.current import current_jurisdiction
from lapor.agencies.forms import CredentialField
from lapor.gateway import rate_limits
from lapor.reporters import person_keys
from lapor.reporters.sign_in import Person
from lapor.ui.client_address import client_address
from lapor.web import cookies, people
from lapor.web.errors import too_many

COOKIE = "lapor_key_challenge"
VALID_SECONDS = 300
SIGN_IN = ""  # what a challenge is for where it is not for a person's new key


class NewKeyForm(forms.Form):
    credential = CredentialField(RegistrationResponse)


class KnownKeyForm(forms.Form):
    credential = CredentialField(AuthenticationResponse)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_view(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        options, state = person_keys.begin_sign_in(_place(request))
        return _challenge({"request_options": options}, state, SIGN_IN)
    if wait := rate_limits.seconds_to_wait(rate_limits.TRY_KEY, client_address(request)):
        return too_many(request, wait)
    form, state_given = KnownKeyForm(request.POST), _state(request, SIGN_IN)
    token = (
        person_keys.try_key(_place(request), state_given, form.cleaned_data["credential"])
        if state_given and form.is_valid()
        else None
    )
    if token is None:
        messages.error(request, _("We do not know this passkey. Let us send you a code; then you can make a new one."))
        return _without_challenge(HttpResponseRedirect(reverse("web:sign_in")))
    return _without_challenge(people.log_in(request, token))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_view(request: HttpRequest) -> HttpResponse:
    """For the signed-in person named by `person`."""
    asked = (request.POST if request.method == "POST" else request.GET).get("person", "")
    person = _person_here(request, asked)
    if person is None:
        return HttpResponseRedirect(reverse("web:sign_in"))
    if request.method != "POST":
        options, state = person_keys.begin_key(_place(request), person)
        return _challenge({"creation_options": options}, state, str(person.id))
    if wait := rate_limits.seconds_to_wait(rate_limits.ADD_KEY, client_address(request)):
        return too_many(request, wait)
    form, state_given = NewKeyForm(request.POST), _state(request, str(person.id))
    if (
        state_given
        and form.is_valid()
        and person_keys.add_key(_place(request), person, state_given, form.cleaned_data["credential"])
    ):
        messages.success(request, _("This device has a passkey now. Next time sign in with it, without a code."))
    else:
        messages.error(request, _("No passkey was made. Try again."))
    return _without_challenge(HttpResponseRedirect(reverse("web:account")))


@require_POST
def remove_view(request: HttpRequest) -> HttpResponse:
    """`key`: one of a person who is signed in here."""
    try:
        key_id = UUID(request.POST.get("key", ""))
    except ValueError:
        key_id = None
    if key_id and person_keys.remove_key(people.people_here(request).values(), key_id):
        messages.success(request, _("This passkey no longer works here. You may delete it on the device too."))
    return HttpResponseRedirect(reverse("web:account"))


def _place(request: HttpRequest) -> person_keys.PasskeySite:
    name = current_jurisdiction(request).brand.get("name", "lapor")
    return person_keys.PasskeySite(request.get_host().partition(":")[0], str(name))


def _person_here(request: HttpRequest, asked: str) -> Person | None:
    return next((person for person in people.people_here(request).values() if str(person.id) == asked), None)


def _challenge(options: dict[str, Any], state: dict[str, Any], meant_for: str) -> HttpResponse:
    response = JsonResponse(options)
    cookies.keep(
        response, COOKIE, {**state, "for": meant_for}, VALID_SECONDS, path=reverse("web:my_reports"), same_site="Strict"
    )
    return response


def _without_challenge(response: HttpResponse) -> HttpResponse:
    cookies.drop(response, COOKIE, path=reverse("web:my_reports"), same_site="Strict")
    return response


def _state(request: HttpRequest, meant_for: str) -> dict[str, Any] | None:
    """What was asked of this browser, once; None: nothing, something else, too long ago, or answered already."""
    state: dict[str, Any] = cookies.read(request, COOKIE, VALID_SECONDS, path=reverse("web:my_reports")) or {}
    if state.get("for") != meant_for or rate_limits.seconds_to_wait(
        rate_limits.KEY_CHALLENGE, person_keys.challenge_of(state)
    ):
        return None
    return state
