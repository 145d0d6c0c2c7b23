"""Which page the navigation marks, and whose pages are shown."""

import pytest
from django.test import Client, RequestFactory, override_settings

from lapor.ui.navigation import navigation_items

ENTRIES = (
    ("console:inbox", "Inbox", "list"),
    ("console:deliveries", "Sent", "mail"),
    ("nobody:nowhere", "Later", "map"),
)


def test_only_the_nearest_page_is_marked_and_missing_pages_are_left_out():
    marked = {}
    for path in ("/konsol/", "/konsol/pesan/", "/konsol/laporan/123", "/loket/"):
        items = navigation_items(RequestFactory().get(path), ENTRIES)
        assert [item.label for item in items] == ["Inbox", "Sent"]
        marked[path] = [(item.label, item.current) for item in items if item.current]
    assert marked == {
        "/konsol/": [("Inbox", "page")],
        "/konsol/pesan/": [("Sent", "page")],
        "/konsol/laporan/123": [("Inbox", "true")],  # below it: another page
        "/loket/": [],
    }


@pytest.mark.django_db
def test_sign_in_page_is_ours_and_not_the_package_s_own(root):
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain):
        response = Client().get("/masuk")
    assert "ui/base.html" in [template.name for template in response.templates]
