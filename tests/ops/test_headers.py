"""What is believed of a peer, what pages may use, whom to tell of a weakness, and what only the command line may
set."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from lapor.agencies.models import Agency
from lapor.core import http
from lapor.ops.accounts import AccountForm
from lapor.ui.headers import HeadersMiddleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("proxies", "secure"), [((), False), (("127.0.0.1",), True), (("192.0.2.1",), False)])
def test_only_a_proxy_of_ours_says_that_a_call_is_secure(proxies, secure):
    seen = []

    def page(request):
        seen.append(request.is_secure())
        return HttpResponse()

    middleware = HeadersMiddleware(page)
    with override_settings(TRUSTED_PROXIES=proxies, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        middleware(RequestFactory().get("/", headers={"X-Forwarded-Proto": "https"}))
    assert seen == [secure]


def test_every_answer_says_what_pages_may_use(root):
    for path in ("/", "/masuk", "/api/v1/reports", "/tidak-ada"):
        policy = Client().get(path).headers["Permissions-Policy"]
        assert "geolocation=(self)" in policy
        assert "payment=()" in policy


def test_the_camera_is_for_officers_pages_only(root):
    policies = {
        path: Client().get(path).headers["Permissions-Policy"] for path in ("/", "/lapor", "/masuk", "/konsol/")
    }
    assert {path for path, policy in policies.items() if "camera=(self)" in policy} == {"/konsol/"}
    assert all("camera=()" in policy for path, policy in policies.items() if path != "/konsol/")


def test_security_txt_names_the_city_s_address(root):
    Agency.objects.filter(pk=root.pk).update(email="lapor@kota.example")
    answer = Client().get("/.well-known/security.txt")
    if answer.status_code == 404:  # the root is kept for some seconds
        assert not root.email
        return
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"].startswith("mailto:")
    assert "T" in lines["Expires"]


@pytest.mark.parametrize(
    "near",
    ["http://127.0.0.1:9200/x", "https://localhost/", "10.1.2.3", "[::1]:25", "http://169.254.169.254/", "db.internal"],
)
def test_a_web_administrator_points_no_channel_at_our_own_network(near):
    assert http.is_near(near)
    given = {"name": "uji", "send_url": near, "silent_after_hours": "0"}
    with override_settings(DEMO=False):
        form = AccountForm(given, channel="webhook", row=None)
        assert not form.is_valid()
        assert "send_url" in form.errors
        assert "private" not in form.fields  # that its own network may be called is for the command line too


@pytest.mark.parametrize("far", ["https://192.0.2.44x/", "1.1.1.1", "https://[2606:4700::1111]/"])
def test_other_addresses_are_not_near(far):
    assert not http.is_near(far)
