"""What must stay when a way in or a second factor is taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from finpro.kernel import errors
from finpro.kernel.rules import Rule

# How long setting up an app or a passkey, and the page with new recovery codes, stays open.
SETTING_UP = timedelta(minutes=30)
CODES_SHOWN = timedelta(minutes=10)
# How long a passkey's or Google's answer is waited for.
CHALLENGE = timedelta(minutes=5)
# Google's clock may be off by this.
SKEW = timedelta(minutes=1)
# Passkeys of one account at most: each is a row that every sign-in reads.
PASSKEYS = 20
# Mailboxes of the demo world's people: what nobody else may see is shown for them, in the demo alone.
DEMO_DOMAIN = "demo.finpro.example"


@dataclass(frozen=True, slots=True)
class Kept:
    """What an account would still have. `whole` counts passkeys that open it by themselves; `seconds` second factors
    besides recovery codes, those passkeys included."""

    password: bool
    google: bool
    whole: int
    seconds: int


def _a_way_in_stays(kept: Kept) -> None:
    if not (kept.password or kept.google or kept.whole):
        raise errors.Refusal(
            "This is the only way into your account, so it stays. "
            "Set a password, link Google or add a passkey first; then you can remove this one.",
            "way-in",
        )


def _a_second_factor_stays(kept: Kept, acts_for: Sequence[str]) -> None:
    if acts_for and not kept.seconds:
        raise errors.Refusal(
            f"Your account acts for {' and '.join(acts_for)}, which needs a second step, so this one stays. "
            "Add another passkey or an authenticator app first; then you can remove this one.",
            "second-factor",
        )


a_way_in_stays = Rule(_a_way_in_stays)
a_second_factor_stays = Rule(_a_second_factor_stays)
