"""Another city system as the channel: a whole life over the signed webhook, also through an outage and a lost
acknowledgement; in the terminal."""

import subprocess
import sys

import pytest

from lapor.simulators.webhook import WebhookSimulator
from tests.journeys import chats
from tests.journeys.installation import environment

pytestmark = [pytest.mark.journey, pytest.mark.deep]


def test_report_lives_its_whole_life_over_the_webhook(installation):
    with chats.connected(
        installation, "webhook", WebhookSimulator(f"{installation.url}/webhooks/webhook/uji")
    ) as system:
        system.behave(limited=1)
        number, _code = chats.files(system, "orang-1")
        system.again()  # the last message once more: nothing happens twice
        said = len(system.heard())
        chats.says(system, "orang-1", f"STATUS {number}")
        assert "Belum diverifikasi" in chats.hears(system, "orang-1", "Laporan", after=said)
        chats.whole_life(system, "orang-2", chats.Officers(installation))


def test_platform_is_played_in_the_terminal(installation):
    """What is typed is said; what the city answers is printed; an outage keeps the answer until it is over."""
    command = [sys.executable, "-m", "lapor.cli", "simulate", "webhook", "--url", installation.url, "--person", "Rudi"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment(installation.data_dir), stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True
    ) as terminal:
        lines = iter(terminal.stdout.readline, "")
        assert any("/quit" in line for line in lines)
        terminal.stdin.write("/outage off\nPohon tumbang di taman kota\n")
        terminal.stdin.flush()
        assert "Di mana" in next(line for line in lines if line.startswith("-> Rudi"))
        terminal.stdin.write("/unknown\n/quit\n")
        terminal.stdin.flush()
        assert terminal.wait(30) == 0
