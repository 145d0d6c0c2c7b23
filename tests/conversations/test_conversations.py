"""Whole conversations of people who do not write as a bot's authors do.

`pytest tests/conversations -s` prints each as the person sees it."""

from functools import cache

import pytest

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.gateway.channels import CHANNELS
from lapor.ledger.verifying import verify
from tests.conversations import walk
from tests.english import english_in
from tests.makers import recording

CHATS = {"telegram", "whatsapp", "facebook", "instagram", "x", "sms"}


def test_there_are_at_least_forty_people_on_every_chat():
    stories = [walk.story(path) for path in walk.PEOPLE]
    assert len(stories) >= 40
    assert {story["channel"] for story in stories} >= CHATS
    assert all("leads" in line for story in stories for line in story["lines"] if "says" in line or "sends" in line)


@cache
def voice():
    return recording(1, video=None)


@pytest.mark.django_db
@pytest.mark.parametrize("path", walk.PEOPLE, ids=lambda path: path.stem)
def test_conversation_leads_where_it_should(root, path, monkeypatch):
    story = walk.story(path)
    monkeypatch.setattr(walk, "recording", lambda *_args, **_more: voice())
    monkeypatch.setattr(type(CHANNELS[story["channel"]]), "fetch_media", walk.media_bytes, raising=False)
    Category.objects.update(needs_evidence=False)
    office = {"triage": ("diskominfo", Role.TRIAGE_OFFICER), "liaison": ("perkim", Role.LIAISON_OFFICER)}
    officers = {
        name: create_officer(
            username=f"p-{name}", password="Rahasia-2026-x", name=name, agency=Agency.objects.get(code=code), role=role
        )
        for name, (code, role) in office.items()
    }
    person = walk.Walk(story["channel"], root, officers["triage"], officers["liaison"])
    lines, faults = story["lines"], []
    for place, line in enumerate(lines):
        seen = person.line(line, lines[place + 1] if place + 1 < len(lines) else None)
        faults += fault_of(line, seen, person)
    print("\n" + person.printed(story))
    assert faults == []
    # not what the person sent
    ours = [line for line in person.printed(story).splitlines() if not line.startswith(("–", "=="))]
    assert english_in("\n".join(ours)) == []
    assert_end(story["end"])
    assert verify().faults == []


def fault_of(line, seen, person):
    found = []
    if "leads" in line and (led := walk.outcome()) != line["leads"]:
        found.append(f"{line}: led to {led!r}")
    if "hears" in line:
        wanted = person.filled(line["hears"])
        is_heard = wanted in seen.replace(" ", "") if wanted.isdecimal() else (wanted in seen if wanted else not seen)
        found += [] if is_heard else [f"{line}: heard {seen!r}"]
    return found


def assert_end(end):
    reports = walk.reports()
    assert len(reports) == end["reports"], [report.text for report in reports]
    if "states" in end:
        assert [report.state for report in reports] == end["states"]
    for name in ("texts", "places"):
        for report, wanted in zip(reports, end.get(name, []), strict=False):
            assert wanted in (report.text if name == "texts" else report.address)
    for wanted in end.get("notes", []):
        assert any(wanted in note for note in walk.notes()), walk.notes()
    for unwanted in end.get("never", []):
        assert not any(unwanted in words for report in reports for words in (report.text, report.address)), unwanted
