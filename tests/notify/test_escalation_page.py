"""/konsol/eskalasi/: the administrator sees the levels in force, tries a file of others and another term on the past;
nothing is changed by it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lapor.agencies.models import Category, Officer, RuleSet
from lapor.console.escalation import views
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.notify.officers import tell_officers
from lapor.reports.deadlines.sweeps import remind_of_deadlines
from tests.escalation import HEAD, OFFICER, in_force
from tests.promises.conftest import everyone, people  # noqa: F401
from tests.reports.conftest import forward, new_report

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)  # 09.00 WIB; no holiday in this month
NOW = MONDAY + timedelta(days=21)
GOOD = b"""[escalation]
version = "1"
levels = [{ at = "due", to = ["head", "overseer"], digest = ["overseer"] }]
"""


@pytest.fixture
def page(everyone):  # noqa: F811
    browser = Client()
    browser.force_login(everyone["ade"], backend="lapor.agencies.officers.backend.OfficerBackend")

    def ask(address="", *, content=None, post=False):
        url = reverse("console:escalation") + address
        with clock.at(NOW):
            if content is not None:
                return browser.post(url, {"file": SimpleUploadedFile("eskalasi.toml", content)})
            return browser.post(url, {}) if post else browser.get(url)

    return ask


@pytest.fixture
def late(root, everyone):  # noqa: F811
    """The response of one report is late; only then somebody looked: told to its head, to nobody before or after."""
    with clock.at(MONDAY):
        report = new_report(root)
        forward(report, everyone)
    with clock.at(MONDAY + timedelta(days=8)):
        remind_of_deadlines()
        tell_officers(list(Event.objects.filter(name="report.remind")))
    return report


def test_levels_of_the_program_are_shown_until_the_city_has_its_own(root, page):
    shown = page().text
    assert "Berlaku: jenjang bawaan program" in shown
    assert "Saat 75% waktunya terpakai" in shown
    version = in_force(
        root,
        {
            **OFFICER,
            "at": "2 days before",
            "categories": ["jalan-rusak"],
            "classes": ["simple"],
            "clocks": ["response"],
        },
        {**HEAD, "to": ["head", "city_head"], "digest": ["city_head"]},
        {**HEAD, "at": "1 day after", "categories": ["sudah-tidak-ada"]},
        quiet_hours="closed",
    )
    shown = page().text
    assert f"Berlaku: versi {version}" in shown
    for words in (
        "2 hari kerja sebelumnya",
        "1 hari kerja sesudahnya",
        "Petugas yang diberi laporan itu",
        "Jalan rusak",
        "Tanggapan pertama",
        "Pengaduan sederhana",
        "lewat ringkasan: Pimpinan kota",
        "sudah-tidak-ada",
        "Jam tenang: selama kantor tutup",
    ):
        assert words in shown


def test_level_that_nobody_is_there_to_hear_stands_out(late, page, everyone):  # noqa: F811
    assert "tidak ada siapa pun yang" not in page(content=GOOD).text
    Officer.objects.filter(role__in=["head", "overseer"]).update(is_active=False)
    assert "1 kali tidak ada siapa pun yang diberi tahu" in page(content=GOOD).text


def test_levels_in_force_and_a_file_are_tried_beside_what_was_sent(late, page):
    tried = page(post=True)
    assert "3 pemberitahuan akan terkirim (kenyataannya: 1)" in tried.text
    assert [(str(role), one.would, one.really) for _clock, _says, role, one in tried.context["by_role"]] == [
        ("Pengawas", 1, 0),
        ("Pejabat penghubung", 1, 0),
        ("Pimpinan", 1, 1),
    ]
    tried = page(content=GOOD)
    assert "2 pemberitahuan akan terkirim (kenyataannya: 1)" in tried.text
    assert "tercapai 1 kali, 2 pemberitahuan, 1 di antaranya lewat ringkasan" in tried.text
    assert "1 laporan yang masuk sejak" in tried.text
    assert not RuleSet.objects.filter(kind="escalation").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "berkas"),
        (b"[escalation]", "eskalasi.toml, line 1, escalation: version is missing"),
        (b"#" * (1024 * 1024 + 1), "1024 KB"),
    ],
    ids=range(3),
)
def test_file_with_faults_is_refused_with_all_of_them(late, page, content, said):
    answer = page(content=content)
    assert answer.status_code == 422
    assert said in answer.text
    assert "trial" not in answer.context


def test_other_term_is_counted(late, page):
    category = Category.objects.get(code="lampu-jalan-baru")
    for narrowed, sentence in (
        ("", "Dengan 2 hari kerja, 1 dari 1 tenggat akan terlewati (kenyataannya: 1)."),
        (f"&category={category.pk}", "Dengan 2 hari kerja, 1 dari 1 tenggat akan terlewati"),
        (f"&category={Category.objects.get(code='lampu-jalan-mati').pk}", "Dengan 2 hari kerja, 0 dari 0 tenggat"),
    ):
        assert sentence in page(f"?working_days=2&clock=response{narrowed}").text


@pytest.mark.parametrize(
    "address", ["?working_days=0&clock=response", "?working_days=&clock=response", "?working_days=2&clock=lain"]
)
def test_what_is_no_term_is_refused(page, address):
    answer = page(address)
    assert answer.status_code == 422
    assert "term" not in answer.context


def test_protected_category_is_not_offered_and_not_counted(page):
    protected = Category.objects.get(code="korupsi")
    assert str(protected.pk) not in page().text
    assert page(f"?working_days=2&clock=response&category={protected.pk}").status_code == 422


def test_page_reads_no_further_than_its_limit_and_says_so(root, late, page, everyone, monkeypatch):  # noqa: F811
    with clock.at(MONDAY):
        forward(new_report(root), everyone)
    monkeypatch.setattr(views, "MOST_IN_A_REQUEST", 1)
    assert "Perintah lapor escalation membacanya" in page(post=True).text
    monkeypatch.setattr(views, "MOST_IN_A_REQUEST", 5000)
    assert "Perintah lapor escalation membacanya" not in page(post=True).text
