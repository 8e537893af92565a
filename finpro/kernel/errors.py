"""The four errors that a person may meet; anything else is a bug.

kernel.http maps them once: NotFound 404, Forbidden 403, Refusal 409, Invalid 422.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class FinproError(Exception):
    """Base of the four. The message is shown to people: what happened, what is safe, what to do."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class NotFound(FinproError):
    """No such thing, or none that this viewer may know of."""


class Forbidden(FinproError):
    """This viewer may not do this."""


class Refusal(FinproError):
    """Nobody may do this in the present state. `code` is the rule id."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found. `pointer` is a JSON Pointer; `severity` is "error" or "warning"."""

    rule: str
    severity: str
    pointer: str
    message: str


class Invalid(FinproError):
    """The input cannot be used; `findings` says where and why."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message, "invalid")
        self.findings = tuple(findings)
