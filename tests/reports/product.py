"""The product's table of acts once more, written by hand and apart from the code; read by the tests of the table."""

T, L, F, H, D = "triage_officer", "liaison_officer", "field_officer", "head", "desk_officer"
V, A, P, R, S, X = "overseer", "administrator", "protected_case_officer", "reporter", "system", "anyone"
ROLES = (T, L, F, H, D, V, A, P, R, S, X)
WHO_REPORTS = {R, D}

EVERY = {
    "received",
    "awaiting_reporter",
    "forwarded",
    "in_progress",
    "scheduled",
    "answered",
    "resolved",
    "closed_unconfirmed",
    "merged",
    "archived",
    "referred",
}
WORKED_ON = {"forwarded", "in_progress", "scheduled"}
OPEN = EVERY - {"resolved", "closed_unconfirmed", "archived", "referred", "merged"}

# act -> [(from, to, who)].
PRODUCT = {
    "ask": [({"received"}, "awaiting_reporter", {T}), ({"forwarded", "in_progress"}, "awaiting_reporter", {L})],
    "reply": [({"awaiting_reporter"}, "return_state", WHO_REPORTS)],
    "expire": [({"awaiting_reporter"}, "archived", {S}), ({"awaiting_reporter"}, "in_progress", {S})],
    "forward": [({"received"}, "forwarded", {T, S}), ({"forwarded", "in_progress"}, "forwarded", {L, H})],
    "reroute": [({"forwarded", "in_progress"}, "forwarded", {T})],
    "refuse": [({"forwarded", "in_progress"}, "received", {L})],
    "decide": [({"received"}, "forwarded", {H}), ({"forwarded", "in_progress"}, "forwarded", {H})],
    "start": [({"forwarded"}, "in_progress", {L, F})],
    "schedule": [({"in_progress"}, "scheduled", {L})],
    "answer": [({"forwarded", "in_progress", "scheduled"}, "answered", {L, H})],
    "confirm": [({"answered", "closed_unconfirmed"}, "resolved", WHO_REPORTS), ({"merged"}, "same", WHO_REPORTS)],
    "reject": [
        ({"answered"}, "received", WHO_REPORTS),  # the second time and later
        ({"answered"}, "holder", WHO_REPORTS),
        ({"merged"}, "same", WHO_REPORTS),
    ],
    "release": [({"merged"}, "received", {S, *WHO_REPORTS})],
    "lapse": [({"answered"}, "closed_unconfirmed", {S})],
    "reopen": [
        ({"resolved", "closed_unconfirmed"}, "received", {V, S, *WHO_REPORTS}),  # the second time and later
        ({"resolved", "closed_unconfirmed"}, "holder", {V, S, *WHO_REPORTS}),
    ],
    "merge": [({"received", "forwarded", "in_progress"}, "merged", {T})],
    "split": [({"merged"}, "received", {T})],
    "refer": [
        ({"received", "forwarded", "in_progress", "scheduled", "answered"}, "referred", {T}),
        ({"forwarded", "in_progress", "scheduled"}, "referred", {L}),
    ],
    "outside_answer": [({"referred"}, "answered", {T})],
    "archive": [({"received", "awaiting_reporter"}, "archived", {T})],
    "withdraw": [
        (
            {"received", "awaiting_reporter", "forwarded", "in_progress", "scheduled", "merged", "referred"},
            "archived",
            WHO_REPORTS,
        )
    ],
    "take_back": [({"archived"}, "forwarded", WHO_REPORTS), ({"archived"}, "received", WHO_REPORTS)],
    "appeal": [({"archived"}, "received", WHO_REPORTS)],
    "late_reply": [({"archived"}, "received", WHO_REPORTS)],
    "correct": [({"archived", "referred"}, "received", {V})],
    "extend": [({"in_progress"}, "same", {L})],
    "object": [({"answered", "resolved", "closed_unconfirmed"}, "holder", WHO_REPORTS)],
    # no change of state, by role
    "assign_officer": [(WORKED_ON | {"awaiting_reporter", "answered"}, "same", {L, H})],
    "give_team": [(WORKED_ON | {"awaiting_reporter", "answered"}, "same", {L, H})],
    "take": [(WORKED_ON, "same", {L, F})],
    "hand_back": [(WORKED_ON, "same", {L, F})],
    "unassign": [(EVERY, "same", {S})],
    "respond": [({"in_progress", "scheduled"}, "same", {L, F})],
    "reschedule": [({"scheduled"}, "same", {L})],
    "call_support": [(WORKED_ON, "same", {T, L, H})],
    "approve": [(OPEN, "what was proposed", {H, T})],
    "decline": [(OPEN, "same", {H, T})],
    "note": [(EVERY - {"archived"}, "same", WHO_REPORTS)],
    "call_officer": [(EVERY, "same", WHO_REPORTS)],
    "answer_call": [(EVERY, "same", {T, L, F, H})],
    "end_call": [(EVERY, "same", {T, L, F, H})],
    "rate": [({"resolved", "closed_unconfirmed"}, "same", WHO_REPORTS)],
    "support": [(OPEN, "same", {X})],
    "lower_privacy": [(EVERY, "same", WHO_REPORTS)],
    "raise_privacy": [(EVERY, "same", {T, L, F, H, *WHO_REPORTS})],
    "publish": [(EVERY, "same", {T})],
    "mask": [(EVERY, "same", {T})],
    "mask_photo": [(EVERY, "same", {T})],
    "withhold": [(EVERY, "same", {T})],
    "publish_entry": [(EVERY, "same", {T, L, F, H})],
    "withhold_entry": [(EVERY, "same", {T, L, F, H})],
    "move_out": [(EVERY, "same", {T, L})],
    "divide": [({"received", "awaiting_reporter", "forwarded", "in_progress"}, "same", {T})],
    "take_in": [(EVERY - {"archived"}, "same", {T, L, S})],
    "statement": [(EVERY, "same", {T, L, H})],
    "exclude": [(EVERY, "same", {T})],
    "protect": [(EVERY, "forwarded", {S})],
    "work_note": [(EVERY, "same", {T, L, F, H, V})],
    "remind": [(EVERY, "same", {S})],
    "call_back": [({"resolved", "closed_unconfirmed"}, "same", {T, L, V})],
    "undo": [(EVERY, "as before", {T, L, F, H})],
    "invite_partner": [(WORKED_ON, "same", {L, H})],
    "end_partner": [(EVERY, "same", {L, H})],
    "partner_news": [(WORKED_ON, "same", {"partner"})],
}
NAMES = sorted(PRODUCT)

ALL_END = {"verify": "stop", "response": "stop", "resolution": "stop", "confirmation": "stop"}
ANEW = {**ALL_END, "verify": "stop restart"}
TO_AN_AGENCY = {"verify": "stop", "response": "start_or_resume", "resolution": "start_or_keep"}
FORWARDED_AGAIN = {**TO_AN_AGENCY, "confirmation": "stop"}
SOLVED = {"response": "stop", "resolution": "stop", "confirmation": "start"}
NOT_SOLVED = {"confirmation": "stop", "resolution": "reopen"}
# act -> what it does to which deadline, for each of its ways; acts that are not named touch none.
DEADLINES = {
    "file": [{"verify": "start"}],
    "ask": [{"verify": "pause"}, {"response": "stop", "resolution": "pause"}],
    "reply": [{"verify": "resume", "resolution": "resume"}],
    "expire": [ALL_END, {"resolution": "resume"}],
    "forward": [TO_AN_AGENCY],  # from agency to agency nothing begins again
    "decide": [TO_AN_AGENCY],
    "refuse": [{"response": "pause", "verify": "restart_again"}],
    "start": [{"response": "stop"}],
    "schedule": [{"resolution": "promise"}],
    "reschedule": [{"resolution": "promise"}],
    "extend": [{"resolution": "extend"}],
    "answer": [SOLVED, SOLVED],
    "outside_answer": [{"confirmation": "start"}],
    "confirm": [{"confirmation": "stop"}],
    "lapse": [{"confirmation": "stop"}],
    "reject": [NOT_SOLVED, NOT_SOLVED],
    "reopen": [NOT_SOLVED] * 4,
    "object": [{"confirmation": "stop", "resolution": "object"}],
    "merge": [ALL_END],
    "refer": [ALL_END, ALL_END],
    "archive": [ALL_END],
    "withdraw": [ALL_END],
    "split": [ANEW],
    "release": [ANEW, ANEW],
    "take_back": [FORWARDED_AGAIN, ANEW],
    "appeal": [ANEW],
    "late_reply": [ANEW],
    "correct": [ANEW],
    "protect": [FORWARDED_AGAIN],
}
