"""What every journey over a channel has in common: the same life of a report, told by a person on a platform that is
played, decided by officers."""

import json
import re
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from lapor.simulators.base import NotTaken, until_taken, wait_for

NUMBER = re.compile(r"\b\d{4} \d{4} \d{2}\b")
CODE = re.compile(r"Kode rahasia: ([\d ]*\d)")


NOT_EMPTY = re.compile(r"\S")


def digits(number):
    return number.replace(" ", "")


def until(found, seconds=40, what_for="it"):
    """What it gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what := found():
            return what
        time.sleep(0.2)
    raise AssertionError(f"waited in vain for {what_for}")


class Officers:
    """The demo's officers by REST."""

    def __init__(self, installation):
        self.url, self._tokens, self._installation = installation.url, {}, installation

    def act(self, who, number, act, **fields):
        if who not in self._tokens:
            self._tokens[who] = self._installation.lapor("token", "create", "--user", who).stdout.strip()
        body = json.dumps({"act": act, **fields}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._tokens[who]}"}
        url = f"{self.url}/api/v1/reports/{number.replace(' ', '')}/acts"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=20) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error

    def solve(self, number, answer="Lampu sudah diganti.", publication="withheld"):
        """Checked, forwarded and answered."""
        self.act(
            "verifikator", number, "forward", category="lampu-jalan-baru", agency="perkim", publication=publication
        )
        self.act("penghubung", number, "start", text="Petugas berangkat.")
        self.act("penghubung", number, "answer", text=answer, outcome="solved")

    def state(self, number):
        with urllib.request.urlopen(f"{self.url}/api/v1/reports/{number.replace(' ', '')}", timeout=20) as answer:
            return json.load(answer)["state"]


@contextmanager
def connected(installation, channel, simulator, name="uji"):
    """The installation has an account on the platform that the simulator plays."""
    settings, secrets = simulator.account()
    settings = {**settings, "quiet_hours": "none"}  # whatever the hour at which the tests run
    given = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
    given += [word for key, value in secrets.items() for word in ("--secret", f"{key}={value}")]
    made = installation.lapor("account", "add", channel, name, *given)
    assert made.returncode == 0, made.stderr
    try:
        yield simulator
    finally:
        installation.lapor("account", "off", channel, name)
        simulator.close()


def says(simulator, person, text):
    """As people do: again, when it did not go through."""
    until_taken(lambda: simulator.say(person, text))


def chooses(simulator, person, choice):
    """Tapped where the platform has something to tap (and must have offered it), else written."""
    if hasattr(simulator, "tap"):
        until_taken(lambda: simulator.tap(person, choice))
    else:
        says(simulator, person, choice)


def heard(simulator, person, words, *, after=0, seconds=40):
    return wait_for(simulator, person, words, after=after, seconds=seconds)


def hears(simulator, person, words, *, after=0, seconds=40):
    return heard(simulator, person, words, after=after, seconds=seconds).text


def files(simulator, person, text="Lampu jalan di depan musala mati", where="Jl. Kelud Raya, dekat SD 3"):
    """Told, asked where, told, asked whether it is right, sent; gives number and code."""
    said = len(simulator.heard())
    says(simulator, person, text)
    hears(simulator, person, "Di mana", after=said)
    says(simulator, person, where)
    hears(simulator, person, "KIRIM", after=said)
    chooses(simulator, person, "KIRIM")
    receipt = hears(simulator, person, "Kode rahasia", after=said)
    return numbers_of(receipt)


def whole_life(simulator, person, officers):
    """From the first word to the confirmation, on the channel that the person uses; gives number and code."""
    number, code = files(simulator, person)
    said = len(simulator.heard())
    says(simulator, person, f"STATUS {number}")
    hears(simulator, person, "Belum diverifikasi", after=said)
    officers.solve(number)
    hears(simulator, person, "Lampu sudah diganti", after=said)
    says(simulator, person, "BELUM, masih gelap")
    hears(simulator, person, "YA atau BELUM?", after=said)  # the words are kept, the answer is asked back
    chooses(simulator, person, "BELUM")
    hears(simulator, person, "dikerjakan lagi", after=said)
    officers.act("penghubung", number, "answer", text="Kabelnya juga diganti.", outcome="solved")
    hears(simulator, person, "Kabelnya juga diganti", after=said)
    said = len(simulator.heard())
    chooses(simulator, person, "YA")
    hears(simulator, person, "Terima kasih", after=said)
    assert officers.state(number) == "resolved"
    return number, code


def numbers_of(receipt):
    """Number and code of a receipt."""
    one_line = receipt.replace("\n", " ")
    return NUMBER.search(one_line).group(), CODE.search(one_line).group(1)


def candidate(page, text):
    """The words on the page of candidates, as soon as they stand there."""
    found = page.locator("article", has_text=text)

    def stands_there():
        page.goto("/konsol/kandidat/")
        return found.count() > 0

    until(stands_there, seconds=20)
    return found.first


def refused(work):
    """Whether our door did not take it."""
    try:
        work()
    except NotTaken:
        return True
    return False
