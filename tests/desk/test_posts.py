"""A public post becomes a report by its link: once, unless an officer says that it tells of two things."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lapor.core.ids import show_tracking_id
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.ledger.verifying import verify
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint, Reporter
from lapor.reports.models import Report
from lapor.triage.candidates import accept
from tests.contract.channels import SPOKEN

pytestmark = pytest.mark.django_db
LINK = "https://x.com/budi_smg/status/1860000000000000001"


def sends(desk, **typed):
    """A new page is opened, filled and sent."""
    draft = desk.get("/loket/kiriman").context["form"]["draft_id"].value()
    said_at = (timezone.localtime() - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    return desk.post(
        "/loket/kiriman",
        {"draft_id": draft, "link": LINK, "text": "Jalan Kelud berlubang", "said_at": said_at, **typed},
        follow=True,
    )


def number_in(response):
    return Report.objects.order_by("-filed_at").first().tracking_id if response.status_code == 200 else ""


@pytest.mark.parametrize(
    ("link", "channel"),
    [
        (LINK, "x"),
        ("https://m.facebook.com/story.php?story_fbid=1&id=2", "facebook"),
        ("https://www.instagram.com/p/C9x/", "instagram"),
        ("www.suara.example/berita/1", "news"),
    ],
)
def test_post_becomes_a_report_of_its_platform_that_tells_nobody(desk, link, channel):
    page = sends(desk, link=link)
    report = Report.objects.get()
    assert f"Tercatat sebagai laporan {show_tracking_id(report.tracking_id)}" in page.content.decode()
    assert (report.channel, report.text, report.reporter) == (channel, "Jalan Kelud berlubang", None)
    assert report.provenance["url"].endswith(link) and report.provenance["typed_by"] == "Lutfi"
    assert report.provenance["said_at"][:10] <= timezone.localdate().isoformat()
    assert OutboundMessage.objects.exclude(dedupe_key__startswith="officer:").count() == 0
    assert verify().faults == []


def test_writer_is_sealed_and_has_no_address(desk):
    sends(desk, author="@budi_smg")
    report = Report.objects.get()
    assert vault.open_sealed(bytes(Reporter.objects.get().name)) == "@budi_smg"
    assert ContactPoint.objects.count() == 0
    assert "budi" not in f"{report.provenance} {report.text}".replace(LINK, "").replace("budi_smg/status", "")


def test_same_post_is_shown_before_a_second_report_is_made_of_it(desk):
    first = number_in(sends(desk))
    again = sends(desk, link="https://twitter.com/i/web/status/1860000000000000001?s=20", text="Juga lampunya mati")
    shown = again.content.decode().replace("\N{NO-BREAK SPACE}", "")
    assert (again.status_code, Report.objects.count()) == (422, 1)
    assert first in shown and "Juga lampunya mati" in shown
    sends(desk, link=LINK, text="Juga lampunya mati", is_other="on")
    assert Report.objects.count() == 2


def test_candidate_that_was_accepted_counts_as_the_same_post(desk, root, triage):
    account = make_account("webhook", "uji", root=root, settings={}, secrets={"secret": "rahasia-sekali"})
    one = (
        b'{"messages": [{"id": "p", "type": "mention", "from": "budi", "text": "Jalan rusak", "url": "%s"}]}'
        % LINK.encode()
    )
    store(opened(account), SPOKEN["webhook"].call(one))
    read_channel("webhook")
    accept(InboundMessage.objects.get().pk, by=triage)
    assert sends(desk).status_code == 422
    assert Report.objects.count() == 1


def test_form_that_is_sent_twice_makes_one_report(desk):
    page = desk.get("/loket/kiriman")
    typed = {
        "draft_id": page.context["form"]["draft_id"].value(),
        "link": LINK,
        "text": "Jalan rusak",
        "said_at": "2026-11-01T10:00",
    }
    said = [
        desk.post("/loket/kiriman", typed, follow=True).content.decode().split("Tercatat")[1][:60] for _ in range(2)
    ]
    assert said[0] == said[1]
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"link": ""},
        {"link": "bukan tautan"},
        {"link": "ftp://contoh.example/a"},
        {"text": ""},
        {"said_at": ""},
        {"said_at": "2999-01-01T10:00"},
    ],
)
def test_fault_keeps_everything_that_was_typed(desk, wrong):
    typed = {"author": "@budi_smg", **wrong}
    page = sends(desk, **typed)
    assert (page.status_code, Report.objects.count()) == (422, 0)
    assert "data-error-summary" in page.content.decode()
    kept = {"link": LINK, "text": "Jalan Kelud berlubang", "author": "@budi_smg"}
    assert all(value in page.content.decode() for name, value in kept.items() if name not in wrong)


def test_protected_words_stay_out_of_the_public_answer(desk):
    page = sends(desk, text="Ada kekerasan dalam rumah tangga di Kelud, istri dipukul suaminya")
    report = Report.objects.get()
    assert report.is_protected
    assert "jangan menulis apa pun" in page.content.decode()
