"""Who follows something hears what the public may know of it, once; the receipt's holder hears more; a digest comes in
the morning."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from lapor.agencies.models import Agency, Area, Category
from lapor.casework.persons import erase_person
from lapor.core import clock
from lapor.gateway.models import DeliveryAttempt, OutboundMessage
from lapor.gateway.queries import to_reporters
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.notify import follows
from lapor.notify.digests import due_since, send_digests
from lapor.notify.followers import is_within, tell_followers
from lapor.notify.follows import CannotFollow, Target
from lapor.notify.models import PublicNews
from lapor.reporters import vault
from lapor.reporters.models import Follow
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import SYSTEM, ActData, officer_actor, reporter_actor

pytestmark = pytest.mark.django_db
MAIL = "warga@contoh.example"
PLACE = (-7.0051, 110.4381)


@pytest.fixture
def report(root):
    area = Area.objects.filter(root=root, level="village").order_by("code").first()
    new = NewReport(
        text="Lampu jalan mati di depan rumah Budi.",
        submission_key="ikut-1",
        channel="web",
        area=area,
        latitude=PLACE[0],
        longitude=PLACE[1],
    )
    return file_new_report(new, root=root, actor=reporter_actor(None)).report


def follow(root, confirmed=True, way="email", address=MAIL, rhythm="at_once", **what):
    row = follows.follow(root, Target(**what), way=way, address=address, rhythm=rhythm, language="id")
    if confirmed:
        follows.confirm(row)
    OutboundMessage.objects.filter(cause="follow.ask").delete()
    return Follow.objects.get(pk=row.pk)


def forward(report, triage, publication="published", **data):
    given = ActData(
        category=Category.objects.get(code="lampu-jalan-baru"),
        agency=Agency.objects.get(code="perkim"),
        publication=publication,
        **data,
    )
    perform_action(report.pk, "forward", actor=officer_actor(triage), data=given)
    report.refresh_from_db()


def answer(report, liaison, text="Lampu sudah diganti."):
    perform_action(report.pk, "answer", actor=officer_actor(liaison), data=ActData(text=text, outcome="solved"))


def tell():
    """Read twice, told once: (address, subject, text) of each message."""
    events = list(Event.objects.order_by("id"))
    tell_followers(events)
    tell_followers(events)
    rows = OutboundMessage.objects.filter(cause__startswith="follow.").order_by("created_at")
    return [(vault.open_sealed(bytes(row.address)), row.said.subject, row.said.text) for row in rows]


@pytest.mark.parametrize("what", ["category", "village", "district", "circle", "report"])
def test_a_published_report_is_told_to_who_follows_what_it_is_about(root, report, triage, what):
    forward(report, triage, publication="pending") if what == "report" else None
    targets = {
        "category": {"category": Category.objects.get(code="lampu-jalan-baru")},
        "village": {"area": report.area},
        "district": {"area": report.area.parent},
        "circle": {"circle": (PLACE[0] + 0.004, PLACE[1], 500)},
        "report": {"report": report},
    }
    follow(root, **targets[what])
    if what == "report":
        perform_action(
            report.pk, "publish", actor=officer_actor(triage), data=ActData(published_text="Lampu jalan mati.")
        )
    else:
        forward(report, triage, published_text="Lampu jalan mati.")
    [(address, subject, text)] = tell()
    assert address == MAIL
    assert "Lampu jalan mati." in subject + text
    assert report.tracking_id in text
    assert "Budi" not in subject + text
    assert "/ikuti/" in text


def test_what_lies_outside_the_circle_or_in_another_category_is_not_told(root, report, triage):
    follow(root, circle=(PLACE[0] + 0.01, PLACE[1], 1000))
    follow(root, category=Category.objects.get(code="jalan-rusak"), address="b@contoh.example")
    forward(report, triage)
    assert tell() == []


def test_a_circle_is_round_on_the_ground(root):
    row = Follow(latitude=-7.0, longitude=110.0, metres=1000)
    assert is_within(row, -7.0, 110.009)  # 994 m east
    assert not is_within(row, -7.0, 110.0092)  # 1,016 m
    assert is_within(row, -7.00895, 110.0)
    assert not is_within(row, -7.0064, 110.0064)  # 1,010 m: inside the square around the circle


@pytest.mark.parametrize("publication", ["pending", "withheld"])
def test_nothing_is_told_of_words_that_are_not_published(root, report, triage, liaison, publication):
    follow(root, report=report)
    follow(root, area=report.area, address="b@contoh.example")
    forward(report, triage, publication=publication)
    answer(report, liaison)
    assert tell() == []
    assert not PublicNews.objects.exists()


def test_confidential_report_is_told_to_nobody_but_its_owners_device(root, report, triage, liaison):
    perform_action(report.pk, "raise_privacy", actor=officer_actor(triage), data=ActData(text="Ada nama."))
    report.refresh_from_db()
    with pytest.raises(CannotFollow):
        follow(root, report=report)
    follow(root, area=report.area)
    follow(root, report=report, is_own=True, way="push", address="perangkat")
    forward(report, triage)
    sent = tell()
    assert {address for address, _subject, _text in sent} == {"perangkat"}
    assert not any("Lampu" in subject + text for _address, subject, text in sent)


def test_protected_report_is_followed_by_nobody(root, report):
    Report.objects.filter(pk=report.pk).update(is_protected=True)
    report.refresh_from_db()
    for is_own in (False, True):
        with pytest.raises(CannotFollow):
            follow(root, report=report, is_own=is_own)


def test_owner_hears_on_the_device_what_the_reporter_is_told_and_not_what_they_did(root, report, triage, liaison):
    follow(root, report=report, is_own=True, way="push", address="perangkat")
    perform_action(report.pk, "ask", actor=officer_actor(triage), data=ActData(text="Di sebelah mana lampunya?"))
    perform_action(report.pk, "reply", actor=reporter_actor(None), data=ActData(text="Di depan sekolah."))
    [(_address, subject, text)] = tell()
    assert "Menunggu pelapor" in subject
    assert "Di sebelah mana lampunya?" in text
    row = OutboundMessage.objects.get(cause="follow.own")
    assert (row.channel, row.opens) == ("push", f"/laporan/{report.tracking_id}")


def test_unconfirmed_address_is_asked_once_a_day_and_told_nothing(root, report, triage):
    for _turn in range(2):
        follows.follow(root, Target(area=report.area), way="email", address=MAIL, rhythm="at_once", language="id")
    ask = OutboundMessage.objects.get(cause="follow.ask")
    assert vault.open_sealed(bytes(ask.address)) == MAIL
    forward(report, triage)
    tell()
    assert OutboundMessage.objects.count() == 1
    row = Follow.objects.get()
    assert re.search(r"/ikuti/(\S+)", ask.said.text).group(1) == follows.token_of(row)
    assert MAIL.encode() not in bytes(row.address)


def test_mailbox_that_said_yes_once_is_not_asked_again(root, report):
    follow(root, area=report.area)
    second = follows.follow(
        root,
        Target(category=Category.objects.get(code="jalan-rusak")),
        way="email",
        address=MAIL,
        rhythm="daily",
        language="id",
    )
    assert second.confirmed_at
    assert not OutboundMessage.objects.exists()


def test_forged_link_opens_nothing(root, report):
    row = follow(root, area=report.area)
    token = follows.token_of(row)
    assert follows.of_token(token) == row
    for forged in (f"{row.pk.hex}.x", token[:-1] + ("A" if token[-1] != "A" else "B"), "", "x" * 500, "ÿ.é"):
        assert follows.of_token(forged) is None


def test_who_follows_twice_over_hears_once(root, report, triage):
    follow(root, area=report.area)
    follow(root, category=Category.objects.get(code="lampu-jalan-baru"))
    forward(report, triage)
    assert len(tell()) == 1


def test_reporter_at_that_address_is_not_told_twice(root):
    new = NewReport(text="Lampu mati.", submission_key="ikut-2", channel="web", email=MAIL)
    filed = file_new_report(new, root=root, actor=reporter_actor(None)).report
    with pytest.raises(CannotFollow, match="sudah"):
        follow(root, report=filed, is_own=True)


def test_more_than_fifty_things_are_refused(root):
    for number in range(follows.MOST):
        follow(root, circle=(-7.0, 110.0 + number / 100, 500))
    with pytest.raises(CannotFollow):
        follow(root, circle=(-7.1, 110.0, 500))


# --- digests ----------------------------------------------------------------------------------------------------------


def local(day, hour):
    return datetime(2026, 11, day, hour, tzinfo=UTC) - timedelta(hours=7)  # WIB


@pytest.mark.parametrize(
    ("rhythm", "now", "since"),
    [
        ("daily", local(25, 7), local(25, 6)),
        ("daily", local(25, 5), None),
        ("weekly", local(25, 7), local(23, 6)),
        ("weekly", local(23, 6), local(23, 6)),
        ("weekly", local(23, 5), None),
    ],
)
def test_a_digest_is_sent_in_the_morning_of_the_city(rhythm, now, since):
    assert due_since(rhythm, now, "Asia/Jakarta") == since


@pytest.fixture
def at(monkeypatch):
    def set_now(now):
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_now


def test_a_day_comes_in_one_mail_with_all_that_the_address_follows(root, report, triage, liaison, at):
    at(local(24, 9))
    follow(root, rhythm="daily", area=report.area)
    follow(root, rhythm="daily", category=Category.objects.get(code="lampu-jalan-baru"))
    at(local(24, 12))
    forward(report, triage, published_text="Lampu jalan mati.")
    assert tell() == []
    assert send_digests() == 0  # not before the morning
    at(local(25, 6) + timedelta(minutes=11))
    assert send_digests() == 1
    mail = OutboundMessage.objects.get()
    assert mail.said.subject == "1 laporan yang Anda ikuti ada kabar"
    assert mail.said.text.count(report.tracking_id) == 1
    assert mail.stop_url.endswith("/berhenti?semua=1")
    assert send_digests() == 0
    at(local(26, 7))
    assert send_digests() == 0  # nothing happened: no mail


def test_what_was_withheld_before_the_morning_is_not_in_the_digest(root, report, triage, at):
    at(local(24, 9))
    follow(root, rhythm="daily", area=report.area)
    at(local(24, 12))
    forward(report, triage)
    tell()
    perform_action(report.pk, "withhold", actor=officer_actor(triage), data=ActData(text="Ada nama."))
    at(local(25, 7))
    assert send_digests() == 0


def test_digest_costs_the_same_number_of_queries_however_many_follow(
    root, report, triage, at, django_assert_max_num_queries
):
    at(local(24, 9))
    for number in range(30):
        follow(root, rhythm="daily", area=report.area, address=f"warga{number}@contoh.example")
    at(local(24, 12))
    forward(report, triage)
    tell()
    at(local(25, 7))
    with django_assert_max_num_queries(60):  # most of them one for each job that is queued
        assert send_digests() == 30


def test_device_that_is_gone_is_forgotten(root, report, triage):
    row = follow(root, way="push", address="perangkat", area=report.area)
    stays = follow(root, way="push", address="lain", area=report.area)
    forward(report, triage)
    tell()
    message = OutboundMessage.objects.get(dedupe_key__startswith=f"follow:{row.pk}")
    OutboundMessage.objects.filter(pk=message.pk).update(status="failed", done_at=clock.now())
    DeliveryAttempt.objects.create(message=message, at=clock.now(), outcome="permanent", answer="410")
    assert follows.forget_gone() == 1
    assert list(Follow.objects.all()) == [stays]


def test_address_that_never_said_yes_is_forgotten_after_a_week(root, report, at):
    follow(root, confirmed=False, area=report.area)
    assert follows.forget_unconfirmed() == 0
    at(clock.now() + timedelta(days=8))
    assert follows.forget_unconfirmed() == 1


def test_words_of_the_message_hold_no_more_than_the_page(root, report, triage, liaison):
    follow(root, report=report)
    forward(report, triage, published_text="Lampu jalan mati.")
    answer(report, liaison, text="Tiang nomor 7 sudah menyala.")
    told = tell()
    assert len(told) == 2
    assert "Ditanggapi" in told[1][1]


def test_what_followers_are_sent_is_nobodys_message_to_the_reporter(root, report, triage):
    follow(root, report=report)
    follow(root, report=report, is_own=True, way="push", address="perangkat")
    forward(report, triage)
    assert len(tell()) == 2
    assert not to_reporters().exists()


def test_erased_person_hears_no_more_on_the_device_and_strangers_do(root, triage):
    new = NewReport(text="Lampu mati.", submission_key="ikut-3", channel="web", email="siti@contoh.example")
    mine = file_new_report(new, root=root, actor=reporter_actor(None)).report
    follow(root, report=mine, is_own=True, way="push", address="perangkat")
    stranger = follow(root, report=mine)
    assert mine.reporter
    erase_person(mine.reporter, by=SYSTEM)
    assert list(Follow.objects.all()) == [stranger]
