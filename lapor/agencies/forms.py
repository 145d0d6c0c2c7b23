"""Forms of the second factor: allauth's, with a passkey's answer checked for its shape before the library reads it."""

from typing import Any

from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

MOST_CHARACTERS = 20_000
# what the library raises for anything but a real answer
UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
)


class CredentialField(forms.JSONField):
    """What a device answered, in JSON.

    `form`: RegistrationResponse of a new key, AuthenticationResponse of a known one."""

    def __init__(self, form: type[RegistrationResponse] | type[AuthenticationResponse]) -> None:
        self.form = form
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        if value and len(value) > MOST_CHARACTERS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return super().to_python(value)
        except RecursionError as error:  # brackets in brackets: fewer characters than an answer has, and no answer
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        try:
            self.form.from_dict(value)
        except UNREADABLE as error:
            raise ValidationError(_("We could not read the passkey's answer."), code="invalid") from error


class AddPasskeyForm(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField(RegistrationResponse)


class SecondFactorPasskeyForm(passkeys.AuthenticateWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField(AuthenticationResponse)


class SignInPasskeyForm(passkeys.LoginWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField(AuthenticationResponse)


class StillYouPasskeyForm(passkeys.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField(AuthenticationResponse)
