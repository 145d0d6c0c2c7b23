"""Keys are exchanged without a value lost, and identities are forgotten in time."""

import json
import re
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField

from lapor.casework import rotation
from lapor.casework.persons import reporters_with_contact
from lapor.config.commands import keys as keys_command
from lapor.core import clock, environment
from lapor.core.keys import (
    KeysError,
    add_vault_key,
    add_waiting_vault_key,
    create_keys,
    load_keys,
    promote_prepared_vault_key,
)
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.messages import opened_call, opened_message
from lapor.gateway.models import Delivery, InboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.ops.retention import KEEP_CONTACTS, TABLE, apply_retention
from lapor.reporters import vault
from lapor.reporters.models import Reporter
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import reporter_actor
from tests.contract.channels import SPOKEN
from tests.outgoing import queued_message
from tests.vault.reports import report_of

# Binary columns that hold no words: hashes, salts, heads, signatures.
NOT_SEALED = {
    "receipt_hash",
    "salt",
    "lookup",
    "name_lookup",
    "key",
    "draft_key",
    "supporter",
    "token_hash",
    "code_hash",
    "browser_hash",
    "head",
    "hash",
    "signature",
    "public_content",  # a city's logo, picture and font: shown to everybody
    "digest",
    "group_key",
    "mail_id",
    "credential",
    "credential_id",
}


def test_every_sealed_column_is_in_the_rotation():
    columns = {
        (model, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("lapor.")
        for field in model._meta.get_fields()
        if isinstance(field, BinaryField) and field.name not in NOT_SEALED
    }
    assert columns == set(rotation.SEALED)


@pytest.fixture
def own_keys(tmp_path, monkeypatch, settings):
    """A keys file and sealed files of this test's own: a rotation leaves the others alone, and none of theirs comes
    between."""
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    path = tmp_path / "keys.json"
    path.write_bytes(environment.keys_file().read_bytes())
    monkeypatch.setenv("LAPOR_KEYS_FILE", str(path))
    return path


def test_rotated_keys_open_everything_and_the_old_ones_can_go(root, own_keys, capsys):
    report_of(root)
    account = make_account("webhook", "uji", root=root, settings={}, secrets={"secret": "s"})
    for text in ("Lampu mati", "Jalan rusak"):
        store(opened(account), SPOKEN["webhook"].call(SPOKEN["webhook"].message(text, id=text, sender=text)))
    read_channel("webhook")
    old = load_keys(own_keys).vault
    sealed_before = bytes(Reporter.objects.get().name)
    assert keys_command.run(Namespace(action="rotate")) == 0
    assert load_keys(own_keys).vault[1:] == old
    assert bytes(Reporter.objects.get().name) != sealed_before
    assert keys_command.run(Namespace(action="forget")) == 0
    assert set(load_keys(own_keys).vault) & set(old) == set()
    assert vault.identity_of(Reporter.objects.get())[0] == "Budi Santosa"
    assert reporters_with_contact("email", "budi@contoh.example") == [Reporter.objects.get()]
    account.refresh_from_db()
    assert opened(account).account.secrets == {"secret": "s"}
    assert {opened_message(bytes(row.body)).text for row in InboundMessage.objects.all()} == {
        "Lampu mati",
        "Jalan rusak",
    }
    assert all(opened_call(bytes(row.raw)).body for row in Delivery.objects.all())


def test_old_keys_are_kept_while_something_needs_them(root, own_keys, capsys):
    report_of(root)
    add_vault_key(own_keys)
    assert keys_command.run(Namespace(action="forget")) == 1
    assert len(load_keys(own_keys).vault) == 2
    assert vault.identity_of(Reporter.objects.get())[0] == "Budi Santosa"


def test_running_process_seals_with_the_new_key_at_once(root, own_keys):
    vault.seal("x")
    add_vault_key(own_keys)
    assert vault.needing_older_keys([vault.seal("y")]) == 0


def test_retention_forgets_who_it_was_when_all_reports_ended_long_ago(root):
    ended, going_on = report_of(root), report_of(root)
    perform_action(ended.pk, "withdraw", actor=reporter_actor(ended.reporter_id))
    with clock.at(clock.now() + KEEP_CONTACTS + timedelta(days=1)):
        apply_retention()
        apply_retention()
    ended, going_on = Report.objects.get(pk=ended.pk), Report.objects.get(pk=going_on.pk)
    assert (bytes(ended.reporter.name), ended.reporter.contact_points.count()) == (b"", 0)
    assert (bool(bytes(going_on.reporter.name)), going_on.reporter.contact_points.count()) == (True, 2)


def test_retention_empties_messages_and_keeps_that_they_were_sent(root):
    now = clock.now()
    message = queued_message(
        channel="email",
        cause="report.file",
        address=vault.seal("a@b.example"),
        status="sent",
        done_at=now,
        dedupe_key="x",
    )
    with clock.at(now + timedelta(days=181)):
        apply_retention()
    message.refresh_from_db()
    assert (bytes(message.address), bytes(message.words), message.status) == (b"", b"", "sent")


def test_page_for_people_shows_the_same_table():
    page = (Path(settings.BASE_DIR) / "docs" / "operate" / "retention.md").read_text()
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (.+?) \|$", page, re.M)
    assert rows == [(kept.what, str(kept.days), kept.ends) for kept in TABLE]


def test_key_is_exchanged_over_two_nodes_without_a_value_that_one_cannot_open(tmp_path, settings):
    """Each node has its own file; between the steps one is always a step behind."""
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    create_keys(one)
    two.write_bytes(one.read_bytes())

    def each_opens_what_the_other_seals():
        for seals, opens in ((one, two), (two, one)):
            settings.VAULT_KEYS = list(load_keys(seals).vault)
            sealed = vault.seal("Siti")
            settings.VAULT_KEYS = list(load_keys(opens).vault)
            assert vault.open_sealed(sealed) == "Siti"

    first = load_keys(one).vault[0]
    for step in (add_waiting_vault_key, promote_prepared_vault_key):
        step(one)
        each_opens_what_the_other_seals()  # before the copy
        two.write_bytes(one.read_bytes())
        each_opens_what_the_other_seals()
    assert load_keys(one).vault[1:] == (first,)
    assert len(load_keys(one).vault) == 2


def test_a_step_of_the_exchange_that_is_said_twice_changes_nothing(tmp_path):
    """The second `promote` made the old key seal again."""
    path = tmp_path / "keys.json"
    create_keys(path)
    refuses(promote_prepared_vault_key, path, "first lapor keys add")
    add_waiting_vault_key(path)
    refuses(add_waiting_vault_key, path, "lapor keys promote")
    sealing = promote_prepared_vault_key(path).vault[0]
    refuses(promote_prepared_vault_key, path, "lapor keys reseal")
    assert (load_keys(path).vault[0], len(load_keys(path).vault)) == (sealing, 2)


def refuses(step, path, sentence):
    before = path.read_bytes()
    with pytest.raises(KeysError, match=sentence):
        step(path)
    assert path.read_bytes() == before


def test_keys_file_of_before_has_no_key_that_waits(tmp_path):
    path = tmp_path / "keys.json"
    create_keys(path)
    content = json.loads(path.read_text())
    del content["prepared"], content["former_signing"]
    path.write_text(json.dumps(content))
    assert (load_keys(path).prepared, load_keys(path).former_signing) == ("", ())
    path.write_text(json.dumps({**content, "prepared": "not of the vault"}))
    with pytest.raises(KeysError, match="damaged"):
        load_keys(path)


def test_rotation_of_one_node_is_the_same_in_one_step(tmp_path):
    path = tmp_path / "keys.json"
    create_keys(path)
    before = load_keys(path).vault
    add_vault_key(path)
    assert load_keys(path).vault[1:] == before
