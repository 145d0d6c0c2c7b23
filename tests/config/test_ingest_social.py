"""`lapor ingest` over the shapes of the social channels: a line for each, a reason for each, nothing lost, nothing made
up."""

import argparse
from pathlib import Path

import pytest

from lapor.config.commands import ingest
from lapor.gateway.models import Delivery, InboundFile
from lapor.reports.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.deep]
FOLDER = Path(__file__).parents[1] / "fixtures"
CHANNELS = ("facebook", "instagram", "telegram", "whatsapp", "x")


@pytest.fixture
def fed(root, capsys):
    def feed(channel, *files):
        parser = argparse.ArgumentParser()
        ingest.add_arguments(parser)
        assert ingest.run(parser.parse_args([channel, "--explain", *(str(file) for file in files)])) == 0
        return capsys.readouterr().out.splitlines()

    return feed


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_shape_is_told_with_its_reason(fed, channel):
    files = sorted((FOLDER / channel).glob("*.json"))
    lines = fed(channel, *files)
    assert {line.partition(".json: ")[0].rpartition("/")[2] for line in lines} == {file.stem for file in files}
    words = {line.partition(".json: ")[2].split(" ")[0].rstrip(":") for line in lines}
    assert words <= {"stored", "candidate", "ignored", "duplicate", "quarantined"}
    assert all("(" in line or "quarantined: " in line for line in lines)
    assert Delivery.objects.filter(state="waiting").count() == 0
    assert not InboundFile.objects.filter(
        state="waiting"
    ).exists()  # nothing is fetched for files that were fed by hand
    assert Report.objects.count() <= 1  # two fixtures of a channel may say "KIRIM"


@pytest.mark.parametrize(
    ("channel", "file", "sentence"),
    [
        (
            "facebook",
            "whatsapp/text",
            "ignored (ignored; a delivery of WhatsApp (object `whatsapp_business_account`), not of Facebook)",
        ),
        ("whatsapp", "facebook/text", "ignored (ignored; a delivery of Facebook (object `page`), not of WhatsApp)"),
        (
            "instagram",
            "facebook/comment",
            "ignored (ignored; a delivery of Facebook (object `page`), not of Instagram)",
        ),
        (
            "facebook",
            "instagram/comment",
            "ignored (ignored; a delivery of Instagram (object `instagram`), not of Facebook)",
        ),
        (
            "telegram",
            "facebook/text",
            "quarantined: no update of Telegram: `update_id` is missing (found: entry, object)",
        ),
        ("x", "telegram/text", "quarantined: nothing that X delivers (found: message, update_id)"),
    ],
)
def test_delivery_of_another_platform_is_told_from_its_own(fed, channel, file, sentence):
    [line] = fed(channel, FOLDER / f"{file}.json")
    assert line.endswith(f": {sentence}")
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "facebook/answer-of-the-send-api",
        "whatsapp/answer-of-the-send-api",
        "instagram/answer-of-the-graph-api",
        "telegram/answer-of-sendmessage",
        "x/answer-of-the-api",
    ],
)
def test_answer_of_an_api_is_no_message(fed, name):
    [line] = fed(name.split("/", maxsplit=1)[0], FOLDER / f"{name}.json")
    assert "quarantined: no" in line


def test_same_message_in_another_delivery_is_a_duplicate_and_says_so(fed, tmp_path):
    again = tmp_path / "again.json"
    again.write_bytes((FOLDER / "facebook" / "text.json").read_bytes() + b"\n")
    assert "stored" in fed("facebook", FOLDER / "facebook" / "text.json")[0]
    assert "duplicate (the same message came before" in fed("facebook", again)[0]
