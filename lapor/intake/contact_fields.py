"""Fields for a telephone number or a mail address: what people paste is taken, what cannot be is asked about. Every form that asks has one of these.

Called by the forms of the public site, the desk, REST and the console. The one form of an address: lapor/core/contact.py.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lapor.core import contact

LONGEST = 200  # signs that are taken; what surrounds a pasted number is not counted against it


def checked_phone(value: str) -> str:
    """As +62…; raises ValidationError."""
    if number := contact.phone_number(value):
        return number
    raise ValidationError(_("This does not look like a phone number. For example: 0812 3456 7890"))


def checked_email(value: str) -> str:
    """Raises ValidationError, with the address that was meant where it shows."""
    address = contact.mail_address(value)
    if meant := contact.meant_address(address or value):
        raise ValidationError(_("Nobody can be reached at this address. Did you mean %(meant)s?") % {"meant": meant})
    if not address:
        raise ValidationError(_("This email address cannot be right. For example: nama@contoh.id"))
    return address


class _AddressField(forms.CharField):
    def __init__(self, *, autocomplete: str, type_: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": type_, "autocomplete": autocomplete, "maxlength": LONGEST}))
        super().__init__(max_length=LONGEST, **kwargs)

    def to_python(self, value: Any) -> str:
        return contact.plain_signs(str(value)) if value not in self.empty_values else ""


class PhoneField(_AddressField):
    """Cleaned: +62… or ""."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(autocomplete="tel", type_="tel", **kwargs)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        return checked_phone(typed) if typed else ""


class MailField(_AddressField):
    """Cleaned: the address as it was written, or ""."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(autocomplete="email", type_="email", **kwargs)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        return checked_email(typed) if typed else ""


class ContactField(_AddressField):
    """A mail address or a telephone number, whichever it looks like."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(autocomplete="email", type_="text", **kwargs)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        if not typed:
            return ""
        if "@" in typed:
            return checked_email(typed)
        if number := contact.phone_number(typed):
            return number
        raise ValidationError(_("Please type an email address or a phone number."))
