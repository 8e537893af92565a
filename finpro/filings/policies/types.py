"""Which type of Form U4 a firm files for a person (forms.md 2.1)."""

from dataclasses import dataclass

from finpro.filings.enums import FilingType
from finpro.rulebook.decisions import Reason

RULE = "U4-FRM-04"


@dataclass(frozen=True, slots=True)
class Choice:
    """The type, and why it is that one."""

    type: FilingType
    reasons: tuple[Reason, ...]


def choose(
    *,
    here: str | None,
    elsewhere: bool,
    continues: bool,
    earlier: bool,
    registration_requested: bool,
    on_schedule: bool,
) -> Choice:
    """The type of filing.

    `here` is the kind of the person's association with the filing firm, None without one; `elsewhere` whether there is
    one with another firm now, and `continues` whether it goes on; `earlier` whether any registration stands on record;
    `on_schedule` whether the person is named on Schedule A or B of the firm's Form BD.
    """
    if on_schedule and not registration_requested and here != "REGISTERED":
        if here is None:
            return _because(
                FilingType.PAGE2_INITIAL,
                "No registration is asked for, and the person is an owner or officer who is filed for the first time.",
            )
        return _because(
            FilingType.PAGE2_AMENDMENT,
            "No registration is asked for, and the person is on record as an owner or officer of the firm.",
        )
    if here is not None:
        return _because(FilingType.AMENDMENT, "The person is with this firm already.")
    if elsewhere and continues:
        return _because(FilingType.DUAL, "The person is with another firm and stays there.")
    if elsewhere or earlier:
        return _because(
            FilingType.RELICENSE,
            "The person leaves another firm and joins this one."
            if elsewhere
            else "The person was registered before and is with no firm now.",
        )
    return _because(FilingType.INITIAL, "The person has no registration on record, now or before.")


def _because(type: FilingType, text: str) -> Choice:  # noqa: A002 - the form's own word
    return Choice(type, (Reason(RULE, True, text),))
