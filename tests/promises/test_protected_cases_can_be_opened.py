"""Promise: a protected case always has somebody who can open it, and where only just, overseer and administrator hear
of it.

The one place: `standing_group` (lapor/agencies/queries.py), asked by `effects._protect` for each way into protection
(filing, forwarding, later words), by the alarm (lapor/notify/officers.py), by `lapor preset load` and by `lapor
doctor`. Walked here: every protected category of the preset x every way.
"""

import uuid

import pytest

from lapor.agencies.actions import create_officer, set_active
from lapor.agencies.models import Agency, Category, Officer
from lapor.agencies.preset.loading import load_preset
from lapor.agencies.preset.reading import PresetError, preset_dir
from lapor.agencies.queries import standing_group, unheld_categories
from lapor.agencies.roles import Role
from lapor.gateway.models import OutboundMessage
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.ledger.models import Event
from lapor.notify.officers import tell_officers
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.queries import may_see
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor

pytestmark = pytest.mark.django_db
WORDS = {
    "kekerasan-anak": "anak itu dipukul ayahnya",
    "kekerasan-rumah-tangga": "KDRT di rumah sebelah",
    "ancaman-jiwa": "saya diancam akan dibunuh",
    "korupsi": "petugas minta uang suap",
    "pungutan-liar": "",
}


def officer(role, code, name):
    agency = Agency.objects.get(code=code)
    return create_officer(
        username=name, password="Rahasia-2026-x", name=name, agency=agency, role=role, email=f"{name}@kota.example"
    )


def filed(root, **fields):
    new = NewReport(
        **{
            "text": "Lampu mati",
            "submission_key": str(uuid.uuid4()),
            "channel": "web",
            "email": "budi@contoh.example",
            **fields,
        }
    )
    return file_new_report(new, root=root, actor=reporter_actor(None)).report


def by_filing(root, category):
    return filed(root, category=category)


def by_words(root, category):
    return filed(root, text=WORDS[category.code] or "x", **({} if WORDS[category.code] else {"category": category}))


def by_forwarding(root, category):
    report = filed(root)
    data = ActData(category=category, agency=Agency.objects.get(code="perkim"), publication="pending")
    triage = Officer.objects.filter(role=Role.TRIAGE_OFFICER).first() or officer(
        Role.TRIAGE_OFFICER, "diskominfo", "vera"
    )
    return perform_action(report.pk, "forward", actor=officer_actor(triage), data=data).report


def by_later_words(root, category):
    report = filed(root)
    text = WORDS[category.code] or "ada pungli di kelurahan"
    return perform_action(report.pk, "note", actor=reporter_actor(report.reporter_id), data=ActData(text=text)).report


WAYS = [by_filing, by_words, by_forwarding, by_later_words]


def test_every_protected_category_is_walked(root):
    assert set(
        Category.objects.filter(root=root, is_protected=True, is_active=True).values_list("code", flat=True)
    ) == set(WORDS)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", WORDS)
def test_somebody_can_open_it(root, way, code):
    lintang = officer(Role.PROTECTED_CASE_OFFICER, "inspektorat", "lintang")
    report = Report.objects.select_related("agency").get(
        pk=way(root, Category.objects.select_related("agency").get(code=code)).pk
    )
    assert report.is_protected
    assert may_see(lintang, report)


def test_own_group_comes_first_and_one_above_will_do(root):
    dp3a, satpol = Agency.objects.get(code="dp3a"), Agency.objects.get(code="satpol-pp")
    assert standing_group(dp3a) is None
    own = officer(Role.PROTECTED_CASE_OFFICER, "dp3a", "lina")
    assert (standing_group(dp3a), standing_group(satpol)) == (dp3a, dp3a)
    set_active(own, is_active=False)
    assert standing_group(dp3a) is None
    officer(Role.PROTECTED_CASE_OFFICER, root.code, "pusat")
    assert (standing_group(dp3a), standing_group(satpol)) == (dp3a, satpol)


@pytest.mark.parametrize("has_stand_in", [False, True])
def test_overseer_and_administrator_hear_that_an_officer_is_missing(root, has_stand_in):
    told = {officer(Role.OVERSEER, "inspektorat", "wening").pk, officer(Role.ADMINISTRATOR, "diskominfo", "ade").pk}
    if has_stand_in:
        told.add(officer(Role.PROTECTED_CASE_OFFICER, "inspektorat", "lintang").pk)
    report = by_words(root, Category.objects.get(code="kekerasan-rumah-tangga"))
    event = Event.objects.get(stream_id=report.pk, name="report.forward")
    before = set(OutboundMessage.objects.values_list("pk", flat=True))
    tell_officers([event])
    messages = OutboundMessage.objects.exclude(pk__in=before)
    assert {uuid.UUID(message.dedupe_key.rpartition(":")[2]) for message in messages} == told
    alarms = [message.said.text for message in messages if report.tracking_id not in message.said.text]
    assert len(alarms) == 2  # which case it is, is not for them


def test_nobody_is_alarmed_where_the_group_has_its_officer(root):
    officer(Role.OVERSEER, "inspektorat", "wening")
    lina = officer(Role.PROTECTED_CASE_OFFICER, "dp3a", "lina")
    report = by_words(root, Category.objects.get(code="kekerasan-rumah-tangga"))
    before = set(OutboundMessage.objects.values_list("pk", flat=True))
    tell_officers([Event.objects.get(stream_id=report.pk, name="report.forward")])
    message = OutboundMessage.objects.exclude(pk__in=before).get()
    assert message.dedupe_key.endswith(str(lina.pk))


def test_preset_is_refused_where_officers_are_there_and_none_opens_protected_cases(root):
    assert set(unheld_categories(root)) == set(WORDS)
    load_preset(preset_dir("semarang"))  # no officers yet: a first start
    officer(Role.TRIAGE_OFFICER, "diskominfo", "vera")
    with pytest.raises(PresetError, match="nobody could open the protected"):
        load_preset(preset_dir("semarang"))
    officer(Role.PROTECTED_CASE_OFFICER, "inspektorat", "lintang")
    load_preset(preset_dir("semarang"))
    assert {group.code for group in unheld_categories(root).values() if group} == {"inspektorat"}
