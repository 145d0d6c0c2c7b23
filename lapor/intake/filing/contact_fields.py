"""Fields for a telephone number or a mail address: what people paste is taken, what cannot be is asked about.

Every form that asks has one of these.

Called by the forms of the public site, the desk, REST and the console. The one form of an address:
lapor/core/contact.py.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lapor.core import contact

LONGEST = 200  # signs that are taken; what surrounds a pasted number is not counted against it


def checked_phone(value: str) -> str:
    """As +62…; raises ValidationError."""
    if number := contact.phone_number(value):
        return number
    raise ValidationError(_("This does not look like a phone number. For example: 0812 3456 7890"))


ASKED = "_asked"  # behind the field's name: the address of which it was asked whether it is right


class Typed(str):
    """What was typed, and the address of which it was asked before whether it is right."""

    asked = ""


def without_asking(sent: QueryDict, name: str = "email") -> QueryDict:
    """What a machine kept and sends now that nobody sits before it: an unlikely address is taken as it is."""
    found = sent.copy()
    found[f"{name}{ASKED}"] = sent.get(name, "")
    return found


class AskedInput(forms.TextInput):
    """Remembers beside the field which unlikely address was asked about: the same sent again is right."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        if value is None:
            return None
        typed = Typed(value)
        typed.asked = str(data.get(f"{name}{ASKED}") or "")
        return typed

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = super().render(name, value, attrs, renderer)
        address = contact.mail_address(str(value or ""))
        if not contact.likelier_address(address):
            return shown
        return format_html('{}<input type="hidden" name="{}" value="{}">', shown, f"{name}{ASKED}", address)


def checked_email(value: str, asked: str = "") -> str:
    """Raises ValidationError, with the address that was meant where it shows.

    `asked`: the unlikely address that they were asked about already."""
    address = contact.mail_address(value)
    if meant := contact.meant_address(address or value):
        raise ValidationError(_("Nobody can be reached at this address. Did you mean %(meant)s?") % {"meant": meant})
    if not address:
        raise ValidationError(_("This email address cannot be right. For example: nama@contoh.id"))
    if (likelier := contact.likelier_address(address)) and contact.mail_address(asked).lower() != address.lower():
        words = _("Did you mean %(meant)s? If %(typed)s is right, just send it again.")
        raise ValidationError(words % {"meant": likelier, "typed": address}, code="unlikely")
    return address


class _AddressField(forms.CharField):
    usual_widget: type[forms.TextInput] = forms.TextInput

    def __init__(self, *, autocomplete: str, type_: str, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", self.usual_widget(attrs={"type": type_, "autocomplete": autocomplete, "maxlength": LONGEST})
        )
        super().__init__(max_length=LONGEST, **kwargs)

    def to_python(self, value: Any) -> str:
        return contact.plain_signs(str(value)) if value not in self.empty_values else ""

    def asked(self, value: Any, typed: str) -> str:
        """The address of which it was asked; a hidden field holds what was said to be right before."""
        return typed if self.widget.is_hidden else str(getattr(value, "asked", ""))


class PhoneField(_AddressField):
    """Cleaned: +62… or ""."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(autocomplete="tel", type_="tel", **kwargs)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        return checked_phone(typed) if typed else ""


class MailField(_AddressField):
    """Cleaned: the address as it was written, or ""."""

    usual_widget = AskedInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(autocomplete="email", type_="email", **kwargs)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        return checked_email(typed, self.asked(value, typed)) if typed else ""


class ContactField(_AddressField):
    """A mail address or a telephone number, whichever it looks like."""

    usual_widget = AskedInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(autocomplete="email", type_="text", **kwargs)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        if not typed:
            return ""
        if "@" in typed:
            return checked_email(typed, self.asked(value, typed))
        if number := contact.phone_number(typed):
            return number
        raise ValidationError(_("Please type an email address or a phone number."))
