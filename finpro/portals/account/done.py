"""What was just done, said at the top of the page that follows. The address holds a word of this list, no more."""

from finpro.kernel.http import Request

_SAID = {
    "name": "Your name is changed.",
    "phone": "Your telephone number is changed.",
    "phone-removed": "Your telephone number is removed.",
    "confirmed": "The e-mail address is confirmed.",
    "kept": "Your e-mail addresses are confirmed again.",
    "personal": "Mail about your account goes to another address from now on. Both addresses are told.",
    "removed": "The e-mail address is removed.",
    "ended": "The session is ended.",
    "others-ended": "All other sessions are ended.",
    "sent": "A new code is on its way. Earlier codes no longer work.",
}


def said(request: Request) -> str:
    """The sentence for what was done, "" where nothing was."""
    return _SAID.get(request.GET.get("done", ""), "")
