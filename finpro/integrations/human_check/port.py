"""The human check: something that a form sent by a program does not have, and that costs a person no puzzle (ACC-12).

A challenge belongs to one form, expires, and its answer works once. The adapters see to the first two; the third needs
a memory, so `verify` returns `once`, and the caller stores it under a unique constraint in the transaction of the form:
a second row with the same `once` means that the answer was used before.

How a page uses it: `{{ ui.human_check(url("…")) }}` stands in the form; that address answers a GET with
`JsonResponse(adapter().challenge("open-account", at=…).data)` and `Cache-Control: no-store`; the POST hands the field
`human_check` to `verify` with the same form name. A page that shows the check merges `csp()` into its content policy.
Without an answer (no JavaScript, no secure context) the form must offer another way, such as a mailed link.

**What the browser does** (finpro/ui/static_src/ts/human-check.ts, tried with npm altcha 3.2.2 and PyPI altcha 2.3.0).
The data of an altcha challenge is what both libraries call version 2:

    {"widget": "altcha", "lifetime": 1200,
     "challenge": {"parameters": {"algorithm": "PBKDF2/SHA-256", "cost": 5000, "keyLength": 32, "keyPrefix": "…",
                                  "keySignature": "…", "nonce": "…", "salt": "…", "data": {"form": "…", "expires": 0}},
                   "signature": "…"}}

and the answer is base64 of `{"challenge": …, "solution": {"counter": 97, "derivedKey": "…"}}`. We use `altcha/lib`, the
solver without a widget (3 KB in the bundle), because the web component cannot live under our policy: its default bundle
puts a style element into the page and starts workers from blob: addresses; the `altcha/external` one needs neither but
is 30 KB for a box that nobody has to click. The solver calls WebCrypto in the page, which works on threads of the
browser's own: no worker, no `worker-src`, nothing added to `script-src 'self'`. WebCrypto is there on HTTPS and on
localhost only. A reCAPTCHA challenge is `{"widget": "recaptcha", "lifetime": …, "script": …, "site_key": …,
"ticket": …}` and its answer is the ticket, `~`, and the vendor's token.

To add a vendor: write a module beside these with a class that has what HumanCheck has and a function `configured()`,
name the module in finpro.config.env as a choice of FINPRO_HUMAN_CHECK, teach human-check.ts its widget, and run
tests/integrations/human_check against a stub.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

LONGEST_ANSWER = 8_000  # characters; a reCAPTCHA token takes up to 2,500


class Outcome(StrEnum):
    """What an answer is worth."""

    OK = "ok"
    FAILED = "failed"  # wrong, of another form, altered, or none
    EXPIRED = "expired"  # was right, came too late: a new challenge will do
    UNAVAILABLE = "unavailable"  # nobody could say: offer the other way


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the page's script needs, ready for JSON, and until when an answer is taken (aware)."""

    data: Mapping[str, Any]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is worth. `once`: with OK, at most 100 characters that name the challenge; else empty."""

    outcome: Outcome
    once: str = field(default="", repr=False)

    @property
    def ok(self) -> bool:
        """The answer is right, as far as one can say without knowing whether it was used before."""
        return self.outcome is Outcome.OK


class HumanCheck(Protocol):
    """A human check. No method raises: what fails is a Verdict."""

    widget: str
    """What the script draws: "altcha" (nothing) or "recaptcha"."""

    def challenge(self, form: str, *, at: datetime) -> Challenge:
        """A new challenge for the form of this name (a short text of ours, the same in `verify`)."""
        ...

    def verify(self, form: str, answer: str, *, at: datetime, remote_ip: str = "") -> Verdict:
        """Judge what the form's field held. `remote_ip` goes to vendors that ask for it."""
        ...

    def csp(self) -> Mapping[str, list[str]]:
        """Sources that the page's content policy needs more, by directive; empty where nothing comes from outside."""
        ...
