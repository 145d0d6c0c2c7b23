"""A photo counts as taken in the app when its hash was announced in time against a challenge for this report and this
officer, and its file came unchanged; everything else is shown as not taken in the app, and nothing is refused."""

import hashlib
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from lapor.agencies.models import Agency, Category
from lapor.core import clock
from lapor.ledger.actions import append
from lapor.ledger.models import Event, Stream
from lapor.reports import evidence
from lapor.reports.actions import import_report, perform_action
from lapor.reports.evidence import Claim, announce_capture, challenges_ahead, issue_challenge
from lapor.reports.history import commitments
from lapor.reports.models import Attachment, Capture, Challenge, Report, new_salt
from lapor.reports.workflow.acting import ActData, ImportedFacts, StoredFile, officer_actor, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.reports.workflow.undoing import WITHIN
from tests.ledger.conftest import LEDGER, tamper
from tests.reports.conftest import do, forward, new_report
from tests.rows import row_faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(root, people):
    tamper(f"TRUNCATE {LEDGER}")
    made = new_report(root)
    forward(made, people)
    made.refresh_from_db()
    return made


def content_hash(content):
    return hashlib.sha256(content).hexdigest()


def another():
    """A word that was not said before, and looks like nobody's number."""
    return uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))


def file_of(content):
    name = evidence.kept_hash(content_hash(content))
    return StoredFile(id=uuid.uuid4(), sha256=content_hash(content), original_sha256=name, width=9, height=9)


def announce(report, officer, challenge, content=b"photo", *, device_at=None, **more):
    claim = Claim(challenge and challenge.pk, content_hash(content), device_at or clock.now(), **more)
    return announce_capture(report, officer, claim)


def taken_of(report, officer, *contents, act="start"):
    done = do(report, act, officer, text=f"Petugas datang {another()}", photos=tuple(map(file_of, contents)))
    return [one.taken for one in Attachment.objects.filter(entry=done.entry).order_by("created_at", "id")]


def test_photo_that_was_announced_against_its_challenge_counts_as_taken_in_the_app(report, people):
    challenge = issue_challenge(report, people["landung"])
    capture = announce(report, people["landung"], challenge)
    assert taken_of(report, people["landung"], b"photo") == ["in_app"]
    assert Attachment.objects.get(is_evidence=True).capture == capture
    assert row_faults() == []


def test_file_that_is_not_the_one_announced_does_not_count(report, people):
    announce(report, people["landung"], issue_challenge(report, people["landung"]))
    assert taken_of(report, people["landung"], b"edited") == ["gallery"]


def test_photo_without_a_challenge_does_not_count(report, people):
    assert announce(report, people["landung"], None).fault == "unknown"
    assert taken_of(report, people["landung"], b"photo") == ["gallery"]


def test_challenge_of_another_report_does_not_count(root, report, people):
    other = new_report(root, "Lampu lain")
    forward(other, people)
    assert announce(report, people["landung"], issue_challenge(other, people["landung"])).fault == "unknown"
    assert taken_of(report, people["landung"], b"photo") == ["gallery"]


def test_challenge_of_another_officer_does_not_count(report, people):
    assert announce(report, people["landung"], issue_challenge(report, people["hana"])).fault == "unknown"
    assert taken_of(report, people["landung"], b"photo") == ["gallery"]


def test_photo_that_another_officer_announced_does_not_count(report, people):
    announce(report, people["landung"], issue_challenge(report, people["landung"]))
    assert taken_of(report, people["hana"], b"photo") == ["gallery"]


def test_challenge_counts_once(report, people):
    challenge = issue_challenge(report, people["landung"])
    assert announce(report, people["landung"], challenge).fault == ""
    assert announce(report, people["landung"], challenge, b"another").fault == "used"
    assert sorted(taken_of(report, people["landung"], b"photo", b"another")) == ["gallery", "in_app"]


def test_photo_announced_twice_is_one(report, people):
    challenge = issue_challenge(report, people["landung"])
    assert announce(report, people["landung"], challenge) == announce(report, people["landung"], challenge)
    assert Event.objects.filter(name="report.photo_captured").count() == 1


def test_photo_counts_for_one_act_only(report, people):
    announce(report, people["landung"], issue_challenge(report, people["landung"]))
    assert taken_of(report, people["landung"], b"photo") == ["in_app"]
    assert taken_of(report, people["landung"], b"photo", act="respond") == ["gallery"]


@pytest.mark.parametrize(("minutes", "fault"), [(30, ""), (31, "expired")])
def test_challenge_of_the_moment_is_valid_for_thirty_minutes_by_the_servers_clock(report, people, minutes, fault):
    challenge = issue_challenge(report, people["landung"])
    with clock.at(challenge.issued_at + timedelta(minutes=minutes)):
        # a phone may say what it wants
        assert announce(report, people["landung"], challenge, device_at=challenge.issued_at).fault == fault


AHEAD = [
    (timedelta(hours=2), timedelta(hours=2), ""),
    (timedelta(hours=2), timedelta(hours=20), ""),  # the network came back the next morning
    (-timedelta(hours=1), timedelta(hours=2), "expired"),  # taken before the word was known
    (timedelta(hours=24), timedelta(hours=24), "expired"),  # the next day
    (timedelta(hours=3), timedelta(hours=2), "expired"),  # after it came here
    (timedelta(hours=2), timedelta(days=3), "expired"),
]


@pytest.mark.parametrize(("taken", "told", "fault"), AHEAD)
def test_challenge_issued_ahead_is_valid_that_day_by_the_phones_clock(report, people, taken, told, fault):
    with clock.at(datetime(2026, 11, 25, 2, tzinfo=UTC)):  # nine in Jakarta
        challenge = challenges_ahead(report, people["landung"])[0]
    assert challenge.is_ahead
    with clock.at(challenge.issued_at + told):
        capture = announce(
            report, people["landung"], challenge, device_at=challenge.issued_at + taken, was_offline=True
        )
    assert (capture.fault, capture.was_offline) == (fault, True)


def test_stock_is_filled_up_and_not_issued_anew(report, people):
    first = {one.pk for one in challenges_ahead(report, people["landung"])}
    assert len(first) == evidence.STOCK
    assert {one.pk for one in challenges_ahead(report, people["landung"])} == first
    announce(report, people["landung"], Challenge.objects.filter(pk__in=first).first())
    assert len({one.pk for one in challenges_ahead(report, people["landung"])} & first) == evidence.STOCK - 1
    assert Event.objects.filter(name="report.challenge_issued").count() == evidence.STOCK + 1


def test_who_asks_again_and_again_gets_no_more_than_so_many(report, people):
    for _asked in range(evidence.MOST_OPEN + 3):
        issue_challenge(report, people["landung"])
    assert Challenge.objects.count() == evidence.MOST_OPEN


def test_words_ahead_wait_while_an_act_can_be_undone(report, people):
    actor = officer_actor(people["landung"])
    perform_action(report.pk, "start", actor=actor, data=ActData(text="Kami datang"), undo_within=WITHIN)
    assert challenges_ahead(report, people["landung"]) == []
    perform_action(report.pk, "undo", actor=actor)
    assert Report.objects.get(pk=report.pk).state == "forwarded"


def test_events_say_nothing_of_word_and_place(report, people):
    challenge = issue_challenge(report, people["landung"])
    announce(report, people["landung"], challenge, place=b"sealed", place_words="-6.98 110.41 12 random")
    told = str(list(Event.objects.filter(stream_id=report.pk).values_list("data", flat=True)))
    assert str(challenge.pk) in told
    for secret in (challenge.word, "110.41", content_hash(b"photo"), evidence.kept_hash(content_hash(b"photo"))):
        assert secret not in told


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("reports_capture", "device_at = device_at - interval '1 day'"),
        ("reports_capture", "fault = ''"),
        ("reports_capture", "place_commitment = 'x'"),
        ("reports_challenge", "valid_until = valid_until + interval '1 day'"),
        ("reports_challenge", "word = 'PISANG 47'"),
        ("reports_attachment", "taken = 'in_app'"),
        ("reports_attachment", "capture_id = NULL"),
    ],
)
def test_record_that_was_changed_afterwards_is_named(report, people, table, change):
    challenge = issue_challenge(report, people["landung"])
    with clock.at(challenge.issued_at + timedelta(hours=1)):
        announce(report, people["landung"], challenge)
        assert taken_of(report, people["landung"], b"photo") == ["gallery"]
    assert row_faults() == []
    assert tamper(f"UPDATE {table} SET {change}") == 1  # noqa: S608
    assert any("not what was committed" in fault for fault in row_faults())


def test_record_that_was_put_in_or_taken_away_is_named(report, people):
    announce(report, people["landung"], issue_challenge(report, people["landung"]))
    capture = Capture.objects.get()
    capture.pk, capture.original_sha256, capture.fault = uuid.uuid4(), "f" * 64, "used"
    capture.save(force_insert=True)
    assert any(f"{capture.pk} was inserted" in fault for fault in row_faults())
    tamper("DELETE FROM reports_capture")
    assert any("is gone" in fault for fault in row_faults())


def test_place_may_end_and_the_record_stays_whole(report, people):
    announce(
        report, people["landung"], issue_challenge(report, people["landung"]), place=b"sealed", place_words="-7 110 5 x"
    )
    assert evidence.forget_places(clock.now() + timedelta(seconds=1), 10) == 1
    assert bytes(Capture.objects.get().place) == b""
    assert row_faults() == []


def test_file_from_before_keeps_its_digest(report, people):
    """Columns that came later are in no digest while they are empty."""
    do(report, "work_note", people["landung"], text="Catatan", photos=(file_of(b"note"),))
    file = Attachment.objects.get()
    names = commitments.OF_FILE[: commitments.OF_FILE.index("taken")]
    old = commitments.digest(bytes(report.salt), Attachment, names, commitments.values_of(file, names))
    assert (file.taken, commitments.file_digest(bytes(report.salt), file)) == ("", old)


def test_proposed_photo_keeps_how_it_was_taken_when_it_is_approved(report, people):
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    announce(report, people["hana"], issue_challenge(report, people["hana"]))
    done = do(
        report, "answer", people["hana"], text="Sudah", outcome="solved", photos=(file_of(b"photo"), file_of(b"other"))
    )
    assert done.entry.act == "propose"
    do(report, "approve", people["kepala"])
    files = Attachment.objects.filter(report=report, is_evidence=True)
    assert sorted(files.values_list("taken", flat=True)) == ["gallery", "in_app"]
    assert row_faults() == []


# --- after a rejection ------------------------------------------------------------------------------------------------


def needs_evidence():
    Category.objects.filter(code="lampu-jalan-baru").update(needs_evidence=True)


def refused_field(report, officer, *files):
    with pytest.raises(ActRefused) as caught:
        do(report, "answer", officer, text=f"Sudah {another()}", outcome="solved", photos=files)
    return caught.value.field


@pytest.mark.parametrize("of", [b"first", b"theirs"], ids=["the office", "the reporter"])
@pytest.mark.parametrize("no", ["reject", "reopen"])
def test_file_that_was_shown_before_is_no_new_evidence(report, people, no, of):
    needs_evidence()
    do(report, "answer", people["hana"], text="Sudah", outcome="solved", photos=(file_of(b"first"),))
    reporter, theirs = reporter_actor(report.reporter_id), (file_of(b"theirs"),)
    if no == "reopen":
        perform_action(report.pk, "confirm", actor=reporter)
    perform_action(report.pk, no, actor=reporter, data=ActData(text="Belum", photos=theirs))
    assert refused_field(report, people["hana"], file_of(of)) == "photos"
    do(report, "answer", people["hana"], text="Sudah", outcome="solved", photos=(file_of(of), file_of(b"new")))


def test_photo_of_what_was_filed_is_no_evidence(root, people):
    needs_evidence()
    report = new_report(root, photos=(file_of(b"before"),))
    forward(report, people)
    assert refused_field(report, people["hana"], file_of(b"before")) == "photos"


@pytest.mark.parametrize("act", ["start", "respond"])
def test_photo_of_the_work_on_its_way_is_no_photo_of_the_result(report, people, act):
    needs_evidence()
    if act == "respond":
        do(report, "start", people["hana"], text="Kami mulai")
    do(report, act, people["hana"], text="Sudah disurvei, lampu masih mati", photos=(file_of(b"survey"),))
    assert refused_field(report, people["hana"]) == "photos"
    do(report, "answer", people["hana"], text="Sudah menyala", outcome="solved", photos=(file_of(b"result"),))


def test_what_cannot_be_seen_is_no_evidence(report, people):
    needs_evidence()
    for kind in ("pdf", "audio"):
        assert refused_field(report, people["hana"], replace(file_of(kind.encode()), kind=kind)) == "photos"
    video = replace(file_of(b"video"), kind="video")
    do(report, "answer", people["hana"], text="Sudah", outcome="solved", photos=(video,))


def test_file_of_another_kind_says_too_that_it_was_not_taken_in_the_app(report, people):
    files = [replace(file_of(kind.encode()), kind=kind) for kind in ("pdf", "audio", "video")]
    do(report, "start", people["landung"], text="Kami datang", photos=tuple(files))
    assert list(Attachment.objects.filter(report=report).values_list("taken", flat=True)) == ["gallery"] * 3


def test_photo_of_a_proposal_that_was_declined_may_be_brought_again(report, people):
    """Nobody but officers saw it."""
    needs_evidence()
    Agency.objects.filter(code="perkim").update(approves_answers=True)
    announce(report, people["hana"], issue_challenge(report, people["hana"]))
    for decision, text in (("decline", "Tulis lebih jelas"), ("approve", "")):
        do(report, "answer", people["hana"], text=f"Sudah, {text}", outcome="solved", photos=(file_of(b"photo"),))
        do(report, decision, people["kepala"], text=text)
    assert Attachment.objects.get(report=report, is_evidence=True).taken == "in_app"
    assert row_faults() == []


def test_import_that_is_undone_takes_its_words_along(root, people):
    """Whoever opened an imported report was given words for it."""
    facts = ImportedFacts(state="in_progress", filed_at=clock.now())
    with transaction.atomic():
        row = Report(text="Lampu mati", channel="import", root=root, kind="complaint", salt=new_salt())
        imported = import_report(row, root=root, actor=officer_actor(people["ade"]), facts=facts).report
    announce(imported, people["hana"], issue_challenge(imported, people["hana"]))
    with transaction.atomic(), connection.cursor() as cursor:
        append(stream_id=imported.pk, kind=Stream.Kind.REPORT, name="report.import_undone", actor_kind="system")
        cursor.execute("SELECT reports_take_out_import(%s)", [[imported.pk]])
        assert cursor.fetchone()[0] == 1
    assert not Challenge.objects.exists()
