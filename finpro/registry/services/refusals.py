"""Why the database refused a record, in words that hold nothing of the record itself."""

from django.db import DatabaseError, DataError, IntegrityError

_CONSTRAINTS = {
    "registration_one_live": "two registrations of one firm, regulator and category would live on the same day",
    "registration_status_one": "a registration would have two statuses on the same day",
    "association_one": "two associations with one firm would share a day",
    "employment_spell_once": "the same spell of employment is there twice",
    "exam_result_once": "the same exam result is there twice",
    "disclosure_once": "the same disclosure is there twice",
    "disclosure_version_one": "a disclosure would have two versions on the same day",
    "person_name_one_legal": "two legal names would hold on the same day",
    "standing_one": "two standings would hold on the same day",
}


def reason(error: DatabaseError) -> str:
    """A sentence without the values that the database's own message repeats."""
    cause = error.__cause__
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None)
    if constraint:
        known = _CONSTRAINTS.get(constraint)
        if known is None and constraint.endswith("_period"):
            known = "something would end before it begins"
        return f"The record contradicts itself: {known or f'it breaks the rule {constraint}'}."
    if isinstance(error, DataError):
        return "A value is too long or of the wrong kind for the record."
    if isinstance(error, IntegrityError):
        return "The record contradicts itself."
    raise error
