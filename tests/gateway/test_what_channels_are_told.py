"""What the gateway tells a channel beside the words: when the person last wrote, what can be tapped, which public post
is answered."""

from datetime import timedelta
from pathlib import Path

import pytest

from lapor.channels.calls import ApiAnswer
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.channels import CHANNELS
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.gateway.outbound.sending import send_message
from lapor.intake.conversations.reading import read_channel
from lapor.intake.conversations.replies import PATIENCE
from lapor.triage.candidates import accept, waiting_rows
from tests.contract.channels import SPOKEN, as_messenger, with_hub
from tests.contract.channels import Said as Spoken

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture
def facebook(root):
    return make_account(
        "facebook", "kota", root=root, settings={"page_id": "1029"}, secrets={"app_secret": "a", "token": "t"}
    )


@pytest.fixture
def sent(monkeypatch):
    found = []

    def send(_self, _account, message):
        found.append(message)
        return f"m-{len(found)}"

    monkeypatch.setattr(type(CHANNELS["facebook"]), "send", send)
    return found


def deliver(account, body):
    store(opened(account), with_hub("a", body))
    read_channel("facebook")


def send_all():
    for pk in OutboundMessage.objects.filter(status="waiting").order_by("created_at").values_list("pk", flat=True):
        with clock.at(clock.now() + PATIENCE):
            send_message(pk)


def test_channel_with_a_window_hears_when_the_person_last_wrote(facebook, sent):
    deliver(facebook, as_messenger(Spoken("Lampu jalan mati", sender="77")))
    send_all()
    assert sent[0].to == "77"
    assert sent[0].last_heard_at == InboundMessage.objects.get().received_at
    earlier = clock.now() - timedelta(days=3)
    InboundMessage.objects.update(received_at=earlier)
    deliver(facebook, as_messenger(Spoken("Halo juga", id="b", sender="88")))  # somebody else's words open no window
    OutboundMessage.objects.filter(provider_id="m-1").update(status="waiting", leased_until=None)
    send_all()
    assert {message.to: message.last_heard_at for message in sent[1:]}["77"] == earlier


def test_question_to_confirm_can_be_tapped(facebook, sent):
    for number, text in enumerate(("Lampu jalan mati di depan musala", "Jl. Pahlawan", "Lampu jalan mati")):
        deliver(facebook, as_messenger(Spoken(text, id=str(number), sender="77")))
        send_all()
    assert sent[0].choices == ()
    assert sent[1].choices[0] == "Lampu jalan mati"
    assert sent[2].choices in {("SEND", "CANCEL"), ("KIRIM", "BATAL")}
    assert all(choice in sent[2].text for choice in sent[2].choices)


def test_public_comment_that_became_a_report_is_answered_under_its_id(facebook, sent, triage):
    deliver(facebook, (FIXTURES / "facebook" / "comment.json").read_bytes())
    [row] = waiting_rows(triage)
    assert accept(row.pk, by=triage) is not None
    send_all()
    assert [message.public_post for message in sent] == ["55_66"]
    assert SPOKEN["facebook"].channel.capabilities.answers_posts == "private"


def test_platform_that_says_we_send_too_much_is_noted_on_the_account(facebook, monkeypatch):
    """Meta says it with a plain 400."""
    refusal = ApiAnswer(400, {"error": {"code": 613}}, {})
    monkeypatch.setattr("lapor.channels.meta.sending.call", lambda *_args, **_more: refusal)
    deliver(facebook, as_messenger(Spoken("Lampu jalan mati", sender="77")))
    send_all()
    facebook.refresh_from_db()
    assert facebook.limited_at is not None
    assert OutboundMessage.objects.get().status == "waiting"
