"""Promise: an identity that is guarded is opened by two people who do not answer to each other, and whom the case does
not accuse.

The one place: `lapor/casework/identities.py`, `may_consent`; it is asked for the list of requests, for the consent, and
again at the opening.
"""

import copy
import itertools
import uuid
from typing import Any

import pytest
from django.test import Client

from lapor.agencies.actions import create_officer, set_active
from lapor.agencies.models import Agency, Delegation, Officer
from lapor.agencies.officers.delegations import dressed
from lapor.agencies.roles import Can, Role, roles_that
from lapor.casework.identities import ask_to_open, consent, may_consent, open_identity, waiting_for_consent
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.models import Exclusion, Report
from lapor.reports.workflow.acting import reporter_actor
from lapor.reports.workflow.refusals import ActRefused

pytestmark = pytest.mark.django_db
REASON = "Saksi pungli yang harus ditanya lagi"
# Where an officer stands as seen from who asks, who is in `uptd-satu` below perkim.
RELATIONS = {
    "same": "uptd-satu",
    "below": "seksi",
    "above": "perkim",
    "sister": "uptd-dua",
    "top": "pemkot",
    "elsewhere": "dpu",
    "elsewhere below": "uptd-dpu",
}
OUTSIDE = {"top", "elsewhere", "elsewhere below"}
KINDS = {
    "anonymous": {"identity": "anonymous"},
    "confidential": {"visibility": "confidential"},
    "protected": {"text": "Ada pungli di loket"},
}


def unit(code, parent):
    above = Agency.objects.get(code=parent)
    made = Agency.objects.create(code=code, name=code, kind="unit", parent=above, root=above.root or above, path=[])
    Agency.objects.filter(pk=made.pk).update(path=[*above.path, made.pk])


@pytest.fixture
def tree(root):
    for code, parent in (("uptd-satu", "perkim"), ("uptd-dua", "perkim"), ("seksi", "uptd-satu"), ("uptd-dpu", "dpu")):
        unit(code, parent)
    return {name: Agency.objects.select_related("root").get(code=code) for name, code in RELATIONS.items()}


def officer(name, role, agency):
    made = create_officer(username=name, password="Rahasia-2026-x", name=name, agency=agency, role=role)
    return Officer.objects.select_related("agency__root").get(pk=made.pk)


@pytest.fixture
def officers(tree):
    """One of each role in each relation."""
    pairs = list(itertools.product(RELATIONS, Role))
    return {
        (where, role): officer(f"{where}-{role}".replace(" ", "-")[:60], role, tree[where]) for where, role in pairs
    }


@pytest.fixture
def asker(tree):
    return officer("penanya", Role.LIAISON_OFFICER, tree["same"])


def opening_of(root, asker, kind):
    values: Any = {
        "text": "Lampu mati",
        "submission_key": str(uuid.uuid4()),
        "channel": "web",
        "name": "Zebedeus",
        **KINDS[kind],
    }
    new = NewReport(**values)
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    Report.objects.filter(pk=report.pk).update(agency=asker.agency)
    report.refresh_from_db()
    if kind != "protected":
        return ask_to_open(report, by=asker, reason=REASON)
    group = officer("perlindungan-asal", Role.PROTECTED_CASE_OFFICER, asker.agency)
    return ask_to_open(report, by=group, reason=REASON)


def is_allowed(where, role, kind):
    """The promise, said once more and apart from the code."""
    if role not in roles_that(Can.OPEN_IDENTITIES) or (
        kind == "protected" and role not in {Role.OVERSEER, Role.PROTECTED_CASE_OFFICER}
    ):
        return False
    return role == Role.OVERSEER or where in OUTSIDE


@pytest.mark.parametrize("kind", KINDS)
def test_every_role_in_every_relation(root, asker, officers, kind):
    opening = opening_of(root, asker, kind)
    for (where, role), one in officers.items():
        assert may_consent(opening, one) == is_allowed(where, role, kind), (where, role)
        assert (opening in waiting_for_consent(one)) == is_allowed(where, role, kind), (where, role)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("by", ["person", "agency"])
def test_nobody_whom_the_case_excludes(root, asker, officers, kind, by):
    opening = opening_of(root, asker, kind)
    Report.objects.filter(pk=opening.report_id).update(has_exclusions=True)
    for (where, role), one in officers.items():
        if not is_allowed(where, role, kind):
            continue
        named = {"officer": one} if by == "person" else {"agency": one.agency}
        exclusion = Exclusion.objects.create(report=opening.report, **named)
        opening.report.refresh_from_db()
        assert not may_consent(opening, one), (where, role)
        assert opening not in waiting_for_consent(one)
        exclusion.delete()
        assert may_consent(opening, one)


def acting(lender, substitute):
    return dressed(Delegation(officer=lender, substitute=substitute))


def test_lent_roles_count_with_both_agencies(root, asker, officers):
    opening = opening_of(root, asker, "anonymous")
    for lent, own in itertools.product(RELATIONS, RELATIONS):
        for role in (Role.LIAISON_OFFICER, Role.OVERSEER, Role.HEAD):
            one = acting(officers[lent, role], officers[own, Role.FIELD_OFFICER])
            assert may_consent(opening, one) == (lent in OUTSIDE and own in OUTSIDE), (lent, own, role)


def test_who_asked_consents_under_no_hat_and_nobody_under_theirs(root, asker, officers):
    opening = opening_of(root, asker, "anonymous")
    for where, role in itertools.product(RELATIONS, roles_that(Can.OPEN_IDENTITIES)):
        assert not may_consent(opening, acting(officers[where, role], asker))
        assert not may_consent(opening, acting(asker, officers[where, role]))


@pytest.mark.parametrize("accused", ["lender", "substitute", "lender's agency", "substitute's agency"])
def test_exclusion_of_either_bars_both(root, asker, officers, accused):
    opening = opening_of(root, asker, "confidential")
    lender, substitute = officers["elsewhere", Role.LIAISON_OFFICER], officers["elsewhere below", Role.FIELD_OFFICER]
    one = acting(lender, substitute)
    assert may_consent(opening, one)
    who = lender if accused.startswith("lender") else substitute
    named = {"agency": who.agency} if accused.endswith("agency") else {"officer": who}
    Exclusion.objects.create(report=opening.report, **named)
    Report.objects.filter(pk=opening.report_id).update(has_exclusions=True)
    opening.report.refresh_from_db()
    assert not may_consent(opening, one)


def refused(opening, by):
    with pytest.raises(ActRefused) as caught:
        open_identity(opening.pk, by=by)
    return str(caught.value.reason)


@pytest.mark.parametrize("raised", [{"visibility": "confidential"}, {"identity": "anonymous"}, {"is_protected": True}])
def test_request_of_a_public_report_is_void_once_it_is_guarded(root, tree, raised):
    triage = officer("vera", Role.TRIAGE_OFFICER, tree["elsewhere"])
    new = NewReport(text="Lampu mati", submission_key="x", channel="web", name="Zebedeus")
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    opening = ask_to_open(report, by=triage, reason=REASON)
    Report.objects.filter(pk=report.pk).update(**raised)
    assert refused(opening, triage)
    assert not waiting_for_consent(officer("w", Role.OVERSEER, tree["elsewhere"]))  # nobody is asked for it either


def test_consent_is_asked_again_at_the_opening(root, asker, officers):
    agreed = officers["elsewhere", Role.LIAISON_OFFICER]

    def consented():
        opening = opening_of(root, asker, "anonymous")
        consent(opening.pk, by=agreed)
        return opening

    assert open_identity(consented().pk, by=asker).name == "Zebedeus"
    opening = consented()
    Report.objects.filter(pk=opening.report_id).update(has_exclusions=True)
    Exclusion.objects.create(report=opening.report, officer=agreed)
    assert any(said in refused(opening, asker) for said in ("ask again", "minta lagi"))
    opening = consented()
    Report.objects.filter(pk=opening.report_id).update(is_protected=True)
    assert refused(opening, asker)  # the asker is not of the standing group, nor is who agreed
    opening = consented()
    agency = agreed.agency
    Officer.objects.filter(pk=agreed.pk).update(agency=asker.agency)
    assert any(said in refused(opening, asker) for said in ("ask again", "minta lagi"))
    Officer.objects.filter(pk=agreed.pk).update(agency=agency)
    opening = consented()
    set_active(copy.copy(agreed), is_active=False)
    assert any(said in refused(opening, asker) for said in ("ask again", "minta lagi"))


@pytest.mark.parametrize("role", sorted(roles_that(Can.OPEN_IDENTITIES)))
def test_reason_is_on_no_page_of_who_may_not_consent(root, asker, officers, role):
    opening = opening_of(root, asker, "protected")
    for where in RELATIONS:
        one = officers[where, role]
        client = Client()
        client.force_login(one, backend="lapor.agencies.officers.backend.OfficerBackend")
        page = client.get("/konsol/persetujuan/").content.decode()
        assert (REASON in page) == may_consent(opening, one), where
