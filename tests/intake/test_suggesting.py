"""On channels with buttons the category is one tap; nobody types it, nobody has to choose it."""

import json

import pytest

from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import OutboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.intake.understanding.suggesting import chosen_category, suggested_categories
from lapor.reports.models import Report
from tests.contract.channels import SPOKEN

pytestmark = pytest.mark.django_db


def labels(root, text):
    return [label for _code, label in suggested_categories(root, text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Lampu jalan di depan musala mati", "lampu"),
        ("Jalannya berlubang besar", "lubang"),
        ("Sampah menumpuk di pasar", "sampah"),
        ("Street lamp is broken", "lampu"),
        ("Pot hole in front of the market", "jalan"),
        ("trash not collected for a week", "sampah"),
    ],
)
def test_words_of_the_draft_bring_the_category_they_speak_of(root, text, first):
    assert first in labels(root, text)[0].lower()
    assert len(labels(root, text)) <= 8


@pytest.mark.parametrize("text", ["", "tolong", "Ada yang aneh di sini", "🙏"])
def test_words_that_speak_of_no_category_bring_none(root, text):
    assert labels(root, text) == []


def test_protected_categories_are_never_offered(root):
    assert not any("kekerasan" in label.lower() for label in labels(root, "kekerasan terhadap anak di rumah tangga"))


def test_label_that_a_platform_shortened_is_known_and_another_text_is_not():
    offered = [("a", "Lampu jalan mati atau rusak parah"), ("b", "Lampu jalan baru")]
    assert chosen_category(offered, "Lampu jalan mati atau ru") == "a"
    assert chosen_category(offered, "lampu jalan baru") == "b"
    assert chosen_category(offered, "Lampu") == ""


@pytest.fixture
def says(root):
    account = make_account("telegram", "uji", root=root, settings={}, secrets=dict(SPOKEN["telegram"].account.secrets))
    count = iter(range(1, 100))

    def say(text):
        before = set(OutboundMessage.objects.values_list("pk", flat=True))
        said = SPOKEN["telegram"].message(text, id=str(next(count)))
        store(opened(account), SPOKEN["telegram"].call(said))
        read_channel("telegram")
        return OutboundMessage.objects.exclude(pk__in=before).get()

    return say


def test_tapped_category_is_the_report_s_and_no_part_of_its_words(says):
    says("Lampu jalan di depan musala mati")
    asked = says("Jl. Kelud Raya")
    assert asked.said.choices[-1] == "KIRIM"
    summary = says(asked.said.choices[0])
    assert "KIRIM" in summary.said.choices
    says("KIRIM")
    report = Report.objects.select_related("category").get()
    assert (report.category.name, report.text) == (asked.said.choices[0], "Lampu jalan di depan musala mati")


def test_who_does_not_choose_sends_at_once_and_who_writes_on_is_understood(says):
    says("Lampu jalan di depan musala mati")
    says("Jl. Kelud Raya")
    assert "KIRIM" in says("Sudah dua minggu begini").said.choices
    says("KIRIM")
    report = Report.objects.get()
    assert (report.category, report.text) == (None, "Lampu jalan di depan musala mati\nSudah dua minggu begini")


def test_nothing_is_asked_where_nothing_can_be_tapped(root):
    account = make_account(
        "webhook", "uji", root=root, settings={"send_url": "http://127.0.0.1:9/"}, secrets={"secret": "rahasia-sekali"}
    )
    for number, text in enumerate(("Lampu jalan di depan musala mati", "Jl. Kelud Raya")):
        one = {"id": f"b-{number}", "from": "budi", "text": text}
        store(opened(account), SPOKEN["webhook"].call(json.dumps({"messages": [one]}).encode()))
        read_channel("webhook")
    assert "Laporan Anda" in OutboundMessage.objects.order_by("created_at", "id").last().said.text
