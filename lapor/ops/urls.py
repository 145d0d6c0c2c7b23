"""Addresses of the operators' pages."""

from django.urls import path

from lapor.ops import accounts, channels, condition, tokens

app_name = "ops"
urlpatterns = [
    path("kanal/", channels.channels_view, name="channels"),
    path("kanal/baru/<slug:channel>", accounts.new_account_view, name="new_account"),
    path("keadaan/", condition.condition_view, name="condition"),
    path("token/", tokens.tokens_view, name="tokens"),
    path("kanal/akun/<uuid:account_id>", accounts.account_view, name="account"),
]
