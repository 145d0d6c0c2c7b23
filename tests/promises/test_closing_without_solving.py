"""Twenty-five ways to close a report without solving it, each tried. What happens stands in
docs/security/closing-without-solving.md, whose rows are counted here."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from lapor.agencies.models import Agency, Category
from lapor.casework.partners import token_of
from lapor.core import clock
from lapor.core.cleaning.limits import PhotoFacts
from lapor.reports.actions import perform_action
from lapor.reports.evidence import Claim, announce_capture, issue_challenge, kept_hash
from lapor.reports.models import Attachment, Capture, Clock, PartnerLink, Report
from lapor.reports.workflow.acting import SYSTEM, ActData, StoredFile
from lapor.reports.workflow.photo_questions import PhotosQuestioned
from lapor.reports.workflow.refusals import ActRefused
from tests.ledger.conftest import tamper
from tests.reports.conftest import do, do_as_reporter, forward, new_report
from tests.reports.test_evidence import content_hash
from tests.rows import row_faults

pytestmark = pytest.mark.django_db

LIST = Path(__file__).parents[2] / "docs" / "security" / "closing-without-solving.md"
PATTERN, OTHER, THIRD = "01" * 128, "0011" * 64, "0110" * 64
PLACE = {"latitude": -6.99, "longitude": 110.42}


def photo(bits=OTHER, content=None, place=None, sameness=0.0, **facts):
    content = content or uuid.uuid4().bytes
    name = content_hash(content)
    known = PhotoFacts(bits, **facts)
    return StoredFile(uuid.uuid4(), name, kept_hash(name), 9, 9, place=place, facts=known, sameness=sameness)


@pytest.fixture
def report(root, people):
    Category.objects.update(needs_evidence=True)
    return forward(new_report(root, photos=(photo(PATTERN),), **PLACE), people).report


def answer(report, people, *photos, who="hana", outcome="solved", **more):
    return do(report, "answer", people[who], text="Sudah selesai", outcome=outcome, photos=photos, **more)


def refused(act, *args, **kwargs):
    with pytest.raises(ActRefused) as why:
        act(*args, **kwargs)
    return why.value


def asked(act, *args, **kwargs):
    with pytest.raises(PhotosQuestioned) as why:
        act(*args, **kwargs)
    return [one.kind for one in why.value.questions]


def state(report):
    return Report.objects.get(pk=report.pk).state


def taken(report):
    return Attachment.objects.filter(report=report, entry__act="answer").latest("created_at").taken


def shown(report, officer, challenge, content, at=None):
    return announce_capture(report, officer, Claim(challenge.pk, content_hash(content), at or clock.now()))


def test_01_no_photo_at_all(report, people):
    assert refused(answer, report, people).field == "photos"


def test_02_the_photo_of_the_answer_that_was_rejected(report, people):
    first = photo(content=b"first")
    answer(report, people, first)
    do_as_reporter(report, "reject")
    again = replace(first, id=uuid.uuid4())
    assert refused(answer, report, people, again).field in {"photos", "photo_reason"}


def test_03_the_reporters_own_photo(report, people):
    assert asked(answer, report, people, photo(PATTERN)) == ["own"]


def test_04_the_reporters_photo_cropped_or_painted_over(report, people):
    assert asked(answer, report, people, photo(sameness=0.85)) == ["own"]


def test_05_a_photo_of_another_report(root, report, people):
    other = forward(new_report(root), people).report
    answer(other, people, photo(THIRD))
    assert asked(answer, report, people, photo(THIRD)) == ["other"]


def test_06_a_photo_of_years_ago(report, people):
    assert asked(answer, report, people, photo(taken_at="2019-03-02T07:15:00")) == ["older"]


def test_07_a_photo_of_another_place(report, people):
    assert asked(answer, report, people, photo(place=(-6.99, 110.44))) == ["far"]


def test_08_a_picture_made_by_a_machine_that_says_so(report, people):
    assert asked(answer, report, people, photo(is_generated=True)) == ["generated"]


def test_09_a_picture_that_says_nothing_of_itself(report, people):
    answer(report, people, photo())
    assert taken(report) == "gallery"
    assert "Tidak diambil lewat aplikasi" in Client().get(f"/laporan/{report.tracking_id}").content.decode()


def test_10_a_word_that_was_given_for_another_report(root, report, people):
    other = forward(new_report(root), people).report
    made = shown(report, people["hana"], issue_challenge(other, people["hana"]), b"x")
    assert made.fault == Capture.Fault.UNKNOWN


def test_11_a_word_that_was_given_to_a_colleague(report, people):
    made = shown(report, people["hana"], issue_challenge(report, people["landung"]), b"x")
    assert made.fault == Capture.Fault.UNKNOWN


def test_12_one_word_for_two_photos(report, people):
    word = issue_challenge(report, people["hana"])
    assert [shown(report, people["hana"], word, content).fault for content in (b"x", b"y")] == ["", "used"]


def test_13_a_word_whose_time_is_over(report, people):
    word = issue_challenge(report, people["hana"])
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert shown(report, people["hana"], word, b"x").fault == Capture.Fault.EXPIRED


def test_14_another_file_than_the_one_that_was_taken(report, people):
    shown(report, people["hana"], issue_challenge(report, people["hana"]), b"taken")
    answer(report, people, photo(content=b"another"))
    assert taken(report) == "gallery"


def test_15_a_picture_put_before_the_camera_by_hand(report, people):
    """No program sees that. The word stands in public beside the photo, and somebody else asks."""
    content = b"played"
    shown(report, people["hana"], issue_challenge(report, people["hana"]), content)
    answer(report, people, photo(content=content))
    assert taken(report) == "in_app"
    word = report.challenges.get().word
    assert word in Client().get(f"/laporan/{report.tracking_id}").content.decode()


def test_16_a_program_that_sends_no_reason(report, people):
    assert refused(answer, report, people, photo(PATTERN), photo_reason=" . ").field == "photo_reason"


def test_17_an_approval_that_does_not_see_it(report, people):
    Agency.objects.filter(pk=report.agency_id).update(approves_answers=True)
    assert asked(answer, report, people, photo(PATTERN)) == ["own"]
    answer(report, people, photo(PATTERN), photo_reason="Difoto dari titik yang sama")
    browser = Client()
    browser.force_login(people["kepala"])
    page = browser.get("/konsol/usul/").content.decode()
    assert "Difoto dari titik yang sama" in page and state(report) == "forwarded"


def test_18_a_smaller_word_than_solved(report, people):
    """No photo is asked for; but it counts as what it says, and its reporter may still say no."""
    answer(report, people, outcome="partly")
    assert Report.objects.get(pk=report.pk).outcome == "partly"
    do_as_reporter(report, "reject")
    assert state(report) == "in_progress"


def test_19_answering_again_and_again_until_the_reporter_is_tired(report, people):
    for bits in (OTHER, THIRD):
        answer(report, people, photo(bits))
        do_as_reporter(report, "reject")
    left = Report.objects.get(pk=report.pk)
    assert (left.state, left.agency, left.waits_for) == ("received", None, "city_head")


def test_20_a_yes_in_the_reporters_name(report, people):
    answer(report, people, photo())
    refused(do, report, "confirm", people["dewi"])  # the desk, without the receipt
    assert state(report) == "answered"


def test_21_waiting_until_the_time_to_say_no_is_over(report, people):
    answer(report, people, photo())
    with clock.at(clock.now() + timedelta(days=20)):
        perform_action(report.pk, "lapse", actor=SYSTEM, data=ActData())
    assert state(report) == "closed_unconfirmed"
    do_as_reporter(report, "reopen")
    assert state(report) == "in_progress"


def test_22_a_question_that_nobody_needs(report, people):
    do(report, "ask", people["hana"], text="Di mana tepatnya?")
    assert Clock.objects.get(report=report, kind="resolution").status == "paused"
    do_as_reporter(report, "reply")
    assert state(report) == "in_progress"
    assert Clock.objects.get(report=report, kind="resolution").status == "running"


def test_23_a_promise_of_a_far_day(report, people):
    do(report, "start", people["hana"], text="Kami mulai")
    day = (clock.now() + timedelta(days=900)).date()
    do(report, "schedule", people["hana"], text="Nanti", promised_on=day)
    assert state(report) == "in_progress"  # the head approves it first, then it is public and open all the while


def test_24_a_partner_who_says_that_it_is_done(report, people):
    do(report, "invite_partner", people["hana"], partner_name="CV Terang", text="Mohon ganti lampu")
    address = f"/mitra/{token_of(PartnerLink.objects.get())}"
    said = Client().post(address, {"partner_step": "done"})
    assert said.status_code == 422 and state(report) == "forwarded"  # a photo is asked for, and the office answers


def test_25_a_row_changed_in_the_database(report, people):
    answer(report, people, photo())
    assert row_faults() == []
    tamper("UPDATE reports_attachment SET taken = 'in_app' WHERE report_id = %s AND is_evidence", report.pk)
    assert row_faults()


def test_each_has_its_row_in_the_list():
    rows = re.findall(r"^\| (\d+) \|", LIST.read_text(encoding="utf-8"), flags=re.M)
    tried = sorted(re.findall(r"^def test_(\d\d)_", Path(__file__).read_text(encoding="utf-8"), flags=re.M))
    assert [int(number) for number in rows] == [int(number) for number in tried] == list(range(1, 26))
