"""Each rule of the table: when it lets an act pass, and the sentence it refuses it with. Without a database."""

from dataclasses import FrozenInstanceError, asdict

import pytest
from django.utils import translation

from lapor.reports.workflow import rules
from lapor.reports.workflow.rules import GuardContext
from lapor.reports.workflow.table import TABLE

PASSES = ""
CASES = [
    (rules.within_refusal_time, {}, PASSES),
    (rules.within_refusal_time, {"working_days_held": 2}, PASSES),
    (rules.within_refusal_time, {"working_days_held": 3}, "A report can be refused within 2 working days"),
    (rules.within_refusal_time, {"working_days_held": 300}, "A report can be refused within 2 working days"),
    (rules.within_refusal_time, {"is_decided": True}, "The head of the city has decided"),
    (rules.head_decides, {"actor_in_root": True, "refusals": 2}, "The head decides after three refusals or two"),
    (rules.head_decides, {"actor_in_root": True, "refusals": 3}, PASSES),
    (rules.head_decides, {"actor_in_root": True, "refusals": 400}, PASSES),
    (rules.head_decides, {"refusals": 3}, "Only the head of the city decides."),
    (rules.head_decides, {"actor_in_root": True, "awaits_decision": True}, PASSES),
    (rules.head_decides, {"awaits_decision": True}, "Only the head of the city decides."),
    (rules.head_decides, {"awaits_decision": True, "is_protected": True}, PASSES),
    (rules.rejected_again, {}, "The agency goes on after the first rejection."),
    (rules.rejected_again, {"rejections": 1}, PASSES),
    (rules.rejected_again, {"rejections": 7}, PASSES),
    (rules.reopened_again, {"rejections": 1, "days_in_state": 31}, "The 30 days for reopening are over."),
    (rules.reopened_again, {"rejections": 1, "days_in_state": 30}, PASSES),
    (rules.may_ask_back, {}, "You were not drawn to ask about this report."),
    (rules.may_ask_back, {"actor_asks_back": True}, PASSES),
    (rules.not_before_head, {}, PASSES),
    (rules.not_before_head, {"awaits_decision": True}, "Its reporter said twice that it is not solved"),
    (rules.may_merge, {"awaits_decision": True}, "Its reporter said twice that it is not solved"),
    (rules.may_tell_press, {"has_newsroom": True}, PASSES),
    (rules.may_tell_press, {}, "This report does not come from an outlet"),
    (rules.may_tell_press, {"has_newsroom": True, "visibility": "confidential"}, "A confidential report is not told"),
    (rules.may_tell_press, {"has_newsroom": True, "is_protected": True}, "A confidential report is not told"),
    (rules.still_reopenable, {"days_in_state": 0}, PASSES),
    (rules.still_reopenable, {"days_in_state": 30}, PASSES),
    (rules.still_reopenable, {"days_in_state": 31}, "The 30 days for reopening are over."),
    (rules.objection_possible, {"kind": "information_request", "working_days_in_state": 29}, PASSES),
    (rules.objection_possible, {"kind": "complaint"}, "An objection is possible for information requests."),
    (
        rules.objection_possible,
        {"kind": "information_request", "has_objected": True},
        "An objection has already been made.",
    ),
    (rules.objection_possible, {"kind": "information_request", "working_days_in_state": 0}, PASSES),
    (rules.objection_possible, {"kind": "information_request", "working_days_in_state": 30}, PASSES),
    (
        rules.objection_possible,
        {"kind": "information_request", "working_days_in_state": 31},
        "The 30 working days for an objection",
    ),
    (
        rules.objection_possible,
        {"kind": "information_request", "working_days_in_state": 300},
        "The 30 working days for an objection",
    ),
    (rules.head_answers_objection, {"has_objected": True}, PASSES),
    (rules.head_answers_objection, {}, "The head answers after an objection only."),
    (rules.not_objected, {"has_objected": True}, "After an objection only the head may answer."),
    (rules.not_objected, {}, PASSES),
    (rules.extension_possible, {"kind": "aspiration"}, "Only an information request can be extended."),
    (rules.extension_possible, {"kind": "information_request"}, PASSES),
    (
        rules.extension_possible,
        {"kind": "information_request", "is_extended": True},
        "It has already been extended once.",
    ),
    (rules.waits_for_team_of_actor, {"actor_in_team": True}, PASSES),
    (rules.waits_for_team_of_actor, {"actor_in_team": True, "is_taken": True}, "One of your team has taken it"),
    (rules.waits_for_team_of_actor, {}, "It was not given to a team of yours"),
    (rules.was_taken_by_actor, {"has_team": True, "actor_has_taken": True}, PASSES),
    (rules.was_taken_by_actor, {"has_team": True}, "You have not taken it for a team"),
    (rules.was_taken_by_actor, {"actor_has_taken": True}, "You have not taken it for a team"),
    (rules.may_appeal, {"archive_reason": "spam"}, PASSES),
    (rules.may_appeal, {"archive_reason": "withdrawn"}, "This report was not archived by an officer here."),
    (rules.may_appeal, {"archive_reason": "imported"}, "This report was not archived by an officer here."),
    (rules.may_appeal, {"archive_reason": "spam", "has_appealed": True}, "An appeal has already been made."),
    (rules.late_reply_possible, {"archive_reason": "incomplete", "days_in_state": 0}, PASSES),
    (rules.late_reply_possible, {"archive_reason": "incomplete", "days_in_state": 30}, PASSES),
    (
        rules.late_reply_possible,
        {"archive_reason": "incomplete", "days_in_state": 31},
        "The 30 days for a late reply are over.",
    ),
    (rules.late_reply_possible, {"archive_reason": "spam"}, "A late reply is possible where"),
    (rules.late_reply_possible, {"archive_reason": "before_court"}, "A late reply is possible where"),
    (rules.may_take_back, {"archive_reason": "withdrawn", "hours_in_state": 0}, PASSES),
    (rules.may_take_back, {"archive_reason": "withdrawn", "hours_in_state": 23}, PASSES),
    (rules.may_take_back, {"archive_reason": "withdrawn", "hours_in_state": 24}, "The 24 hours for taking"),
    (rules.may_take_back, {"archive_reason": "spam"}, "This report was not withdrawn"),
    (rules.may_take_back_protected, {"archive_reason": "withdrawn", "is_protected": True}, PASSES),
    (
        rules.may_take_back_protected,
        {"archive_reason": "withdrawn", "is_protected": True, "hours_in_state": 24},
        "The 24 hours for taking",
    ),
    (rules.may_take_back_protected, {"archive_reason": "withdrawn"}, "It is not a protected case"),
    (rules.asked_by_triage, {"waiting_time_over": True}, PASSES),
    (rules.asked_by_triage, {}, "The time to reply is not over yet."),
    (rules.asked_by_triage, {"asked_by_agency": True, "waiting_time_over": True}, "An agency asked."),
    (rules.asked_by_agency, {"asked_by_agency": True, "waiting_time_over": True}, PASSES),
    (rules.asked_by_agency, {"asked_by_agency": True}, "The time to reply is not over yet."),
    (rules.asked_by_agency, {"waiting_time_over": True}, "No agency asked."),
    (
        rules.asked_by_triage,
        {"is_as_imported": True, "waiting_time_over": True},
        "An imported report has no deadlines.",
    ),
    (rules.confirmation_over, {}, "The time to confirm is not over yet."),
    (rules.confirmation_over, {"waiting_time_over": True}, PASSES),
    (rules.confirmation_over, {"is_unreachable": True}, PASSES),
    (rules.may_publish, {}, PASSES),
    (rules.may_publish, {"publication": "withheld"}, PASSES),
    (rules.may_publish, {"publication": "published"}, "It is published already."),
    (rules.may_publish, {"visibility": "confidential"}, "A confidential report is not published."),
    (rules.may_withhold, {"publication": "pending"}, PASSES),
    (rules.may_withhold, {"publication": "published"}, PASSES),
    (rules.may_withhold, {"publication": "withheld"}, "It is withheld already."),
    (rules.is_published, {"publication": "published"}, PASSES),
    (rules.is_published, {"publication": "pending"}, "Its text is not published."),
    (rules.is_published, {"publication": "withheld"}, "Its text is not published."),
    (rules.is_public, {"visibility": "public"}, PASSES),
    (rules.is_public, {"visibility": "confidential"}, "It is confidential already."),
    (rules.may_lower_privacy, {"visibility": "confidential"}, PASSES),
    (rules.may_lower_privacy, {"visibility": "public"}, "It is public already."),
    (
        rules.may_lower_privacy,
        {"visibility": "confidential", "is_protected": True},
        "A protected case stays confidential.",
    ),
    (rules.may_rate, {}, PASSES),
    (rules.may_rate, {"has_rated": True}, "You have already rated this report."),
    (rules.may_call_officer, {}, PASSES),
    (rules.may_call_officer, {"officer_call": "answered"}, PASSES),
    (rules.may_call_officer, {"officer_call": "open"}, "The officers have been told already"),
    (rules.was_called, {}, "The reporter did not ask for an officer."),
    (rules.was_called, {"officer_call": "open"}, PASSES),
    (rules.was_called, {"officer_call": "answered"}, PASSES),
    (rules.call_is_open, {}, "The reporter does not wait for an officer."),
    (rules.call_is_open, {"officer_call": "answered"}, "The reporter does not wait for an officer."),
    (rules.call_is_open, {"officer_call": "open"}, PASSES),
    (rules.may_go_to_partners, {}, PASSES),
    (rules.may_go_to_partners, {"is_protected": True}, "A protected or confidential report is not shown"),
    (rules.may_go_to_partners, {"visibility": "confidential"}, "A protected or confidential report is not shown"),
    (rules.not_decided, {}, PASSES),
    (rules.not_decided, {"is_decided": True}, "The head of the city has decided who handles this."),
    (rules.head_decides_anew, {"actor_in_root": True, "is_decided": True}, PASSES),
    (rules.head_decides_anew, {"is_protected": True, "is_decided": True}, PASSES),
    (rules.head_decides_anew, {"is_decided": True}, "Only the head of the city decides."),
    (rules.head_decides_anew, {"actor_in_root": True}, "The head decides after three refusals or two rejections."),
    (rules.not_before_head, {"refusals": 3}, "It was refused three times: the head of the city decides"),
    (rules.not_before_head, {"refusals": 3, "is_decided": True}, PASSES),
    (rules.not_before_head, {"refusals": 2}, PASSES),
    (rules.has_partners, {"has_partners": True}, PASSES),
    (rules.has_partners, {}, "No link was given to anybody."),
    (rules.may_merge, {}, PASSES),
    (rules.may_merge, {"is_protected": True}, "A protected case is never merged."),
    (rules.may_merge, {"has_children": True}, "Other reports are merged into this one: split them first."),
    (rules.may_judge_parent, {"parent_state": "answered"}, PASSES),
    (
        rules.may_judge_parent,
        {"parent_state": "in_progress"},
        "The report that yours was merged into waits for no confirmation",
    ),
    (rules.may_judge_parent, {"parent_state": ""}, "The report that yours was merged into waits for no confirmation"),
    (
        rules.may_judge_parent,
        {"parent_state": "answered", "verdict": "rejected"},
        "You have said already whether it is solved.",
    ),
    (rules.parent_lets_go, {"parent_state": "archived"}, PASSES),
    (rules.parent_lets_go, {"parent_state": "answered", "parent_is_protected": True}, PASSES),
    (rules.parent_lets_go, {"parent_state": "answered", "parent_visibility": "confidential"}, PASSES),
    (rules.parent_lets_go, {"parent_state": "answered"}, "The report it was merged into goes on."),
    (rules.parent_lets_go, {"parent_state": "received"}, "The report it was merged into goes on."),
    (rules.may_decide_proposal, {"actor_may_decide_proposal": True}, PASSES),
    (rules.may_decide_proposal, {}, "No proposal waits for your decision."),
    (rules.may_undo, {"can_be_undone": True}, PASSES),
    (rules.may_undo, {}, "This can no longer be undone."),
    (rules.is_protected, {"is_protected": True}, PASSES),
    (rules.is_protected, {}, "Only the team for protected cases does this."),
    (rules.is_not_protected, {}, PASSES),
    (rules.is_not_protected, {"is_protected": True}, "It is already a protected case."),
    (rules.may_be_supported, {"publication": "published"}, PASSES),
    (rules.may_be_supported, {"publication": "pending"}, "Its text is not published."),
    (rules.may_be_supported, {"publication": "published", "is_protected": True}, "A protected case has no supporters."),
]


@pytest.mark.parametrize(("rule", "facts", "reason"), CASES, ids=lambda value: getattr(value, "__name__", None))
def test_rule_lets_pass_or_says_why_not(rule, facts, reason):
    with translation.override("en"):
        found = rule(GuardContext(state="received", **facts))
        assert str(found or "").startswith(reason)
        assert bool(found) == bool(reason)


def test_every_rule_of_the_table_stands_among_the_cases():
    assert {row.rule for row in TABLE if row.rule} <= {rule for rule, _, _ in CASES}


def test_of_a_report_nothing_is_taken_for_granted_but_that_it_is_the_actors_own():
    facts = asdict(GuardContext(state="received"))
    assert {name for name, value in facts.items() if value is True} == {
        "has_reporter",
        "actor_reaches",
        "actor_has_receipt",
    }
    assert {name: value for name, value in facts.items() if value and value is not True} == {
        "state": "received",
        "kind": "complaint",
        "visibility": "public",
        "publication": "pending",
    }


def test_facts_cannot_be_changed_while_the_rules_are_asked():
    with pytest.raises(FrozenInstanceError):
        GuardContext(state="received").refusals = 3  # type: ignore[misc]
