"""A person goes on from another channel: number and receipt code prove that the report is theirs, and only they (never
a name)."""

from lapor.agencies.queries import rules_of
from lapor.core.text import fold
from lapor.intake.conversations.drafts import LEAST_WORDS, known_reporter
from lapor.intake.models import Conversation
from lapor.intake.understanding.commands import proof_in
from lapor.reporters import vault
from lapor.reports import reporter_actions
from lapor.reports.models import Report
from lapor.reports.queries import has_receipt, report_by_number


def joined_by_proof(conversation: Conversation, text: str) -> tuple[Report | None, str, bool]:
    """The report that the conversation is joined to by what stands in the text (None: there is no proof in it, or a
    wrong one), the rest of the text, and whether a proof was tried: only where such a report exists. A wrong one
    swallows no words: with more said, all is words. From now on the reporter is told here too."""
    number, code, rest = proof_in(text)
    if not number:
        return None, text, False
    report = report_by_number(number)
    # "NIK 33…, telp 024…": numbers that only look like a proof
    if report is None or report.root_id != conversation.account.root_id:
        return None, text, False
    if not has_receipt(report, code):
        is_danger = rules_of(conversation.account.root).heard_in(rest).is_danger
        says_more = is_danger or len(fold(rest).split()) >= LEAST_WORDS
        return None, text, not says_more
    if report.reporter is None:
        report = reporter_actions.link_reporter(report, known_reporter(conversation))
    else:
        vault.add_sender(
            report.reporter, account_id=conversation.account_id, sender=vault.open_sealed(bytes(conversation.sender))
        )
    if conversation.reporter is None:
        conversation.reporter = report.reporter
    return report, rest, True
