"""Telephone numbers: kept in E.164 form, shown as people dial them."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from finpro.kernel import errors

HOME = "US"
LONGEST = 40


def number(typed: str) -> str:
    """The number in E.164 form; without a country code it is one of the United States. Raises Invalid with what to
    type instead."""
    if len(typed) > LONGEST:
        raise errors.Invalid(f"The telephone number must have {LONGEST} characters or fewer")
    try:
        parsed = phonenumbers.parse(typed, HOME)
    except NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_valid_number(parsed) or parsed.extension:
        raise errors.Invalid("Enter a telephone number, such as (212) 555-0123, or +44 20 7946 0123")
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def shown(kept: str) -> str:
    """A number in E.164 form as it is dialled: nationally in the United States, else with its country code."""
    if not kept:
        return ""
    parsed = phonenumbers.parse(kept)
    home = parsed.country_code == phonenumbers.country_code_for_region(HOME)
    return phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)
