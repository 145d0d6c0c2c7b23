"""What `lapor verify` says of the rows that people read, now."""

from lapor.ledger.verifying import verify
from lapor.reports.history.checking_rows import RowCheck


def checked_rows():
    check = RowCheck()
    chains = verify(watch=check.see)
    check.finish()
    assert chains.faults == []
    return check


def row_faults():
    return [str(fault) for fault in checked_rows().faults]
