"""Who a reporter is, opened with a reason, and the second officer's consent."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.identities import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(
        path("laporan/<str:number>/identitas", views.identity_view, name="identity"),
        path("persetujuan/", views.consents_view, name="consents"),
    ),
    menu=MenuEntry("console:consents", _("Consents"), "confidential", Can.SEE_CONSENTS),
)
