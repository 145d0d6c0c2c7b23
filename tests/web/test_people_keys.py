"""Passkeys of people: made by who is signed in, they open that person's reports and nothing else, until they are taken
away."""

import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from lapor.casework.persons import erase_person
from lapor.core import clock
from lapor.gateway.rate_limits import TRY_KEY
from lapor.reporters import person_keys, vault
from lapor.reporters.models import PersonKey, Reporter, SignedIn
from lapor.reports.workflow.acting import reporter_actor
from lapor.web.views.passkeys import VALID_SECONDS
from tests.web.test_people import MAIL, enter, file

pytestmark = pytest.mark.django_db
MASUK, AKUN = "/laporan-saya/masuk/kunci", "/laporan-saya/akun/kunci"
PRESENT, VERIFIED, ATTESTED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.UV, AuthenticatorData.FLAG.AT


@dataclass
class Device:
    """An authenticator with one key, as WebAuthn wants it."""

    origin: str = "https://testserver"
    host: str = "testserver"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"a key of this device, 32 bytes.."
    handle: bytes = b""

    def made(self, options):
        """Answers `creation_options`."""
        self.handle = websafe_decode(options["user"]["id"])
        attested = AttestedCredentialData.create(
            Aaguid.NONE, self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(sha256(self.host.encode()), PRESENT | VERIFIED | ATTESTED, 0, attested)
        said = CollectedClientData.create("webauthn.create", options["challenge"], self.origin)
        return self._answer(clientDataJSON=said, attestationObject=AttestationObject.create("none", data, {}))

    def signed(self, options):
        """Answers `request_options`."""
        data = AuthenticatorData.create(sha256(self.host.encode()), PRESENT | VERIFIED, 0)
        said = CollectedClientData.create("webauthn.get", options["challenge"], self.origin)
        signature = self.key.sign(data + said.hash, ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature, userHandle=self.handle)

    def _answer(self, **response):
        name = websafe_encode(self.id)
        words = {key: websafe_encode(bytes(value)) for key, value in response.items()}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": words}
        )


@pytest.fixture(autouse=True)
def as_on_the_net(settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False


@pytest.fixture
def report(root):
    return file(root, "satu", email=MAIL, name="Siti", visibility="confidential")


def person_of(client):
    return str(client.get("/laporan-saya/akun").context["people"][0]["person"].id)


def asked(client, person):
    return client.get(f"{AKUN}?{urlencode({'person': person})}").json()["creation_options"]["publicKey"]


def make(client, device):
    person = person_of(client)
    return client.post(AKUN, {"person": person, "credential": device.made(asked(client, person))})


def challenge(client):
    return client.get(MASUK).json()["request_options"]["publicKey"]


def sign_in(client, device):
    return client.post(MASUK, {"credential": device.signed(challenge(client))})


@pytest.fixture
def device(client, report):
    """Made by Siti, who is signed in with `client`."""
    enter(client)
    one = Device()
    assert make(client, one)["Location"] == "/laporan-saya/akun"
    assert PersonKey.objects.count() == 1
    return one


def test_passkey_signs_in_without_a_code(client, device, report):
    elsewhere = Client()
    assert sign_in(elsewhere, device)["Location"] == "/laporan-saya/akun"
    assert report.tracking_id in elsewhere.get("/laporan-saya/akun").content.decode()
    assert 'id="acts"' in elsewhere.get(f"/laporan/{report.tracking_id}").content.decode()


def test_device_learns_nothing_of_the_address_and_nor_does_who_asks(client, device):
    options = asked(client, person_of(client))
    assert options["rp"]["id"] == "testserver"
    assert options["user"]["name"] == "s…i@contoh.example"
    assert "siti" not in json.dumps(options) + str(websafe_decode(options["user"]["id"]))
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert [websafe_decode(known["id"]) for known in options["excludeCredentials"]] == [device.id]
    assert "allowCredentials" not in challenge(Client())


def test_row_keeps_the_address_sealed(device):
    row = PersonKey.objects.get()
    assert MAIL.encode() not in bytes(row.address) + bytes(row.credential)
    assert vault.open_sealed(bytes(row.address)) == MAIL


def test_answer_counts_once(client, device):
    elsewhere = Client()
    answer = device.signed(challenge(elsewhere))
    cookie = elsewhere.cookies["lapor_key_challenge"].value
    assert elsewhere.post(MASUK, {"credential": answer})["Location"] == "/laporan-saya/akun"
    thief = Client()
    thief.cookies["lapor_key_challenge"] = cookie
    assert thief.post(MASUK, {"credential": answer})["Location"] == "/laporan-saya/masuk"


def test_challenge_ends_after_five_minutes(client, device, monkeypatch):
    elsewhere = Client()
    answer = device.signed(challenge(elsewhere))
    later = clock.now().timestamp() + VALID_SECONDS + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert elsewhere.post(MASUK, {"credential": answer})["Location"] == "/laporan-saya/masuk"


@pytest.mark.parametrize(
    "changed",
    [
        Device(origin="https://palsu.example"),
        Device(host="palsu.example"),
        Device(),
        Device(id=b"a key that nobody made here, 32 b"),
        Device(origin="http://testserver"),
    ],
    ids=["origin", "place", "signature", "unknown", "insecure"],
)
def test_other_answers_let_nobody_in(device, changed):
    elsewhere = Client()
    if changed.origin != "https://testserver" or changed.host != "testserver":
        changed.key = device.key
    assert sign_in(elsewhere, changed)["Location"] == "/laporan-saya/masuk"
    assert elsewhere.get("/laporan-saya/akun")["Location"] == "/laporan-saya/masuk"


def test_handle_of_somebody_else_lets_nobody_in(device):
    device.handle = b"somebody else"
    assert sign_in(Client(), device)["Location"] == "/laporan-saya/masuk"


@pytest.mark.parametrize(
    "credential",
    ["", "x", "[]", "{}", '{"id": 1}', "null", '{"rawId": "YQ", "response": {}}', "[" * 3000, "{" + "0" * 30_000],
)
@pytest.mark.parametrize("address", [MASUK, AKUN])
def test_rubbish_is_refused_without_an_error(client, device, address, credential):
    person = person_of(client)
    client.get(f"{address}?person={person}")
    assert client.post(address, {"person": person, "credential": credential}).status_code == 302
    assert PersonKey.objects.count() == 1
    assert SignedIn.objects.count() == 1


def test_answer_without_a_challenge_of_ours_is_refused(device):
    answer = device.signed({"challenge": websafe_encode(b"x" * 32)})
    assert Client().post(MASUK, {"credential": answer})["Location"] == "/laporan-saya/masuk"
    forger = Client()
    forger.cookies["lapor_key_challenge"] = "eyJjaGFsbGVuZ2UiOiJlSGg0In0:forged:forged"
    assert forger.post(MASUK, {"credential": answer})["Location"] == "/laporan-saya/masuk"


def test_challenge_to_sign_in_makes_no_key_and_the_other_way_round(client, device):
    person = person_of(client)
    fresh = Device(id=b"another device of the same person")
    assert (
        client.post(
            AKUN, {"person": person, "credential": fresh.made({**asked(client, person), **challenge(client)})}
        ).status_code
        == 302
    )
    assert PersonKey.objects.count() == 1
    assert client.post(MASUK, {"credential": device.signed(asked(client, person))})["Location"] == "/laporan-saya/masuk"


def test_nobody_makes_or_removes_keys_of_others(client, device):
    person, key = person_of(client), str(PersonKey.objects.get().pk)
    stranger = Client()
    assert stranger.get(f"{AKUN}?person={person}")["Location"] == "/laporan-saya/masuk"
    assert stranger.post(AKUN, {"person": person, "credential": "{}"})["Location"] == "/laporan-saya/masuk"
    stranger.post(AKUN + "/hapus", {"key": key})
    stranger.post(AKUN + "/hapus", {"key": "x"})
    assert PersonKey.objects.count() == 1


def test_known_device_and_an_eleventh_are_refused(client, device):
    make(client, Device(key=device.key))
    assert PersonKey.objects.count() == 1
    for turn in range(person_keys.MOST):
        make(client, Device(id=b"device %02d" % turn))
    assert PersonKey.objects.count() == person_keys.MOST
    assert "data-passkey=" not in client.get("/laporan-saya/akun").content.decode()


def test_removed_key_lets_nobody_in(client, device):
    key = str(PersonKey.objects.get().pk)
    assert key in client.get("/laporan-saya/akun").content.decode()
    client.post(AKUN + "/hapus", {"key": key})
    assert sign_in(Client(), device)["Location"] == "/laporan-saya/masuk"


def test_signing_out_here_keeps_the_key_and_everywhere_takes_it(client, device):
    client.post("/laporan-saya/akun", {"do": "out", "person": person_of(client)})
    assert sign_in(client, device)["Location"] == "/laporan-saya/akun"
    client.post("/laporan-saya/akun", {"do": "everywhere", "person": person_of(client)})
    assert sign_in(Client(), device)["Location"] == "/laporan-saya/masuk"


def test_erasing_takes_the_keys(client, device):
    client.post("/laporan-saya/akun", {"do": "erase", "person": person_of(client), "sure": "1"})
    assert not PersonKey.objects.exists()


def test_erasing_by_command_or_by_one_report_takes_them_with_the_last_report(client, device, root):
    second = file(root, "dua", email=MAIL)
    erase_person(Reporter.objects.get(pk=second.reporter_id), by=reporter_actor(None))
    assert PersonKey.objects.count() == SignedIn.objects.count() == 1  # another report of the address is there still
    erase_person(Reporter.objects.get(), by=reporter_actor(None))
    assert PersonKey.objects.count() == SignedIn.objects.count() == 0


def test_protected_report_is_not_shown_by_a_passkey_either(device, root):
    protected = file(root, "empat", text="Petugas minta pungli", email=MAIL)
    elsewhere = Client()
    sign_in(elsewhere, device)
    assert protected.tracking_id not in elsewhere.get("/laporan-saya/akun").content.decode()


def test_tries_are_limited(device):
    elsewhere = Client()
    for _turn in range(TRY_KEY.count):
        elsewhere.post(MASUK, {"credential": "{}"})
    assert sign_in(elsewhere, device).status_code == 429


def test_signing_in_twice_shows_a_person_once(client, device):
    sign_in(client, device)
    enter(client)
    assert client.get("/laporan-saya/akun").content.decode().count("<h2>s…i@contoh.example</h2>") == 1
    assert SignedIn.objects.count() == 1


def test_keys_unused_for_two_years_end(device):
    now = clock.now()
    assert person_keys.forget_old(now + person_keys.KEPT) == 0
    assert person_keys.forget_old(now + person_keys.KEPT * 2) == 1
