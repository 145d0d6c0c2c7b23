"""Promised: nobody acts in another's name.

A mail speaks and decides for the reporter only as an answer to a mail of ours or with number and code; in chats and by
SMS the platform says who writes, and since a phone's number can be forged, whatever is done so can be undone by the
true person. The one places are lapor/intake/mail/answered_report.py for mails and the table of acts (`take_back`).
Walked: every channel × every act of a reporter × proof, none, forged; a new channel or act fails here until it is
placed.
"""

import uuid

import pytest
from django.test import Client

from lapor.agencies.models import Agency, Category
from lapor.channels.base import Account, Received
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.channels import CHANNELS
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundMessage, MessageAudience, OutboundMessage
from lapor.gateway.reply_addresses import reply_token
from lapor.intake.conversations.reading import read_channel
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.intake.mail.answered_report import stop_url
from lapor.intake.models import Conversation
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.notify.actions import notify_reporters
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry, Report
from lapor.reports.queries import offered_acts
from lapor.reports.vocabulary import State
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import REPORTER
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.triage import candidates
from tests.contract.channels import SPOKEN
from tests.intake.test_mail_conversation import mail

pytestmark = pytest.mark.django_db

BY_MAIL = {"email"}  # From can be written by anybody
# the platform says who writes
BY_SENDER = {
    "facebook",
    "instagram",
    "kiosk",
    "sms",
    "telegram",
    "webhook",
    "whatsapp",
    "x",
}
NOBODYS = {"news"}  # public words, no reporter's
# What words do, and with which act the true person undoes it. With the code of the receipt, or on the channel.
UNDONE_BY = {
    "file": "withdraw",
    "withdraw": "take_back",
    "take_back": "withdraw",
    "confirm": "reopen",
    "late_reply": "withdraw",
    "reply": "note",
    # more words; wrong ones are kept from the public until an officer has read them, and can be moved out
    "note": "note",
    "call_officer": "note",  # an officer writes to the true person
    "reject": "note",
    "reopen": "note",  # the office looks once more and answers anew, to the true person
}
# no words of a chat or mail do them
ONLY_WITH_THE_CODE = {
    "object",
    "release",
    "appeal",
    "rate",
    "lower_privacy",
    "raise_privacy",
}
SAID = {
    "confirm": (State.ANSWERED, "YA {n}"),
    "reject": (State.ANSWERED, "BELUM {n}"),
    "withdraw": (State.RECEIVED, "BATAL {n}"),
    "take_back": (State.ARCHIVED, "BATALKAN PENCABUTAN {n}"),
    "reply": (State.AWAITING_REPORTER, "Tiang 17, {n}"),
    "late_reply": (State.ARCHIVED, "Tiang 17, {n}"),
    "note": (State.RECEIVED, "Tiang 17 juga mati, {n}"),
    "call_officer": (State.RECEIVED, "PETUGAS {n}"),
}
OWN = "siti@contoh.example"


def said_for(act, words):
    """One after the other: a no is asked for its reason."""
    return [words, "Masih mati tadi malam, {n}"] if act == "reject" else [words]


def test_every_channel_and_every_act_of_a_reporter_is_placed():
    assert set(CHANNELS) | {"kiosk"} == BY_MAIL | BY_SENDER | NOBODYS
    acts = {row.name for row in workflow.TABLE if REPORTER in row.actors}
    assert acts == set(UNDONE_BY) | ONLY_WITH_THE_CODE
    # NOT YET whose reason comes when the time to confirm is over
    assert set(SAID) == set(UNDONE_BY) - {
        "file",
        "reopen",
    }


@pytest.fixture
def report(root):
    new = NewReport(
        text="Lampu mati di depan musala",
        submission_key=str(uuid.uuid4()),
        channel="web",
        title="Lampu mati",
        email=OWN,
    )
    return file_new_report(new, root=root, actor=reporter_actor(None))


def put(report, state):
    held = (
        Agency.objects.get(code="perkim")
        if state in {State.ANSWERED, State.CLOSED_UNCONFIRMED, State.AWAITING_REPORTER}
        else None
    )
    archived = {"archive_reason": "withdrawn"} if state == State.ARCHIVED else {}
    Report.objects.filter(pk=report.pk).update(
        state=state, agency=held, return_state="received", state_since=clock.now(), **archived
    )
    return Report.objects.get(pk=report.pk)


def stands(report):
    """Everything that somebody else must not change."""
    row = Report.objects.values(
        "state", "version", "archive_reason", "visibility", "verdict", "agency", "reporter"
    ).get(pk=report.pk)
    ways = list(ContactPoint.objects.filter(reporter=row["reporter"]).values_list("kind", "opted_out_at"))
    return (
        row,
        Entry.objects.filter(report=report.pk).count(),
        ways,
        list(Conversation.objects.exclude(stopped_at=None)),
    )


@pytest.fixture
def post(root):
    account = make_account("email", "kota", root=root, settings={"trusted_authserv": "mx.kota.example"}, secrets={})
    count = iter(range(1, 1000))

    def ingested(text, **more):
        raw = mail(text, **{"sender": f"Siti <{OWN}>", "subject": "Halo", "id": f"p{next(count)}", **more}).as_bytes()
        assert store(opened(account), Received(raw))
        read_channel("email")
        return InboundMessage.objects.order_by("-received_at", "-id")[0]

    return ingested


def authentication(verdict, server="mx.kota.example", domain="contoh.example"):
    return f"{server}; spf=pass smtp.mailfrom={domain}; dmarc={verdict} (p=reject) header.from={domain}"


def sent_to(report, audience):
    """The Message-ID of a mail of ours about the report."""
    message = OutboundMessage.objects.create(
        channel="email",
        root=report.root,
        report_id=report.pk,
        audience=audience,
        cause="uji",
        address=vault.seal("x@y.example"),
        words=b"",
        created_at=clock.now(),
        status="sent",
        provider_id=f"{uuid.uuid4()}@lapor.example",
        dedupe_key=str(uuid.uuid4()),
    )
    return f"<{message.provider_id}>"


WITHOUT_PROOF = {
    "the number alone": lambda _r: {},
    "the number in the subject": lambda r: {"subject": f"Re: Laporan {r.tracking_id}"},
    "the server says it is from there": lambda _r: {"Authentication_Results": authentication("pass")},
    "the server says it is forged": lambda _r: {"Authentication_Results": authentication("fail")},
    "a token of another report": lambda _r: {"to": f"lapor+{reply_token(uuid.uuid4())}@lapor.example"},
    "a token that was made up": lambda _r: {"to": f"lapor+{'a' * 40}@lapor.example"},
    "the id of a mail to a newsroom": lambda r: {"In_Reply_To": sent_to(r, MessageAudience.NEWSROOM)},
    "the id of a mail to a follower": lambda r: {"In_Reply_To": sent_to(r, MessageAudience.FOLLOWER)},
    "the id of a notice to an officer": lambda r: {"In_Reply_To": sent_to(r, MessageAudience.OFFICER)},
}
WITH_PROOF = {
    "the signed address": lambda r: {"to": f"lapor+{reply_token(r.pk)}@lapor.example"},
    "the id of a mail to them": lambda r: {"In_Reply_To": sent_to(r, MessageAudience.REPORTER)},
}


@pytest.mark.parametrize("how", WITHOUT_PROOF)
@pytest.mark.parametrize("act", SAID)
def test_mail_without_proof_does_nothing_and_waits_for_an_officer(report, post, act, how):
    state, words = SAID[act]
    row = put(report.report, state)
    before = stands(row)
    waiting = post(words.format(n=row.tracking_id), **WITHOUT_PROOF[how](row))
    assert stands(row) == before
    assert (waiting.state, waiting.outcome, waiting.report_id) == ("candidate", "unproved", row.pk)
    assert Report.objects.count() == 1
    answer = OutboundMessage.objects.get(cause="intake.unproved")
    assert answer.report_id == row.pk  # so that the answer to it is proof
    post(words.format(n=row.tracking_id))
    # nobody's mailbox is flooded in their name
    assert OutboundMessage.objects.filter(cause="intake.unproved").count() == 1


@pytest.mark.parametrize("how", WITH_PROOF)
@pytest.mark.parametrize("act", SAID)
def test_mail_with_proof_acts_as_easily_as_ever(report, post, act, how):
    state, words = SAID[act]
    row = put(report.report, state)
    if act == "late_reply":
        Report.objects.filter(pk=row.pk).update(archive_reason="incomplete")
    for one in said_for(act, words):
        post(one.format(n=row.tracking_id), **WITH_PROOF[how](row))
    assert Entry.objects.filter(report=row.pk).order_by("at", "id").last().act == act
    assert Report.objects.count() == 1


def test_mail_with_number_and_code_acts(report, post):
    number, code = report.report.tracking_id, report.receipt_code
    post(f"{number} {code} BATAL", sender="lain@contoh.example")
    assert Report.objects.get().state == State.ARCHIVED


@pytest.mark.parametrize("how", WITH_PROOF)
def test_proof_in_strange_hands_is_none(report, post, how):
    before = stands(report.report)
    post(f"BATAL {report.report.tracking_id}", sender="orang@lain.example", **WITH_PROOF[how](report.report))
    assert stands(report.report) == before


def test_answer_in_the_thread_of_ones_own_mail_waits_and_another_subject_is_a_report(post):
    post("Lampu mati di depan musala", subject="Lampu mati")
    first = Report.objects.get()
    post("Tiangnya nomor 17", subject="Re: Lampu mati", In_Reply_To="<p1@contoh.example>")
    assert (Report.objects.count(), Entry.objects.filter(report=first).count()) == (1, 1)
    post("Sampah menumpuk di pasar", subject="Re: Sampah", In_Reply_To="<lain@contoh.example>")
    assert Report.objects.count() == 2


def test_danger_waits_for_nobody(report, post):
    post(f"{report.report.tracking_id} tolong, anak saya dipukuli ayahnya tiap malam")
    assert Report.objects.filter(is_protected=True).count() == 1


# --- STOP


@pytest.mark.parametrize("how", WITHOUT_PROOF)
def test_forged_stop_silences_nobody_and_is_answered_once_with_the_link(report, post, how):
    before = stands(report.report)
    for _again in range(2):
        post("STOP", **WITHOUT_PROOF[how](report.report))
    assert stands(report.report) == before
    url = stop_url(Conversation.objects.get())
    assert url in OutboundMessage.objects.get(cause="intake.ask-stop").said.text
    client, path = Client(), url.partition("://")[2].partition("/")[2]
    assert client.get(f"/{path}").status_code == 200
    assert stands(report.report) == before  # a program that only looks stops nothing
    other = "y" if path[-12] == "x" else "x"  # one letter of the signature, changed whatever it was
    assert client.post(f"/{path[:-12]}{other}{path[-11:]}").status_code == 404
    assert client.post(f"/{path}").status_code == 200
    assert ContactPoint.objects.exclude(opted_out_at=None).count() == 1


@pytest.mark.parametrize("how", WITH_PROOF)
def test_stop_in_answer_to_a_mail_of_ours_counts(report, post, how):
    post("STOP", **WITH_PROOF[how](report.report))
    assert ContactPoint.objects.exclude(opted_out_at=None).count() == 1
    post(f"Tiang 17 {report.report.tracking_id}")  # no proof: somebody else may want them to be written to again
    assert ContactPoint.objects.exclude(opted_out_at=None).count() == 1
    post("Jalan berlubang di Jl. Kelud", Authentication_Results=authentication("fail"))
    assert ContactPoint.objects.exclude(opted_out_at=None).count() == 1
    post("Sampah menumpuk di pasar", subject="Sampah")
    assert not ContactPoint.objects.exclude(opted_out_at=None).exists()


def test_button_of_a_mail_program_stops(report, post):
    notify_reporters(list(Event.objects.filter(name="report.file")))
    message = OutboundMessage.objects.get()
    from lapor.gateway.outbound.sending import _headers  # noqa: PLC0415

    wanted = _headers(message, "")["List-Unsubscribe"]
    address = wanted.removeprefix("<mailto:").partition("?")[0]
    assert wanted.endswith("?subject=STOP>")
    post("", subject="STOP", to=address)
    assert ContactPoint.objects.exclude(opted_out_at=None).count() == 1


# --- what the mail server says of the sender


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (authentication("pass"), "pass"),
        (authentication("fail"), "fail"),
        (authentication("none"), ""),
        (authentication("pass", server="mx.jahat.example"), ""),
        (authentication("fail", server="mx.jahat.example"), ""),
        (authentication("pass", domain="jahat.example"), ""),
        ("mx.kota.example", ""),
        ("", ""),
        ("mx.kota.example; spf=pass (dmarc=pass header.from=contoh.example)", ""),
        ("mx.kota.example 1; dkim=pass; dmarc=pass header.from=Contoh.Example", "pass"),
    ],
)
def test_verdict_of_the_trusted_server_alone_is_read_and_kept(post, header, found):
    post("Lampu mati di depan musala", **({"Authentication_Results": header} if header else {}))
    assert Report.objects.get().provenance.get("sender_check", "") == found


def test_verdict_below_the_first_field_was_written_by_anybody():
    raw = mail("Lampu mati").as_bytes()
    forged = b"Authentication-Results: " + authentication("pass").encode() + b"\n"
    first = b"Authentication-Results: mx.kota.example; dmarc=fail header.from=contoh.example\n"
    account = Account("kota", {"trusted_authserv": "mx.kota.example"})
    parsed = CHANNELS["email"].parse(account, Received(first + forged + raw))
    assert parsed[0].sender_check == "fail"


# --- beside the report


@pytest.fixture
def office(report, people):
    lamp = Category.objects.get(code="lampu-jalan-baru")
    data = ActData(category=lamp, agency=Agency.objects.get(code="perkim"), publication="published")
    perform_action(report.report.pk, "forward", actor=officer_actor(people["vera"]), data=data)
    return people


def signed_in(officer):
    client = Client()
    client.force_login(officer)
    return client


def test_officer_who_has_the_report_reads_it_and_takes_it_in_or_dismisses_it(report, post, office):
    row, liaison = report.report, signed_in(office["hana"])
    one, other = (
        post(f"Tiang 17, {row.tracking_id}", Authentication_Results=authentication("fail")),
        post(f"Palsu {row.tracking_id}"),
    )
    page = liaison.get(f"/konsol/laporan/{row.tracking_id}").content.decode()
    assert "Tiang 17" in page
    assert "DMARC" in page
    assert (
        liaison.post(f"/konsol/laporan/{row.tracking_id}/surel", {"id": str(one.pk), "do": "take_in"}).status_code
        == 302
    )
    assert (
        liaison.post(f"/konsol/laporan/{row.tracking_id}/surel", {"id": str(other.pk), "do": "dismiss"}).status_code
        == 302
    )
    entry = Entry.objects.filter(report=row.pk).order_by("at", "id").last()
    assert (entry.act, entry.actor_kind) == ("take_in", "officer")
    assert "Tiang 17" in entry.text
    other.refresh_from_db()
    assert (other.state, other.error, other.report_id) == ("ignored", "unproved", row.pk)
    assert verify().faults == []


def test_others_do_not_read_it(report, post, office):
    row = report.report
    waiting = post(f"Tiang 17, {row.tracking_id}")
    Report.objects.filter(pk=row.pk).update(is_protected=True, visibility="confidential")
    for name in ("vera", "hana"):
        assert not candidates.waiting_rows(office[name]).filter(pk=waiting.pk).exists()
        assert (
            signed_in(office[name])
            .post(f"/konsol/laporan/{row.tracking_id}/surel", {"id": str(waiting.pk), "do": "take_in"})
            .status_code
            == 404
        )


def test_triage_may_make_it_a_report_of_its_own(report, post, office):
    waiting = post(f"Sampah di pasar, {report.report.tracking_id}")
    filed = candidates.accept(waiting.pk, by=office["vera"])
    assert filed is not None
    assert Report.objects.count() == 2
    assert OutboundMessage.objects.get(report_id=filed.report.pk).audience == MessageAudience.REPORTER


# --- chats and SMS


def says(name, account, text, sender):
    spoken = SPOKEN[name]
    store(opened(account), spoken.call(spoken.message(text, id=uuid.uuid4().hex[:8], sender=sender)))
    read_channel(name)


@pytest.mark.parametrize("act", SAID)
@pytest.mark.parametrize("name", sorted(BY_SENDER))
def test_another_sender_with_a_public_number_does_nothing(report, root, name, act):
    spoken, (state, words) = SPOKEN[name], SAID[act]
    account = make_account(
        name, "uji", root=root, settings=dict(spoken.account.settings), secrets=dict(spoken.account.secrets)
    )
    row = put(report.report, state)
    before = stands(row)
    says(name, account, words.format(n=row.tracking_id), "628129998887" if name in {"sms", "whatsapp"} else "9988")
    assert InboundMessage.objects.count() == 1
    assert stands(row) == before


@pytest.fixture
def by_phone(root):
    """A report by SMS, and how its sender's number writes; who holds the phone is not known."""
    spoken = SPOKEN["sms"]
    account = make_account(
        "sms",
        "uji",
        root=root,
        settings={**spoken.account.settings, "send_url": "http://127.0.0.1:9/"},
        secrets=dict(spoken.account.secrets),
    )
    for words in ("Lampu mati di depan musala", "Jl. Kelud Raya", "KIRIM"):
        says("sms", account, words, "6281299988877")
    return Report.objects.get(), lambda words: says("sms", account, words, "6281299988877")


@pytest.mark.parametrize("act", list(SAID))
def test_what_a_forged_sms_does_the_true_person_undoes(by_phone, act):
    row, sms = by_phone
    state, words = SAID[act]
    put(row, state)
    if act == "late_reply":
        Report.objects.filter(pk=row.pk).update(archive_reason="incomplete")
    for one in said_for(act, words):
        sms(one.format(n=row.tracking_id))
    assert Entry.objects.filter(report=row.pk).order_by("at", "id").last().act == act
    row = Report.objects.select_related("root", "agency", "category", "parent", "reporter").get(pk=row.pk)
    assert UNDONE_BY[act] in {one.name for one in offered_acts(row, reporter_actor(row.reporter_id))}


def test_withdrawal_by_sms_says_how_to_take_it_back_and_that_does_it(by_phone):
    row, sms = by_phone
    sms(f"BATAL {row.tracking_id}")
    assert "BATALKAN PENCABUTAN" in OutboundMessage.objects.get(cause="intake.withdraw").said.text
    sms("BATAL PENARIKAN")  # the number is not needed: nothing is lost by it
    row.refresh_from_db()
    assert (row.state, row.archive_reason) == ("received", "")
    assert row.clocks.get(kind="verify").status == "running"
    assert verify().faults == []


def test_stop_by_a_forged_sms_ends_with_the_next_words(by_phone):
    row, sms = by_phone
    sms("STOP")
    assert Conversation.objects.exclude(stopped_at=None).exists()
    sms(f"STATUS {row.tracking_id}")
    assert not Conversation.objects.exclude(stopped_at=None).exists()


@pytest.mark.parametrize("url", ["/konsol/laporan/{}", "/konsol/tugas/{}", "/konsol/laporan/{}/foto-bukti"])
def test_what_an_officers_phone_kept_is_not_done_as_who_signed_in_since(report, office, url):
    """Typed without a network by one, sent by a script in the session of another."""
    report, hana = Report.objects.get(pk=report.report.pk), office["hana"]
    browser = signed_in(hana)
    before = report.version, Entry.objects.count(), Event.objects.count()

    def send(by):
        data = {"act": "work_note", "text": "Kabel", "version": report.version}
        return browser.post(url.format(report.tracking_id), data, headers={"X-Officer": str(by.pk)}).status_code

    assert send(office["landung"]) == 403
    report.refresh_from_db()
    assert (report.version, Entry.objects.count(), Event.objects.count()) == before
    assert send(hana) in {200, 302, 422}
