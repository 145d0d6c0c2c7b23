"""Every address, by surface. A test walks them: an address that is not in its table of roles fails."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path, reverse_lazy
from django.views.generic import RedirectView, TemplateView
from django.views.i18n import set_language

from lapor.api.v1.urls import api
from lapor.gateway.inbound.views import webhook_view
from lapor.ops import health_checks as ops
from lapor.ops.metrics import metrics_view
from lapor.web.views.files import attachment_view

urlpatterns = [
    path("api/v1/", api.urls),  # these two first: programs ask the most, and need not try every page's pattern
    path("webhooks/<str:channel>/<str:account>", webhook_view, name="webhook"),
    path("", include("lapor.web.urls")),
    path("lampiran/<uuid:public_id>/<str:variant>", attachment_view, name="attachment"),
    path("konsol/", include("lapor.console.urls")),
    path("konsol/", include("lapor.ops.urls")),
    path("loket/", include("lapor.desk.urls")),
    path("masuk", account.login, name="account_login"),
    path("masuk/keluar", account.logout, name="account_logout"),
    path("masuk/daftar", account.signup, name="account_signup"),
    path("masuk/nonaktif", account.account_inactive, name="account_inactive"),
    path(
        "masuk/lupa", TemplateView.as_view(template_name="account/password_reset.html"), name="account_reset_password"
    ),
    path("masuk/kode", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/percaya", mfa.trust, name="mfa_trust"),
    path("masuk/kunci", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("masuk/ulang", account.reauthenticate, name="account_reauthenticate"),
    path("masuk/ulang/kode", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("masuk/ulang/kunci", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("masuk/aman/", mfa.index, name="mfa_index"),
    path(
        "masuk/aman/sandi",
        account.PasswordChangeView.as_view(success_url=reverse_lazy("mfa_index")),
        name="account_change_password",
    ),
    path("masuk/aman/aplikasi", totp.activate_totp, name="mfa_activate_totp"),
    path("masuk/aman/aplikasi/lepas", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("masuk/aman/kunci/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("masuk/aman/kunci/tambah", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("masuk/aman/kunci/<int:pk>/hapus", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("masuk/aman/cadangan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("masuk/aman/cadangan/baru", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("masuk/aman/cadangan/unduh", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("bahasa", set_language, name="set_language"),
    path("healthz", ops.alive_view, name="healthz"),
    path("readyz", ops.ready_view, name="readyz"),
    path("metrics", metrics_view, name="metrics"),
]
handler400 = "lapor.web.errors.bad_request"
handler403 = "lapor.web.errors.forbidden"
handler404 = "lapor.web.errors.not_found"
handler500 = "lapor.ops.shedding.server_error"  # which tells a database that is away from a fault of ours
