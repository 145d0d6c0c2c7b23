"""The table of acts, without a database: from where to where and by whom as the product says, and what each row
promises."""

from collections import defaultdict
from dataclasses import FrozenInstanceError

import pytest
from django.utils import translation

from lapor.reports.vocabulary import State
from lapor.reports.workflow import act as row_names
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import HOLDER
from lapor.reports.workflow.rules import GuardContext
from tests.reports.product import DEADLINES, EVERY, NAMES, OPEN, PRODUCT, ROLES, A, D, F, H, L, P, R, S, T, V, X


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def as_received(text):
    """The same text as another object, as it comes from a form or the database."""
    return "".join(list(text))


def rows(name):
    return [row for row in workflow.TABLE if row.name == name]


def test_table_has_the_acts_of_the_product_and_no_others():
    assert {row.name for row in workflow.TABLE} == set(NAMES) | {"file", "import"}
    assert set(State.values) == EVERY


@pytest.mark.parametrize("name", NAMES)
def test_table_says_what_the_product_says(name):
    for state in State.values:
        for role in ROLES:
            wanted = {
                "holder" if to == HOLDER else to
                for sources, to, who in PRODUCT[name]
                if state in sources and role in who
            }
            found = {
                "holder" if row.target == HOLDER else row.target
                for row in rows(name)
                if state in row.sources and role in row.actors
            }
            assert found == wanted, (state, role)


def deadlines_of(row):
    """{deadline: what the row does to it, several with spaces between}"""
    found = defaultdict(list)
    for effect, deadline in row.clocks:
        found[str(deadline)].append(effect)
    return {deadline: " ".join(effects) for deadline, effects in found.items()}


@pytest.mark.parametrize("name", [*NAMES, "file", "import"])
def test_act_touches_the_deadlines_that_the_product_says(name):
    found = [deadlines_of(row) for row in rows(name) if row.clocks]
    assert sorted(map(sorted, map(dict.items, found))) == sorted(map(sorted, map(dict.items, DEADLINES.get(name, []))))


@pytest.mark.parametrize("name", NAMES)
def test_act_is_found_or_refused_with_a_reason_never_both(name):
    for state in State.values:
        for role in ROLES:
            for is_protected in (False, True):
                facts = GuardContext(
                    state=state, is_protected=is_protected, refusals=3, actor_in_root=True, waiting_time_over=True
                )
                roles = workflow.acting_as(role, is_protected=is_protected)
                row, reason = workflow.find_row(name, facts, roles), workflow.refusal(name, facts, roles)
                assert (row is None) == (reason is not None), (state, role)
                assert row is None or row in workflow.offered(facts, roles)


def test_nobody_but_the_standing_group_handles_a_protected_case():
    for state in State.values:
        for role in (T, L, F, H, A):
            facts = GuardContext(state=state, is_protected=True)
            assert workflow.offered(facts, workflow.acting_as(role, is_protected=True)) == []


def test_on_a_protected_report_its_officer_stands_for_triage_liaison_and_head():
    assert workflow.acting_as(as_received(P), is_protected=True) == {T, L, H}
    assert [workflow.acting_as(role, is_protected=True) for role in (R, D, V, S)] == [{R}, {D}, {V}, {S}]


@pytest.mark.parametrize("role", ROLES)
def test_on_any_other_report_everybody_acts_in_their_own_role(role):
    assert workflow.acting_as(role, is_protected=False) == {role}


def test_open_is_what_is_neither_closed_nor_elsewhere():
    assert OPEN == row_names.OPEN


def test_these_acts_are_the_main_ones_of_their_state():
    """The console and the reporter's page open their form at once."""
    main = {(row.name, role) for row in workflow.TABLE if row.is_main for role in row.actors}
    assert main == {
        ("forward", T),
        ("forward", S),
        ("decide", H),
        ("start", L),
        ("start", F),
        ("answer", L),
        ("answer", H),
        ("approve", H),
        ("approve", T),
        ("reply", R),
        ("reply", D),
        ("confirm", R),
        ("confirm", D),
        ("partner_news", "partner"),
    }
    assert not workflow.find_row("forward", GuardContext(state="forwarded"), frozenset({L})).is_main
    assert all(row.is_main for row in rows("confirm") + rows("answer"))


def test_nobodys_decision_hangs_on_what_is_quiet():
    assert {row.name for row in workflow.TABLE if row.is_quiet} == {
        "publish_entry",
        "withhold_entry",
        "call_officer",
        "answer_call",
        "end_call",
        "note",
        "rate",
        "support",
        "remind",
        "work_note",
        "mask_photo",
        "move_out",
        "divide",
        "unassign",
        "statement",
        "take_in",
        "invite_partner",
        "end_partner",
        "partner_news",
        "call_back",
    }


def test_helping_agency_reports_progress_and_writes_notes_and_no_more():
    assert {row.name for row in workflow.TABLE if row.for_helpers} == {"respond", "work_note"}
    helping = GuardContext(state="in_progress", actor_reaches=False, actor_supports=True)
    assert [row.name for row in workflow.offered(helping, frozenset({L}))] == ["respond", "work_note"]
    assert str(workflow.refusal("answer", helping, frozenset({L}))) == "This report is not with your office."


def test_office_without_the_report_may_do_nothing():
    elsewhere = GuardContext(state="in_progress", actor_reaches=False)
    assert workflow.offered(elsewhere, frozenset({L})) == []
    assert str(workflow.refusal("work_note", elsewhere, frozenset({L}))) == "This report is not with your office."


def test_who_archived_it_takes_no_further_act_on_it():
    facts = GuardContext(state="received", actor_archived_it=True)
    assert workflow.offered(facts, frozenset({T})) == []
    assert str(workflow.refusal("forward", facts, frozenset({T}))).startswith("You archived this report")


def test_desk_acts_for_the_reporter_only_with_the_receipt():
    without, shown = (GuardContext(state="answered", actor_has_receipt=has) for has in (False, True))
    assert str(workflow.refusal("confirm", without, frozenset({D}))).startswith("Ask the person for the receipt")
    assert workflow.refusal("confirm", shown, frozenset({D})) is None
    # the reporter's own way in asked for it already
    assert workflow.refusal("confirm", without, frozenset({R})) is None
    mixed = GuardContext(state="in_progress", actor_has_receipt=False)
    assert workflow.refusal("work_note", mixed, frozenset({D, L})) is None  # not a reporter's act


def test_refusal_says_whether_it_is_the_state_the_role_or_the_act():
    received = GuardContext(state="received")
    assert (
        str(workflow.refusal("answer", received, frozenset({L})))
        == "This is not possible while the report is in this state."
    )
    assert str(workflow.refusal("answer", received, frozenset({T}))) == "Your role does not allow this."
    for unknown in ("abrakadabra", "ignore", "zzz"):
        assert str(workflow.refusal(unknown, received, frozenset({T}))) == "There is no such act."


def test_act_is_known_by_its_name_wherever_the_name_came_from():
    facts = GuardContext(state=as_received("received"))
    assert workflow.find_row(as_received("archive"), facts, frozenset({as_received(T)})) == rows("archive")[0]
    assert (
        str(workflow.refusal(as_received("answer"), facts, frozenset({L})))
        == "This is not possible while the report is in this state."
    )
    assert str(workflow.refusal(as_received("answer"), facts, frozenset({T}))) == "Your role does not allow this."


def test_one_row_that_fits_is_enough_and_the_first_one_is_taken():
    objected, plain = GuardContext(state="in_progress", has_objected=True), GuardContext(state="in_progress")
    both = frozenset({L, H})
    assert workflow.find_row("answer", objected, both) == rows("answer")[1]
    assert workflow.find_row("answer", plain, both) == rows("answer")[0]
    assert workflow.refusal("answer", plain, both) is None
    resolved = GuardContext(state="resolved", days_in_state=1, rejections=1)
    assert workflow.find_row("reopen", resolved, frozenset({V, R})) == rows("reopen")[0]
    assert [row for row in workflow.offered(resolved, frozenset({V, R})) if row.name == "reopen"] == rows("reopen")[:1]


def test_of_several_reasons_the_first_row_s_is_given():
    neither = GuardContext(state="awaiting_reporter")
    assert str(workflow.refusal("expire", neither, frozenset({S}))) == "The time to reply is not over yet."


def test_before_there_is_a_report_it_can_only_be_filed_or_imported():
    allowed = {
        name: {role for role in ROLES if workflow.rows_for(name, None, frozenset({role}))}
        for name in (*NAMES, "file", "import")
    }
    assert {name: who for name, who in allowed.items() if who} == {"file": {R, D, S, H}, "import": {A, S}}


def test_what_is_filed_cannot_be_filed_again():
    for state in State.values:
        assert workflow.rows_for("file", state, frozenset({R})) == []
        assert all(
            row.name not in {"file", "import"} for row in workflow.offered(GuardContext(state=state), frozenset(ROLES))
        )


def test_offered_acts_stand_in_the_order_of_the_table():
    order = [
        row.name for row in workflow.offered(GuardContext(state="received", publication="published"), frozenset({T}))
    ]
    assert order == [
        "ask",
        "forward",
        "merge",
        "archive",
        "refer",
        "mask",
        "mask_photo",
        "move_out",
        "divide",
        "take_in",
        "publish_entry",
        "withhold_entry",
        "withhold",
        "raise_privacy",
        "work_note",
    ]


@pytest.mark.parametrize(
    ("name", "approver"),
    [("schedule", H), ("reschedule", H), ("answer", H), ("refer", T)],
)
def test_liaison_only_proposes_what_needs_approval_and_the_approver_does_it_at_once(name, approver):
    row = next(row for row in rows(name) if L in row.actors)
    asks = GuardContext(state="in_progress", wants_approval=True)
    assert row.needs_approval(asks, frozenset({L}))
    assert not row.needs_approval(asks, frozenset({L, approver}))


def test_answer_needs_approval_only_where_the_agency_wants_it():
    row = next(row for row in rows("answer") if L in row.actors)
    assert not row.needs_approval(GuardContext(state="in_progress", wants_approval=False), frozenset({L}))


def test_nothing_else_needs_approval():
    facts = GuardContext(state="in_progress", wants_approval=True)
    found = {row.name for row in workflow.TABLE if row.needs_approval(facts, frozenset({X}))}
    assert found == {"schedule", "reschedule", "answer", "refer"}


def test_act_leads_to_its_state_or_leaves_it_or_goes_back():
    """Back to whoever asked after a reply; to the agency, or where none holds it to triage, after a rejection; after
    the second one to nobody, until the head has decided."""

    def leads_to(name, facts, return_state=""):
        found = workflow.find_row(name, facts, frozenset(ROLES)) or rows(name)[0]
        return workflow.target_state(found, facts, return_state)

    assert leads_to("archive", GuardContext(state="received")) == "archived"
    assert leads_to("confirm", GuardContext(state="answered")) == "resolved"
    assert leads_to("schedule", GuardContext(state="in_progress"), "received") == "scheduled"
    assert leads_to("note", GuardContext(state="scheduled")) == "scheduled"
    assert leads_to("reply", GuardContext(state="awaiting_reporter"), "in_progress") == "in_progress"
    assert leads_to("reply", GuardContext(state="awaiting_reporter")) == "received"
    assert leads_to("reject", GuardContext(state="answered", has_agency=True)) == "in_progress"
    assert leads_to("reject", GuardContext(state="answered")) == "received"
    assert leads_to("reject", GuardContext(state="answered", has_agency=True, rejections=1)) == "received"
    assert leads_to("reopen", GuardContext(state="resolved", has_agency=True, rejections=5)) == "received"


def test_row_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        workflow.TABLE[0].name = "x"  # type: ignore[misc]
