"""Promised: who may do what is changed by nobody without an event: accounts of officers and channels, tokens, roles
lent, presets; so are sign-ins, failed ones, and the reading of a protected case.

The one way into the installation's chain is `record_power_event` in lapor/agencies/actions.py. Walked: every action of
the commands that give or take power, every page of administrators; a new one fails here until it is placed.
"""

import argparse
import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from lapor.agencies.actions import create_officer, create_token, officer_with_token
from lapor.agencies.models import Agency, ApiToken, Category
from lapor.agencies.preset import preset_dir
from lapor.agencies.roles import Role
from lapor.casework.models import Macro
from lapor.config.commands import account, officer, preset, token
from lapor.core import clock
from lapor.gateway.accounts.accounts import forget_accounts
from lapor.gateway.models import ChannelAccount
from lapor.gateway.outbound.hold import hold_messages
from lapor.intake.files.attachments import store_file
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.ops import urls as ops_urls
from lapor.reports.actions import perform_action
from lapor.reports.workflow.acting import SYSTEM, ActData, reporter_actor
from tests.makers import photo
from tests.rows import row_faults

PASSWORD = "Rahasia-2026-x"
READ_ONLY = {("officer", "list"), ("account", "list"), ("token", "list")}
# action: what it is called with, and the event it leaves
COMMANDS = {
    ("officer", "add"): (
        ["baru", "--name", "Baru", "--role", "liaison_officer", "--agency", "perkim"],
        "officer.added",
    ),
    ("officer", "off"): (["siti"], "officer.switched_off"),
    ("officer", "on"): (["siti"], "officer.switched_on"),
    ("officer", "password"): (["siti"], "officer.password_set"),
    ("officer", "forget-factor"): (["siti"], "officer.factor_forgotten"),
    ("officer", "lend"): (["siti", "tono", "--until", "{soon}"], "officer.role_lent"),
    ("officer", "hand-over"): (["siti", "tono", "--by", "tono"], "officer.handed_over"),
    ("token", "create"): (["--user", "siti"], "token.made"),
    ("token", "revoke"): (["{token}"], "token.revoked"),
    ("account", "add"): (["webhook", "mitra"], "channel.account_made"),
    ("account", "on"): (["telegram", "kota"], "channel.switched_on"),
    ("account", "off"): (["telegram", "kota"], "channel.switched_off"),
}
MODULES = {"officer": officer, "token": token, "account": account}
# page of administrators (ops): what is posted, and the event; None: shown by another line
PAGES = {
    "channels": ("/konsol/kanal/", {"do": "off", "id": "{account}"}, "channel.switched_off"),
    "new_account": ("/konsol/kanal/baru/webhook", {"name": "mitra"}, "channel.account_made"),
    "account": ("/konsol/kanal/akun/{account}", {"bot_name": "kota_bot"}, "channel.account_changed"),
    "condition": ("/konsol/keadaan/", {"do": "release"}, "messages.released"),
    "tokens": ("/konsol/token/", {"id": "{token}"}, "token.revoked"),
}


@pytest.fixture
def people(root, settings):
    forget_accounts()
    perkim = Agency.objects.get(code="perkim")
    made = {
        name: create_officer(
            username=name, password=PASSWORD, name=name.title(), agency=perkim, role=Role.LIAISON_OFFICER
        )
        for name in ("siti", "tono")
    }
    made["ada"] = create_officer(username="ada", password=PASSWORD, name="Ada", agency=root, role=Role.ADMINISTRATOR)
    create_token(made["siti"])
    row = ChannelAccount.objects.create(root=root, channel="telegram", name="kota", made_at=clock.now())
    return {
        **made,
        "soon": (clock.now() + timedelta(days=5)).date().isoformat(),
        "token": str(ApiToken.objects.get().pk),
        "account": str(row.pk),
    }


def filled(text, people):
    return re.sub(r"\{(\w+)\}", lambda found: people[found[1]], text)


def new_events(before):
    return list(Event.objects.filter(id__gt=before, stream_kind="installation").order_by("id"))


def last_event():
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


def actions_of(module):
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    [group] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return parser, set(group.choices)


def test_every_action_of_the_commands_is_placed():
    walked = {(name, action) for name, module in MODULES.items() for action in actions_of(module)[1]}
    assert walked == COMMANDS.keys() | READ_ONLY


@pytest.mark.parametrize(("name", "action"), sorted(COMMANDS))
def test_a_command_leaves_an_event(people, capsys, name, action):
    arguments, expected = COMMANDS[name, action]
    before = last_event()
    parser, _choices = actions_of(MODULES[name])
    assert MODULES[name].run(parser.parse_args([action, *(filled(one, people) for one in arguments)])) == 0
    events = new_events(before)
    assert any(event.name.startswith(expected) for event in events), [event.name for event in events]
    shown_once = capsys.readouterr().out
    secrets = re.findall(r"lapor_\S+|(?<=once: )\S+", shown_once)
    assert not any(secret in str(event.data) for secret in secrets for event in events)


def test_loading_a_preset_leaves_an_event(root, capsys):
    Agency.objects.filter(code="perkim").update(name="Nama lama")
    before = last_event()
    parser = argparse.ArgumentParser()
    preset.add_arguments(parser)
    assert preset.run(parser.parse_args(["load", str(preset_dir("semarang")), "--yes"])) == 0
    assert [event.name for event in new_events(before)] == ["preset.loaded"]


def test_every_page_of_administrators_is_placed():
    assert {pattern.name for pattern in ops_urls.urlpatterns} == PAGES.keys()


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_leaves_an_event_that_names_the_administrator(people, page):
    address, posted, expected = PAGES[page]
    hold_messages()  # there is something to let go
    client = Client()
    client.force_login(people["ada"], backend="lapor.agencies.officers.backend.OfficerBackend")
    before = last_event()
    client.post(filled(address, people), {name: filled(value, people) for name, value in posted.items()})
    [event] = [event for event in new_events(before) if event.name == expected]
    assert (event.actor_kind, event.actor_id) == ("officer", people["ada"].pk)


def test_an_administrator_ends_no_token_of_another_city(people):
    other = Agency.objects.create(code="lain", name="Kota Lain")
    Agency.objects.filter(pk=other.pk).update(path=[other.pk])
    other.refresh_from_db()
    stranger = create_officer(
        username="asing", password=PASSWORD, name="Asing", agency=other, role=Role.LIAISON_OFFICER
    )
    create_token(stranger)
    client = Client()
    client.force_login(people["ada"], backend="lapor.agencies.officers.backend.OfficerBackend")
    assert "Asing" not in client.get("/konsol/token/").content.decode()
    client.post("/konsol/token/", {"id": str(ApiToken.objects.get(officer=stranger).pk)})
    assert ApiToken.objects.filter(officer=stranger).exists()


def test_sign_ins_and_failed_ones_leave_events(people):
    client = Client()
    before = last_event()
    client.post("/masuk", {"login": "siti", "password": "bukan-ini"})
    client.post("/masuk", {"login": "kata-sandi-salah-kolom", "password": "bukan-ini"})
    client.post("/masuk", {"login": "siti", "password": PASSWORD})
    events = new_events(before)
    assert [event.name for event in events] == ["officer.sign_in_failed", "officer.signed_in"]
    assert {event.data["officer"] for event in events} == {str(people["siti"].pk)}
    assert "salah" not in str([event.data for event in events])


def test_a_token_ends_by_itself_and_with_the_password(people):
    secret = create_token(people["siti"], days=30)
    assert officer_with_token(secret) == people["siti"]
    with clock.at(clock.now() + timedelta(days=31)):
        assert officer_with_token(secret) is None
    client = Client()
    client.force_login(people["siti"], backend="lapor.agencies.officers.backend.OfficerBackend")
    changed = {"oldpassword": PASSWORD, "password1": "Lain-2026-rahasia", "password2": "Lain-2026-rahasia"}
    before = last_event()
    client.post("/masuk/aman/sandi", changed)
    assert officer_with_token(secret) is None
    [event] = [event for event in new_events(before) if event.name == "officer.password_changed"]
    assert event.data["tokens_ended"] == 2


@pytest.fixture
def protected(root):
    """Who handles one protected category, and the category."""
    category = (
        Category.objects.filter(root=root, is_protected=True).exclude(agency=None).select_related("agency").first()
    )
    assert category is not None
    assert category.agency is not None
    reader = create_officer(
        username="lina", password=PASSWORD, name="Lina", agency=category.agency, role=Role.PROTECTED_CASE_OFFICER
    )
    return reader, category


def test_reading_a_protected_case_leaves_one_event_an_hour(filed, protected):
    reader, category = protected
    perform_action(filed.report.pk, "protect", actor=SYSTEM, data=ActData(category=category, agency=category.agency))
    client = Client()
    client.force_login(reader, backend="lapor.agencies.officers.backend.OfficerBackend")
    for _look in range(2):
        assert client.get(f"/konsol/laporan/{filed.report.tracking_id}").status_code == 200
    bearer = {"Authorization": f"Bearer {create_token(reader)}"}
    assert client.get(f"/api/v1/reports/{filed.report.tracking_id}", headers=bearer).status_code == 200
    readings = Event.objects.filter(name="case.read", stream_id=filed.report.pk)
    assert [event.actor_id for event in readings] == [reader.pk]
    assert row_faults() == []


def ways_to_read(report, photo, note):
    """Every address by which an officer sees one protected report, or a part of it."""
    number = report.tracking_id
    page, rest = f"/konsol/laporan/{number}", f"/api/v1/reports/{number}"
    return {
        "page": lambda client, _bearer: client.get(page),
        "refused act": lambda client, _bearer: client.post(page, {"act": "ask", "text": ""}),
        "form of an act": lambda client, _bearer: client.get(f"{page}/tindakan/ask"),
        "editor": lambda client, _bearer: client.get(f"{page}/tulis/ask"),
        "words that move": lambda client, _bearer: client.get(f"/konsol/pindah/{note.pk}"),
        "a photo": lambda client, _bearer: client.get(f"/lampiran/{photo.pk}/thumb"),
        "rest": lambda _client, bearer: Client().get(rest, headers=bearer),
        "a photo by rest": lambda _client, bearer: Client().get(f"{rest}/files/{photo.pk}/full", headers=bearer),
        "rest, refused": lambda _client, bearer: Client().post(
            f"{rest}/acts", '{"act": "ask", "text": ""}', "application/json", headers=bearer
        ),
    }


def test_every_way_to_read_a_protected_case_is_noted(root, protected, settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path
    reader, category = protected
    words, photos = "Suami saya memukul saya tiap malam", (store_file(photo()),)
    new = NewReport(text=words, submission_key=str(uuid.uuid4()), channel="web", category=category, photos=photos)
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    note = perform_action(report.pk, "note", actor=reporter_actor(None), data=ActData(text="Nomor rumahnya 17")).entry
    client, bearer = Client(), {"Authorization": f"Bearer {create_token(reader)}"}
    client.force_login(reader, backend="lapor.agencies.officers.backend.OfficerBackend")
    for name, read in ways_to_read(report, report.attachments.first(), note).items():
        before = Event.objects.filter(name="case.read").count()
        with clock.at(clock.now() + timedelta(hours=2 * (before + 1))):
            answer = read(client, bearer)
        assert answer.status_code in {200, 409, 422}, (name, answer.status_code)
        assert Event.objects.filter(name="case.read").count() == before + 1, name
    shown = Client().get("/api/v1/inbox", headers=bearer).json()["items"]
    assert [item["text"] for item in shown if item["tracking_id"] == report.tracking_id] == [""]


def ways_to_list(report, macro):
    """Every page on which one stands among others."""
    chosen = {"report": report.tracking_id}
    return {
        "list": lambda client: client.get("/konsol/?queue=open"),
        "what waits": lambda client: client.get("/konsol/?queue=mine"),
        "list beside a report": lambda client: client.get("/konsol/daftar?queue=open"),
        "by words": lambda client: client.get("/konsol/?q=memukul"),
        "what an act on many would do": lambda client: client.post("/konsol/banyak", {"act": "work_note", **chosen}),
        "refused act on many": lambda client: client.post(
            "/konsol/banyak", {"act": "work_note", "text": "", "confirm": "1", **chosen}
        ),
        "what handing it on would do": lambda client: client.post("/konsol/banyak", {"act": "forward", **chosen}),
        "what a macro would do": lambda client: client.post("/konsol/banyak/makro", {"macro": str(macro.pk), **chosen}),
        "proposals": lambda client: client.get("/konsol/usul/"),
        "notices": lambda client: client.get("/konsol/kabar/"),
    }


def test_no_list_shows_the_words_of_a_protected_case(root, protected):
    """None of them leaves an event, so what is read there is read unseen."""
    reader, category = protected
    words = "Suami memukul saya, nomor saya 0812 3456 7890"
    new = NewReport(text=words, submission_key=str(uuid.uuid4()), channel="web", category=category)
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    steps = [{"act": "work_note", "text": "Dibaca"}]
    macro = Macro.objects.create(officer=reader, name="Baca", key="1", steps=steps)
    client = Client()
    client.force_login(reader, backend="lapor.agencies.officers.backend.OfficerBackend")
    seen = set()
    for name, look in ways_to_list(report, macro).items():
        page = look(client)
        assert page.status_code in {200, 422}, (name, page.status_code)
        assert "memukul saya" not in page.content.decode(), name
        assert "0812" not in page.content.decode(), name
        seen |= {name} if report.tracking_id in page.content.decode() else set()
    assert len(seen) >= 6, seen
    assert not Event.objects.filter(name="case.read").exists()


def test_reading_an_open_case_leaves_none(filed, triage):
    client = Client()
    client.force_login(triage, backend="lapor.agencies.officers.backend.OfficerBackend")
    assert client.get(f"/konsol/laporan/{filed.report.tracking_id}").status_code == 200
    assert not Event.objects.filter(name="case.read").exists()
