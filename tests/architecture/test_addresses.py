"""Every address x every role, from one table. An address that is not in the table fails: deny by default."""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from tests.routes import routes

pytestmark = pytest.mark.django_db

STRANGER = "stranger"
TRIAGE, LIAISON, FIELD, HEAD = Role.TRIAGE_OFFICER, Role.LIAISON_OFFICER, Role.FIELD_OFFICER, Role.HEAD
OVERSEER, PROTECTED, DESK, ADMIN = Role.OVERSEER, Role.PROTECTED_CASE_OFFICER, Role.DESK_OFFICER, Role.ADMINISTRATOR
EVERYONE = frozenset({STRANGER, *Role.values})
OFFICERS = frozenset(Role.values)
AGENCIES = {
    TRIAGE: "diskominfo",
    LIAISON: "perkim",
    FIELD: "perkim",
    HEAD: "pemkot",
    OVERSEER: "inspektorat",
    PROTECTED: "inspektorat",
    DESK: "diskominfo",
    ADMIN: "diskominfo",
}
NUMBER, UPLOAD, DAY = "the report's number", "an upload that does not exist", "a day without a head"

# name of the address: (who may come in, arguments). Whoever may not: strangers go to the sign-in, officers get 403, or
# 404 where even the existence of what stands there is not theirs to know.
TABLE = {
    "web:home": (EVERYONE, ()),
    "web:file": (EVERYONE, ()),
    "web:report_list": (EVERYONE, ()),
    "web:feed": (EVERYONE, ()),
    "web:csv": (EVERYONE, ()),
    "web:json": (EVERYONE, ()),
    "web:map": (EVERYONE, ()),
    "web:robots": (EVERYONE, ()),
    "web:security": (EVERYONE, ()),
    "web:sitemap_index": (EVERYONE, ()),
    "web:sitemap_pages": (EVERYONE, ()),
    "web:sitemap_day": (EVERYONE, (DAY,)),
    "web:report": (EVERYONE, (NUMBER,)),
    "web:my_reports": (EVERYONE, ()),
    "web:statistics": (EVERYONE, ()),
    "web:help": (EVERYONE, ()),
    "web:follow": (EVERYONE, ()),
    "web:sign_in": (EVERYONE, ()),
    "web:account": (EVERYONE, ()),  # who is not signed in goes on to web:sign_in
    "web:key_sign_in": (EVERYONE, ()),
    "web:key_add": (EVERYONE, ()),  # who is not signed in goes on to web:sign_in
    "web:data": (EVERYONE, ()),
    "web:statistics_csv": (EVERYONE, ()),
    "web:agency_card": (EVERYONE, ("perkim",)),
    "web:area_card": (EVERYONE, ("33.74.01",)),
    "web:year": (EVERYONE, (2026,)),
    "web:embed": (EVERYONE, ()),
    "web:widget": (EVERYONE, ()),
    "web:check_receipt": (EVERYONE, ()),
    # without the receipt code on to the report's page (tests/web/test_receipts.py)
    "web:receipt_file": (
        EVERYONE,
        (NUMBER,),
    ),
    "web:heads": (EVERYONE, ()),
    "web:callback": (EVERYONE, ()),
    "web:public_keys": (EVERYONE, ()),
    "web:areas": (EVERYONE, ()),
    "web:danger": (EVERYONE, ()),
    "web:brand_css": (EVERYONE, ()),
    "web:about": (EVERYONE, ()),
    "web:privacy": (EVERYONE, ()),
    "web:brand_preview_css": (frozenset({ADMIN}), ()),
    "web:pulse": (EVERYONE, ()),
    "web:worker": (EVERYONE, ()),
    "web:offline": (EVERYONE, ()),
    "web:manifest": (EVERYONE, ()),
    "web:app_icon": (EVERYONE, ("192",)),
    "healthz": (EVERYONE, ()),
    "readyz": (EVERYONE, ()),
    "account_login": (frozenset({STRANGER}), ()),
    "account_signup": (frozenset({STRANGER}), ()),
    "account_reset_password": (EVERYONE, ()),
    "account_inactive": (EVERYONE, ()),
    "account_logout": (OFFICERS, ()),
    "mfa_index": (OFFICERS, ()),
    "account_change_password": (OFFICERS, ()),
    "console:substitutes": (OFFICERS - {ADMIN}, ()),
    "console:inbox": (OFFICERS, ()),
    "console:tasks": (frozenset({LIAISON, FIELD}), ()),
    "console:tasks_pulse": (frozenset({LIAISON, FIELD}), ()),
    "console:tasks_worker": (frozenset({LIAISON, FIELD}), ()),
    "console:sharing": (frozenset({LIAISON, HEAD}), ()),
    "console:task": (frozenset(), (NUMBER,)),  # whose work it is (404), of a report that nobody holds
    "console:dispositions": (frozenset({TRIAGE, HEAD, OVERSEER}), ()),
    "console:callback": (frozenset({TRIAGE, LIAISON, OVERSEER}), ()),
    "console:callback_draws": (frozenset({OVERSEER}), ()),
    "console:reporter_search": (frozenset({TRIAGE, LIAISON, HEAD, OVERSEER, PROTECTED}), ()),
    "console:inbox_list": (frozenset({TRIAGE, LIAISON, FIELD, HEAD, OVERSEER, PROTECTED}), ()),
    "console:queues": (frozenset({TRIAGE, LIAISON, FIELD, HEAD, OVERSEER, PROTECTED}), ()),
    "console:filters": (frozenset({TRIAGE, LIAISON, FIELD, HEAD, OVERSEER, PROTECTED}), ()),
    "console:report": (frozenset({TRIAGE, HEAD, OVERSEER}), (NUMBER,)),
    "console:capture": (frozenset({TRIAGE, HEAD, OVERSEER}), (NUMBER,)),
    "console:similar": (frozenset({TRIAGE, HEAD, OVERSEER}), (NUMBER,)),
    "console:act_form": (frozenset({TRIAGE, HEAD, OVERSEER}), (NUMBER, "work_note")),
    "console:write": (frozenset({TRIAGE}), (NUMBER, "ask")),  # whose act it is (404), of a report that nobody holds
    "console:handing_over": (frozenset({LIAISON, HEAD}), ()),
    "console:proposals": (frozenset({TRIAGE, HEAD, PROTECTED}), ()),
    "console:approval": (frozenset({HEAD}), ()),
    "console:templates": (frozenset({TRIAGE, LIAISON, HEAD}), ()),
    "console:macros": (frozenset({TRIAGE, LIAISON, FIELD, HEAD, OVERSEER, PROTECTED}), ()),
    "console:new_macro": (frozenset({TRIAGE, LIAISON, FIELD, HEAD, OVERSEER, PROTECTED}), ()),
    "console:teams": (frozenset({LIAISON, HEAD}), ()),
    "console:new_team": (frozenset({LIAISON, HEAD}), ()),
    "console:new_template": (frozenset({TRIAGE, LIAISON, HEAD}), ()),
    "console:identity": (frozenset({TRIAGE, HEAD, OVERSEER}), (NUMBER,)),
    "console:consents": (frozenset({TRIAGE, LIAISON, HEAD, OVERSEER, PROTECTED}), ()),
    "console:incidents": (frozenset({TRIAGE, HEAD}), ()),
    "console:candidates": (frozenset({TRIAGE, PROTECTED}), ()),
    "ops:channels": (frozenset({TRIAGE, ADMIN}), ()),
    "ops:new_account": (frozenset({ADMIN}), ("telegram",)),
    "ops:tokens": (frozenset({ADMIN}), ()),
    "ops:condition": (frozenset({ADMIN}), ()),
    "console:deliveries": (frozenset({TRIAGE, ADMIN}), ()),
    "api-v1:openapi-json": (EVERYONE, ()),
    "api-v1:list_categories": (EVERYONE, ()),
    "api-v1:list_reports": (EVERYONE, ()),
    "api-v1:file_report": (EVERYONE, ()),  # the same address
    "api-v1:get_report": (EVERYONE, (NUMBER,)),
    "desk:file": (frozenset({DESK, TRIAGE}), ()),
    "desk:lookup": (frozenset({DESK, TRIAGE}), ()),
    "desk:post": (frozenset({DESK, TRIAGE}), ()),
    "desk:day": (frozenset({DESK, TRIAGE}), ()),
    "console:imports": (frozenset({ADMIN}), ()),
    "console:offices": (frozenset({ADMIN}), ()),
    "console:routing": (frozenset({ADMIN}), ()),
    "console:escalation": (frozenset({ADMIN}), ()),
    "console:notices": (OFFICERS, ()),
    "console:pages": (frozenset({ADMIN}), ()),
    "console:brand": (frozenset({ADMIN}), ()),
    "console:assets": (frozenset({ADMIN}), ()),
    "console:asset_stickers": (frozenset({ADMIN}), ()),
    "console:poster": (frozenset({ADMIN}), ()),
    "console:base_map": (frozenset({ADMIN}), ()),
    "console:page": (frozenset({ADMIN}), ("cara", "id")),
    "desk:radio": (frozenset({DESK, TRIAGE}), ()),
    "desk:paper": (frozenset({DESK, TRIAGE}), ()),
    "desk:newsrooms": (frozenset({DESK, TRIAGE}), ()),
    "desk:queue": (frozenset({DESK, TRIAGE}), ()),
    "desk:screen": (frozenset({DESK, TRIAGE}), ()),
    "desk:pulse": (frozenset({DESK, TRIAGE}), ()),
    "desk:worker": (frozenset({DESK, TRIAGE}), ()),
}
# Addresses that only take POST (checked apart), or whose right hangs on what they name (tests/web/test_files.py).
PARTNERS = {"web:partner", "web:partner_challenge", "web:partner_capture"}
POST_ONLY = {
    "console:saved_view": (frozenset({TRIAGE, LIAISON, FIELD, HEAD, OVERSEER, PROTECTED}), ()),
    "console:presence": (frozenset({TRIAGE, HEAD, OVERSEER}), (NUMBER,)),
    "console:challenge": (frozenset({TRIAGE, HEAD, OVERSEER}), (NUMBER,)),
    "console:draft": (frozenset({TRIAGE, HEAD, OVERSEER}), (NUMBER,)),
    "console:snooze": (frozenset({TRIAGE, HEAD, OVERSEER}), (NUMBER,)),
    "console:dismiss_words": (OFFICERS, ()),
    "console:undo": (frozenset({TRIAGE, HEAD, OVERSEER}), (NUMBER,)),
    "console:bulk_macro": (frozenset({TRIAGE, LIAISON, FIELD, HEAD, OVERSEER, PROTECTED}), ()),
    "console:bulk": (frozenset({TRIAGE, LIAISON, FIELD, HEAD, OVERSEER, PROTECTED}), ()),
    "console:undo_many": (frozenset({TRIAGE, LIAISON, FIELD, HEAD, OVERSEER, PROTECTED}), ()),
    "console:decide_proposal": (frozenset({TRIAGE, HEAD}), (NUMBER,)),
    "set_language": (EVERYONE, ()),
    "console:stand_in": (OFFICERS, ()),
    "console:block": (frozenset({TRIAGE}), (NUMBER,)),
    "console:mail": (frozenset({TRIAGE}), (NUMBER,)),  # beside a report: who may see it (tests/promises/)
    "console:unblock": (frozenset({TRIAGE}), (UPLOAD,)),
    "web:key_remove": (EVERYONE, ()),  # of one's own
    "web:support": (EVERYONE, (NUMBER,)),
    "web:part": (EVERYONE, ()),
    "web:kept": (EVERYONE, ()),
    "web:shared": (EVERYONE, ()),
    "web:guess": (EVERYONE, ()),
    "web:similar": (EVERYONE, ()),
    "web:places": (EVERYONE, ()),
    "web:forget": (EVERYONE, ()),
    "desk:numbers": (frozenset({DESK, TRIAGE}), ()),
    "desk:kept": (frozenset({DESK, TRIAGE}), ()),
    "desk:known": (frozenset({DESK, TRIAGE}), ()),
    "desk:similar": (frozenset({DESK, TRIAGE}), ()),
    "desk:support": (frozenset({DESK, TRIAGE}), ()),
}
# REST asks for a bearer token or a receipt code and knows no sessions: whoever is signed in by cookie is a stranger
# (tests/api/).
BY_TOKEN = {
    "api-v1:list_inbox": (),
    "api-v1:perform_action": (NUMBER,),
    "api-v1:api-root": (),
    # what officers have beside the acts (tests/api/test_worktable.py); operations of one address have a name each
    **dict.fromkeys(("api-v1:get_snooze", "api-v1:put_snooze", "api-v1:delete_snooze"), (NUMBER,)),
    **dict.fromkeys(("api-v1:list_drafts", "api-v1:list_suggestions", "api-v1:list_similar"), (NUMBER,)),
    **dict.fromkeys(("api-v1:list_checklist", "api-v1:list_fitting_macros"), (NUMBER,)),
    **dict.fromkeys(("api-v1:put_draft", "api-v1:delete_draft"), (NUMBER, "start")),
    **dict.fromkeys(("api-v1:issue_challenge", "api-v1:issue_challenges_ahead", "api-v1:announce_photo"), (NUMBER,)),
    "api-v1:list_partners": (NUMBER,),
    **dict.fromkeys(("api-v1:list_teams", "api-v1:list_calls"), ()),
    **dict.fromkeys(("api-v1:list_proposals", "api-v1:list_incidents", "api-v1:list_dispositions"), ()),
    **dict.fromkeys(("api-v1:hand_over", "api-v1:search_by_reporter", "api-v1:declare"), ()),
    **dict.fromkeys(("api-v1:list_candidates", "api-v1:list_notices", "api-v1:read_notices"), ()),
    **dict.fromkeys(("api-v1:list_substitutes", "api-v1:lend_role", "api-v1:get_choice", "api-v1:put_choice"), ()),
    **dict.fromkeys(("api-v1:get_routing", "api-v1:try_routing", "api-v1:load_routing"), ()),
    **dict.fromkeys(("api-v1:try_levels", "api-v1:try_term"), ()),
    **dict.fromkeys(("api-v1:put_presence", "api-v1:undo"), (NUMBER,)),
    **dict.fromkeys(("api-v1:decide_candidate", "api-v1:take_role_back"), (UPLOAD,)),
    **dict.fromkeys(("api-v1:list_candidates_of_incident", "api-v1:merge_into"), (UPLOAD,)),
    **dict.fromkeys(("api-v1:write_call_result", "api-v1:pass_call_on"), (UPLOAD,)),
    "api-v1:list_offered_templates": (NUMBER, "start"),
    "api-v1:run_macro": (NUMBER, UPLOAD),
    **dict.fromkeys(("api-v1:list_saved_views", "api-v1:post_saved_view", "api-v1:bulk_act"), ()),
    **dict.fromkeys(("api-v1:list_templates", "api-v1:post_template", "api-v1:list_macros", "api-v1:post_macro"), ()),
    **dict.fromkeys(("api-v1:delete_saved_view", "api-v1:put_template", "api-v1:delete_template"), (UPLOAD,)),
    **dict.fromkeys(("api-v1:put_macro", "api-v1:delete_macro"), (UPLOAD,)),
}
# The steps of the second factor: a right sign-in or a recent proof comes first (tests/web/test_second_factor.py).
BY_STEP = {
    "mfa_list_webauthn",
    "mfa_authenticate",
    "mfa_trust",
    "mfa_login_webauthn",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "webhook",  # by signature, see tests/contract/
    "metrics",  # by a token of the operator's (tests/ops/test_metrics.py)
}
BY_OBJECT = {
    "desk:report": (NUMBER,),
    "desk:picture": (),
    "console:import": (UPLOAD,),
    "console:import_faults": (UPLOAD,),
    "desk:clipping": (UPLOAD,),
    "desk:clipping_picture": (UPLOAD,),
    "desk:script": (UPLOAD,),
    "desk:letter": (UPLOAD,),
    "web:own_data": (NUMBER,),
    "web:ombudsman": (NUMBER,),
    "web:data_newest": ("laporan.csv",),
    "web:data_file": (DAY, "laporan.csv"),
    "web:follow_manage": ("forged.token",),
    "web:follow_stop": ("forged.token",),
    "web:stop_mails": ("forged.token",),
    "web:partner": ("forged.token",),
    "web:partner_challenge": ("forged.token",),
    "web:partner_capture": ("forged.token",),
    "console:merge_incident": (UPLOAD,),
    "attachment": (UPLOAD, "full"),
    "api-v1:get_file": (NUMBER, UPLOAD, "full"),
    "web:kept_photo": (UPLOAD,),
    "web:map_data": (),  # without a box 400 (tests/web/test_map.py)
    "web:map_tiles": (),  # where a file is set
    "web:brand_file": ("0" * 64,),
    "web:brand_preview": (),  # once there is a draft (tests/agencies/test_brand.py)
    "web:share_card": (NUMBER,),  # of what is public (tests/web/test_sharing.py)
    "web:asset_links": (),  # where a package is set (tests/web/test_app.py)
    "web:head": (DAY,),
    "web:callback_frame": ("2000-01",),
    "console:callback_case": (UPLOAD,),
    "console:mask_photo": (UPLOAD,),
    "console:move_entry": (UPLOAD,),
    "console:template": (UPLOAD,),
    "console:team": (UPLOAD,),
    "console:macro": (UPLOAD,),
    "console:run_macro": (NUMBER, UPLOAD),
    "ops:account": (UPLOAD,),
}


def named_addresses():
    for _route, name, pattern in routes():
        assert pattern.name, f"{pattern.pattern} has no name"
        yield name


@pytest.fixture
def people(root):
    """One client a role, and one that nobody signed in with."""
    clients = {STRANGER: Client()}
    for role in Role:
        agency = Agency.objects.get(code=AGENCIES[role])
        officer = create_officer(
            username=role.value, password="Rahasia-2026-x", name=str(role.label), agency=agency, role=role
        )
        clients[role.value] = Client()
        clients[role.value].force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return clients


def address(name, arguments, filed):
    known = {NUMBER: filed.report.tracking_id, UPLOAD: uuid.uuid4(), DAY: datetime.date(2000, 1, 1)}
    return reverse(name, args=[known.get(argument, argument) for argument in arguments])


def test_every_address_is_in_the_table():
    assert set(named_addresses()) == {*TABLE, *POST_ONLY, *BY_OBJECT, *BY_TOKEN, *BY_STEP}


def test_only_the_roles_of_the_table_come_in(people, filed):
    """One officer without the role gets 403 or 404, a stranger the sign-in page; nobody gets a server error."""
    wrong = []
    for name, (allowed, arguments) in TABLE.items():
        for role, client in people.items():
            response = client.get(address(name, arguments, filed))
            comes_in = response.status_code == 200 or (
                response.status_code == 302 and not response["Location"].startswith("/masuk")
            )
            if name == "readyz":
                comes_in = response.status_code in {200, 503}
            if name in {"account_login", "account_signup"} and response.status_code == 302:
                comes_in = False  # who is signed in already goes on to the console
            if comes_in != (role in allowed) or (response.status_code >= 500 and name != "readyz"):
                wrong.append((name, role, response.status_code))
    assert wrong == []


def test_addresses_that_only_take_post_refuse_get_and_other_roles(people, filed):
    wrong = []
    for name, (allowed, arguments) in POST_ONLY.items():
        url = address(name, arguments, filed)
        for role, client in people.items():
            if client.get(url).status_code not in {302, 403, 405}:
                wrong.append((name, role, "GET"))
            response = client.post(url, {"language": "en"})
            comes_in = response.status_code in {200, 302, 204, 422} and not response.get("Location", "").startswith(
                "/masuk"
            )
            if comes_in != (role in allowed):
                wrong.append((name, role, response.status_code))
    assert wrong == []


def test_files_nobody_knows_are_not_found_by_anyone(people, filed):
    for name, arguments in BY_OBJECT.items():
        found = {client.get(address(name, arguments, filed)).status_code for client in people.values()}
        others = {
            "console:merge_incident": {405},
            "web:map_data": {400},
            "web:partner_challenge": {405},
            "web:partner_capture": {422},
            "desk:report": {302, 403, 404},
            "console:import": {302, 403, 404},
            "console:import_faults": {302, 403, 404},
            **{
                f"desk:{page}": {302, 403, 404}
                for page in ("picture", "clipping", "clipping_picture", "script", "letter")
            },
            "ops:account": {302, 403, 404},
            "console:mask_photo": {302, 403, 404},
            "console:move_entry": {302, 403, 404},
            "web:brand_preview": {302, 403, 404},
            "console:template": {302, 403, 404},
            "console:team": {302, 403, 404},
            "console:macro": {302, 403, 404},
            "console:run_macro": {302, 403, 404},
            "console:callback_case": {302, 403, 404},
        }
        assert found == others.get(name, {404}), name
        by_link = {"web:follow_manage", "web:follow_stop", "web:stop_mails", *PARTNERS}
        if name in {"web:own_data", "desk:report", *by_link}:
            continue
        assert people[STRANGER].post(address(name, arguments, filed)).status_code in {302, 405}
        # a liaison officer moves words, writes templates, macros and teams, calls back, but there are none
        theirs = {
            "console:move_entry",
            "console:template",
            "console:team",
            "console:macro",
            "console:run_macro",
            "console:callback_case",
        }
        refused = {404} if name in theirs else {403, 405}
        assert people[LIAISON.value].post(address(name, arguments, filed)).status_code in refused


def test_cookies_open_nothing_that_asks_for_a_token(people, filed):
    for name, arguments in BY_TOKEN.items():
        url = address(name, arguments, filed)
        assert {client.get(url).status_code for client in people.values()} <= {401, 404, 405}, name


def test_every_page_has_a_strict_policy_and_no_sniffing(people, filed):
    for name, (_allowed, arguments) in TABLE.items():
        response = people[TRIAGE.value].get(address(name, arguments, filed))
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy, name
        assert "default-src 'none'" in policy, name
        assert response["X-Content-Type-Options"] == "nosniff", name
        if name != "web:widget":  # made to stand in other pages: figures only
            assert response["X-Frame-Options"] == "DENY", name


def test_officers_pages_are_kept_by_no_cache(people, filed):
    for name in (
        "console:inbox",
        "console:report",
        "console:deliveries",
        "desk:file",
        "desk:post",
        "desk:radio",
        "desk:paper",
        "desk:newsrooms",
    ):
        response = people[TRIAGE.value].get(address(name, TABLE[name][1], filed))
        assert "no-store" in response["Cache-Control"], name


def test_form_without_its_token_is_refused(root):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/lapor", {"text": "Lampu mati"})
    assert response.status_code == 403
    assert "ketik" in response.content.decode() or "typed" in response.content.decode()
