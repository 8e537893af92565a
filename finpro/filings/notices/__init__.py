"""The mails of filings. None says what a form holds or names anybody but the reader: that stands on the site."""

from finpro.filings.notices.drafting import (
    CommentForFirm,
    CommentForPerson,
    DraftReminder,
    DraftReopened,
    DraftShared,
    Expiring,
    FilingNotice,
    HandedBack,
)
from finpro.filings.notices.filed import FilingAccepted, FilingRejected, FormAccepted
from finpro.filings.notices.signing import (
    FormSigned,
    SignatureDeclined,
    SignatureExpired,
    SignatureRecalled,
    SignatureReminder,
    SignatureRequested,
    SignatureSuperseded,
    tell_person,
    tell_sender,
)

__all__ = [
    "CommentForFirm",
    "CommentForPerson",
    "DraftReminder",
    "DraftReopened",
    "DraftShared",
    "Expiring",
    "FilingAccepted",
    "FilingNotice",
    "FilingRejected",
    "FormAccepted",
    "FormSigned",
    "HandedBack",
    "SignatureDeclined",
    "SignatureExpired",
    "SignatureRecalled",
    "SignatureReminder",
    "SignatureRequested",
    "SignatureSuperseded",
    "tell_person",
    "tell_sender",
]
