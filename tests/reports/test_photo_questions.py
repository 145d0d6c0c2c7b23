"""What is asked about photos of a result: each kind, on every way an officer's photo can come, never of an honest one,
kept in the history, shown to who decides and to nobody else."""

import uuid
from dataclasses import replace
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from lapor.core import clock
from lapor.core.cleaning.limits import PhotoFacts
from lapor.ledger.models import Event
from lapor.reports.actions import ActRefused
from lapor.reports.models import Entry, PhotoFingerprint, Report
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.act import EVIDENCE_ACTS
from lapor.reports.workflow.acting import StoredFile
from lapor.reports.workflow.photo_questions import LOOK_BACK, PhotosQuestioned, questions_about
from tests.reports.conftest import do, do_as_reporter, forward, new_report
from tests.rows import row_faults

pytestmark = pytest.mark.django_db

PATTERN, OTHER_PATTERN = "01" * 128, "0011" * 64
PLACE = {"latitude": -6.99, "longitude": 110.42}
TEXT = {"text": "Sudah kami ganti", "outcome": "solved"}


def photo(bits=PATTERN, *, taken_at="", is_generated=False, place=None, sameness=0.0):
    facts = PhotoFacts(bits, taken_at, is_generated)
    name = uuid.uuid4().hex * 2
    return StoredFile(uuid.uuid4(), name, name, 10, 10, place=place, facts=facts, sameness=sameness)


def nearly(bits, by):
    return "".join("10"[int(bit)] if n < by else bit for n, bit in enumerate(bits))


def held(root, people, **changed):
    return forward(new_report(root, **changed), people).report


def asked(report, people, *photos, act="answer", **more):
    """The kinds and details that are asked, [] where the act is done."""
    data = {**TEXT, **more} if act == "answer" else {"text": "Kami kerjakan"}
    try:
        do(report, act, people["hana"], photos=photos, **data)
    except PhotosQuestioned as refused:
        assert refused.field == "photo_reason"
        return [(one.kind, one.detail) for one in refused.questions]
    return []


def test_a_new_photo_of_the_place_is_not_asked_about(root, people):
    report = held(root, people, photos=(photo(),), **PLACE)
    taken = (report.filed_at + timedelta(hours=30)).isoformat()[:19]
    assert asked(report, people, photo(OTHER_PATTERN, taken_at=taken, place=(-6.991, 110.421))) == []


@pytest.mark.parametrize("act", sorted(EVIDENCE_ACTS - {ActName.PARTNER_NEWS}))  # of partners: test_partners.py
def test_the_reporters_own_photo_is_asked_about_by_every_act_with_evidence(root, people, act):
    report = held(root, people, photos=(photo(),))
    if act == "respond":
        do(report, "start", people["hana"], text="Kami mulai")
    assert asked(report, people, photo(nearly(PATTERN, 28)), act=act) == [("own", "")]
    assert asked(report, people, photo(nearly(PATTERN, 29)), act=act) == []


def test_a_crop_or_an_edit_that_the_closer_look_found_is_asked_about(root, people):
    report = held(root, people, photos=(photo(),))
    assert asked(report, people, photo(OTHER_PATTERN, sameness=0.85)) == [("own", "")]


def test_a_photo_of_a_rejected_answer_is_asked_about(root, people):
    report = held(root, people)
    do(report, "answer", people["hana"], photos=(photo(),), **TEXT)
    do_as_reporter(report, "reject")
    assert asked(report, people, photo(nearly(PATTERN, 3))) == [("own", "")]


def test_another_reports_photo_of_this_agency_is_asked_about_for_two_years(root, people):
    first, second = held(root, people), held(root, people)
    do(first, "answer", people["hana"], photos=(photo(),), **TEXT)
    assert asked(second, people, photo(nearly(PATTERN, 5))) == [("other", first.tracking_id)]
    PhotoFingerprint.objects.update(at=clock.now() - LOOK_BACK)
    assert asked(second, people, photo(nearly(PATTERN, 5))) == []


def test_reports_that_their_readers_may_not_know_of_are_not_named(root, people):
    first, second = held(root, people), held(root, people)
    do(first, "answer", people["hana"], photos=(photo(),), **TEXT)
    Report.objects.filter(pk=first.pk).update(visibility="confidential")
    assert asked(second, people, photo()) == []


def test_what_a_photo_says_of_itself_is_asked_about(root, people):
    report = held(root, people, **PLACE)
    old = photo(taken_at="2019-03-02T07:15:00")
    far = photo(OTHER_PATTERN, place=(-6.99, 110.44))
    made = photo("1100" * 64, is_generated=True)
    assert asked(report, people, old, far, made) == [("older", "2019-03-02"), ("far", "2200"), ("generated", "")]


def test_plain_pictures_are_not_taken_for_one_another(root, people):
    report = held(root, people, photos=(photo("0" * 256),))
    assert asked(report, people, photo("0" * 250 + "1" * 6)) == []


def test_with_a_reason_it_goes_out_and_both_are_kept_and_committed_to(root, people):
    report = held(root, people, photos=(photo(),))
    with pytest.raises(PhotosQuestioned):
        do(report, "answer", people["hana"], photos=(photo(),), photo_reason="...", **TEXT)
    reason = "Tiang yang sama, difoto dari titik yang sama"
    taken = do(report, "answer", people["hana"], photos=(photo(),), photo_reason=reason, **TEXT)
    assert taken.entry.details["photo_questions"] == [{"photo": 1, "kind": "own", "detail": ""}]
    assert taken.entry.details["photo_reason"] == reason
    event = Event.objects.get(pk=taken.event.pk)
    assert event.data["photo_questions"] == [{"photo": 1, "kind": "own", "detail": ""}]
    assert reason not in str(event.data) and event.data["photo_reason"]
    assert row_faults() == []
    page = Client().get(f"/laporan/{report.tracking_id}").content.decode()
    assert reason not in page and "photo_questions" not in page
    Entry.objects.filter(pk=taken.entry.pk).update(details=taken.entry.details | {"photo_questions": []})
    assert row_faults()


def test_a_reason_without_a_question_is_not_kept(root, people):
    taken = do(held(root, people), "answer", people["hana"], photos=(photo(),), photo_reason="Foto saya", **TEXT)
    assert "photo_reason" not in taken.entry.details


def test_the_head_who_approves_sees_what_was_asked(root, people):
    report = held(root, people, photos=(photo(),))
    type(report.agency).objects.filter(pk=report.agency_id).update(approves_answers=True)
    reason = "Difoto dari titik yang sama"
    do(report, "answer", people["hana"], photos=(photo(),), photo_reason=reason, **TEXT)
    client = Client()
    client.force_login(people["kepala"])
    for address in (f"/konsol/laporan/{report.tracking_id}", "/konsol/usul/"):
        page = client.get(address).content.decode()
        assert "Foto 1" in page and reason in page
    done = do(report, "approve", people["kepala"])
    assert done.entry.act == "answer"
    assert done.entry.details["photo_questions"][0]["kind"] == "own"
    assert row_faults() == []


def test_what_reporters_send_is_never_asked_about(root, people):
    report = held(root, people, photos=(photo(),))
    do(report, "ask", people["hana"], text="Di mana?")
    again = replace(photo(), id=uuid.uuid4())
    from lapor.reports.actions import perform_action  # noqa: PLC0415
    from lapor.reports.workflow.acting import ActData, reporter_actor  # noqa: PLC0415

    data = ActData(text="Di sini", photos=(again,))
    taken = perform_action(report.pk, "reply", actor=reporter_actor(None), data=data)
    assert (taken.entry.attachments.count(), taken.entry.details.get("photo_questions")) == (1, None)


def test_a_refusal_for_another_reason_is_said_first(root, people):
    report = held(root, people, photos=(photo(),))
    with pytest.raises(ActRefused) as refused:
        do(report, "answer", people["hana"], photos=(photo(),), text="Sudah", outcome="granted")
    assert refused.value.field == "outcome"


def test_many_photos_ask_the_database_as_often_as_one(root, people, django_assert_num_queries):
    report = held(root, people, photos=(photo(),))
    for count in (1, 6):
        files = [photo("".join(chance.choice("01") for _bit in range(256))) for chance in map(Random, range(count))]
        with django_assert_num_queries(2):
            assert questions_about(report, files, clock.now(), ZoneInfo("Asia/Jakarta")) == []
