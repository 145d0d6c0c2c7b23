"""/konsol/kanal/akun/…: an account is set up, its secrets are given and changed; none is ever shown again."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.current import base_url
from lapor.agencies.models import Agency, Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.core import http
from lapor.gateway.accounts.setup import NameTaken, Saved, page_settings, save_account
from lapor.gateway.channels import CHANNELS, Setting
from lapor.gateway.models import ChannelAccount
from lapor.reports.vocabulary import channel_label

LABELS = {
    "page_id": gettext_lazy("Page ID"),
    "phone_number_id": gettext_lazy("Phone number ID"),
    "app_secret": gettext_lazy("App secret (it signs what the platform sends)"),
    "secret": gettext_lazy("Signing secret"),
    "business_id": gettext_lazy("WhatsApp Business account ID"),
    "token": gettext_lazy("Access token"),
    "verify_token": gettext_lazy("Verify token"),
    "token_expires_on": gettext_lazy("The token is valid until (2027-01-31)"),
    "template": gettext_lazy("Approved template, for messages after 24 hours"),
    "template_language": gettext_lazy("Language of the template"),
    "quiet_hours": gettext_lazy("Quiet hours from 21 to 6 (none: no)"),
    "bot_name": gettext_lazy("Name of the bot"),
    "poll": gettext_lazy("Ask the platform instead of being called (yes)"),
    "user_id": gettext_lazy("Account ID on the platform"),
    "consumer_secret": gettext_lazy("Consumer secret, if the platform calls us"),
    "sender": gettext_lazy("Our number or name as sender"),
    "smpp_host": gettext_lazy("Message centre (SMPP): host"),
    "smpp_port": gettext_lazy("Message centre: port"),
    "system_id": gettext_lazy("Message centre: system id"),
    "password": gettext_lazy("Message centre: password"),
    "smpp_tls": gettext_lazy("Message centre with TLS (yes)"),
    "send_url": gettext_lazy("Address to which we send"),
    "send_format": gettext_lazy("Form of what we send (form or json)"),
    "poll_url": gettext_lazy("Address that we poll"),
    "field_from": gettext_lazy("The gateway's name for: sender"),
    "field_text": gettext_lazy("The gateway's name for: text"),
    "field_id": gettext_lazy("The gateway's name for: number of the message"),
    "imap_host": gettext_lazy("Mail server (IMAP); empty where mails come by the pipe"),
    "imap_user": gettext_lazy("Name to log in to the mailbox"),
    "imap_password": gettext_lazy("Password of the mailbox"),
    "imap_port": gettext_lazy("Port, if it is another than 993"),
    "imap_tls": gettext_lazy("Encrypted connection: yes or starttls (empty: yes)"),
    "imap_folder": gettext_lazy("Folder whose mails become reports (empty: INBOX)"),
    "imap_done": gettext_lazy("Folder into which mails are moved once they are stored (empty: Lapor)"),
    "trusted_authserv": gettext_lazy(
        "Name of our own mail server in Authentication-Results (empty: its verdicts are not read)"
    ),
    "feed_url": gettext_lazy("Address of the outlet's feed (RSS or Atom)"),
    "outlet": gettext_lazy("Name of the outlet"),
    "newsroom_email": gettext_lazy("Email of the newsroom, for statements and results"),
    "every_minutes": gettext_lazy("Minutes between two questions (15; at least 5)"),
    "read_articles": gettext_lazy("Fetch the articles that match (no: only the feed)"),
    "article_hosts": gettext_lazy("Other hosts on which its articles stand"),
    "canary_to": gettext_lazy("Our own address there, for the hourly canary"),
}


class AccountForm(forms.Form):
    """The fields of a channel. An empty secret keeps the one that is there."""

    name = forms.SlugField(label=gettext_lazy("Name of the account"), max_length=40)
    silent_after_hours = forms.IntegerField(
        label=gettext_lazy("Alarm where nothing comes for so many hours (0: none)"),
        min_value=0,
        max_value=9999,
        initial=0,
        required=False,
    )

    def __init__(self, *args: Any, channel: str, row: ChannelAccount | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel, self.row = channel, row
        if row is not None:
            self.fields["name"].disabled, self.fields["name"].initial = True, row.name
            self.fields["silent_after_hours"].initial = row.silent_after_hours
        for field in page_settings(channel):
            self.fields[field.name] = _form_field(field, row)
            if field.is_made and row is not None:
                self.fields[f"renew_{field.name}"] = forms.BooleanField(
                    label=gettext_lazy("Make a new one"), required=False
                )

    def clean(self) -> dict[str, Any]:
        """Addresses of this machine or its neighbours are for the command line: a web administrator reaches nothing
        that is not on the internet."""
        found: dict[str, Any] = super().clean() or {}
        for name, value in list(found.items()):
            before = self.row.settings.get(name, "") if self.row else ""
            names_a_place = name.endswith(("url", "host")) and isinstance(value, str) and http.is_near(value)
            if names_a_place and value != before and not settings.DEMO:
                self.add_error(
                    name, _("This address is of this machine or its own network. Only the command line may set it.")
                )
        return found

    def save(self, root: Agency, by: Officer) -> Saved | None:
        """None: the name belongs to somebody else."""
        data = self.cleaned_data
        given = {field.name: data.get(field.name) or "" for field in page_settings(self.channel)}
        renew = frozenset(field.name for field in page_settings(self.channel) if data.get(f"renew_{field.name}"))
        try:
            return save_account(
                self.channel,
                data["name"],
                root=root,
                given=given,
                silent_after_hours=data.get("silent_after_hours") or 0,
                renew=renew,
                by=by,
            )
        except NameTaken:
            self.add_error("name", _("This name is taken. Choose another one."))
            return None


def _label(setting: Setting) -> str:
    return str(LABELS.get(setting.name) or _(setting.label or setting.name))


def _form_field(field: Setting, row: ChannelAccount | None) -> forms.Field:
    label = _label(field)
    if not field.is_secret:
        initial = row.settings.get(field.name, "") if row else ""
        return forms.CharField(label=label, max_length=300, required=field.is_needed, initial=initial)
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    hint = _("Leave empty to keep the current one.") if row else _("Empty: we make one.") if field.is_made else ""
    return forms.CharField(
        label=label,
        max_length=2000,
        widget=widget,
        required=field.is_needed and row is None,
        help_text=hint,
        strip=True,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def new_account_view(request: HttpRequest, channel: str) -> HttpResponse:
    if channel not in CHANNELS:
        raise Http404
    return _account(request, channel, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def account_view(request: HttpRequest, account_id: UUID) -> HttpResponse:
    row = ChannelAccount.objects.filter(pk=account_id, root=root_of(signed_in(request)), is_local=False).first()
    if row is None:
        raise Http404
    return _account(request, row.channel, row)


def _account(request: HttpRequest, channel: str, row: ChannelAccount | None) -> HttpResponse:
    root = root_of(signed_in(request))
    form = AccountForm(request.POST or None, channel=channel, row=row)
    saved = form.save(root, signed_in(request)) if request.method == "POST" and form.is_valid() else None
    if saved is not None and not saved.made:
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("ops:account", args=[saved.row.pk]))
    shown = saved.row if saved else row
    door = (
        f"{base_url(root)}/webhooks/{channel}/{shown.name}" if shown and CHANNELS[channel].capabilities.has_door else ""
    )
    made = [(LABELS.get(name, name), value) for name, value in saved.made.items()] if saved else []
    context = {"form": form, "row": shown, "channel_label": channel_label(channel), "made": made, "door": door}
    return render(request, "ops/account.html", context, status=422 if form.errors else 200)
