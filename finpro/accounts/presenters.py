"""How the events of this domain read."""

from collections.abc import Mapping
from typing import Any

from finpro.accounts.enums import Over
from finpro.audit import presenters as audit


def _expired(data: Mapping[str, Any]) -> str:
    if data["why"] == Over.IDLE:
        return "A session was ended because nothing was done in it."
    return "A session was ended because it had lasted as long as one may."


audit.present(
    {
        "account:opening:begun": "The opening of an account was begun.",
        "account:opening:confirmed": "The address of an account being opened was confirmed.",
        "account:account:opened": "The account was opened.",
        "account:account:removed": "The account was removed because nobody had used it since {unused_since}.",
        "account:dormancy:warned": "Told that the account is removed on {removed_on} unless somebody signs in.",
        "account:sign_in:done": "Signed in.",
        "account:sign_in:refused": "A sign-in was refused.",
        "account:sign_out:done": "Signed out.",
        "account:session:expired": _expired,
        "account:sign_in:renewed": "Showed again who it is.",
        "account:phone:set": "The telephone number was changed.",
        "account:password:replaced": "The password was replaced; other sessions were ended.",
        "account:password:set": "A password was set; other sessions were ended.",
        "account:factor:lifted": "The registry took away every second factor, which was lost; sessions were ended.",
        "account:lock:closed": "Signing in by password was closed after too many wrong ones.",
        "account:lock:opened": "Signing in by password was opened again with a mailed code.",
        "account:code:sent": "A code was sent to the personal address.",
        "account:device:new": "Signed in from a browser and network that were new.",
        "account:name:changed": "The name was changed.",
        "account:phone:removed": "The telephone number was removed.",
        "account:email:added": "An e-mail address was added, not confirmed yet.",
        "account:email:code_sent": "A code was sent to confirm an e-mail address.",
        "account:email:refused": "A code to confirm an e-mail address was not right.",
        "account:email:confirmed": "An e-mail address was confirmed.",
        "account:email:kept": "E-mail addresses were confirmed again ({count}).",
        "account:email:made_personal": "Another e-mail address became the personal one.",
        "account:email:removed": "An e-mail address was removed.",
        "account:email:bounced": "A mail to an e-mail address came back.",
        "account:session:ended": "Another session was ended.",
        "account:session:others_ended": "All other sessions were ended ({count}).",
    }
)

# Ways in and second factors.
_KINDS = {"totp": "The authenticator app", "webauthn": "A passkey"}


def _added(data: Mapping[str, Any]) -> str:
    return f"{_KINDS.get(str(data['kind']), 'A second factor')} was added."


def _removed(data: Mapping[str, Any]) -> str:
    return f"{_KINDS.get(str(data['kind']), 'A second factor')} was removed."


audit.present(
    {
        "account:sign_in:code_sent": "A code to show again who it is was mailed.",
        "account:sign_in:renewal_refused": "Showing again who it is was refused.",
        "account:factor:added": _added,
        "account:factor:removed": _removed,
        "account:factor:renamed": "A passkey got another name.",
        "account:factors:resealed": "The secrets of {factors} second factors were sealed under another key.",
        "account:recovery:asked": "Somebody asked the registry to remove lost second factors (case {case}).",
        "account:recovery_codes:made": "New recovery codes were made.",
        "account:google:linked": "A Google account was linked.",
        "account:google:refused": "Google's answer was not used.",
        "account:google:unlinked": "The Google account was unlinked.",
    }
)
