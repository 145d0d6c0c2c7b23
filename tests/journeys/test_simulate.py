"""`lapor simulate CHANNEL`: a platform in the terminal.

What is typed there arrives, what is answered is printed there."""

import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.journeys import chats
from tests.journeys.installation import environment

pytestmark = [pytest.mark.journey, pytest.mark.deep]


class Terminal:
    def __init__(self, process, output):
        self._process, self._output = process, output

    def types(self, line):
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def shows(self, words):
        return words in self._output.read_text()


@contextmanager
def simulate(installation, channel, output):
    command = [sys.executable, "-m", "lapor.cli", "simulate", channel, "--person", "Wati", "--url", installation.url]
    with output.open("wb") as file:
        process = subprocess.Popen(
            command,
            env=environment(installation.data_dir),
            stdin=subprocess.PIPE,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        terminal = Terminal(process, output)
        try:
            yield terminal
            terminal.types("/quit")
            assert process.wait(20) == 0
        finally:
            process.kill()
            process.wait(20)
            process.stdin.close()


@pytest.mark.parametrize(
    ("channel", "own"), [("facebook", "/comment"), ("whatsapp", "/hours"), ("instagram", "/mention")]
)
def test_what_is_typed_arrives_and_what_is_answered_is_printed(installation, tmp_path, channel, own):
    with simulate(installation, channel, tmp_path / "terminal.txt") as terminal:
        chats.until(lambda: terminal.shows(f"\n  {own} "), seconds=20)  # its own commands stand in the help

        terminal.types("Lampu jalan mati")

        def answered():
            terminal.types("/again")  # the door may know the account a moment later; what it has taken it ignores
            return terminal.shows("-> Wati: Di mana")

        chats.until(answered, seconds=40)
        if channel == "facebook":
            terminal.types("/comment Tolong perbaiki jalan Kelud")
            chats.until(
                lambda: installation.count("gateway_inboundmessage", "channel = 'facebook' AND kind = 'mention'") >= 1,
                seconds=20,
            )
        terminal.types("/tap BUKAN")
        chats.until(lambda: terminal.shows("BUKAN was not offered"), seconds=20)
