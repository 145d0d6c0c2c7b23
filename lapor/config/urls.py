"""Every address, by surface. A test walks them: an address that is not in its table of roles fails."""

from allauth.account import views as account
from django.urls import include, path
from django.views.generic import TemplateView
from django.views.i18n import set_language

from lapor.api.v1.urls import api
from lapor.ops import views as ops
from lapor.web.views.files import attachment_view

urlpatterns = [
    path("", include("lapor.web.urls")),
    path("lampiran/<uuid:public_id>/<str:variant>", attachment_view, name="attachment"),
    path("konsol/", include("lapor.console.urls")),
    path("loket/", include("lapor.desk.urls")),
    path("masuk", account.login, name="account_login"),
    path("masuk/keluar", account.logout, name="account_logout"),
    path("masuk/daftar", account.signup, name="account_signup"),
    path("masuk/nonaktif", account.account_inactive, name="account_inactive"),
    path("masuk/lupa", TemplateView.as_view(template_name="account/password_reset.html"), name="account_reset_password"),
    path("api/v1/", api.urls),
    path("bahasa", set_language, name="set_language"),
    path("healthz", ops.alive_view, name="healthz"),
    path("readyz", ops.ready_view, name="readyz"),
]
handler400 = "lapor.web.errors.bad_request"
handler403 = "lapor.web.errors.forbidden"
handler404 = "lapor.web.errors.not_found"
handler500 = "lapor.web.errors.server_error"
