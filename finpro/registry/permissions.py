"""Who may see a record, and how much of a Social Security number."""

from collections.abc import Iterable
from datetime import date

from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.rules import Rule
from finpro.registry.enums import RequestState

# Absent and not to be seen read alike: the words must not tell who is on the record.
NO_RECORD = "There is no such record, or you may not see it. Check the CRD number."
NO_FIRM = "There is no such firm, or you may not see its people. Check the CRD number."


def _see_record(viewer: Actor, person_id: int, firms: Iterable[tuple[int, bool]]) -> None:
    """`firms`: database key of each firm and whether the person was associated with it on the date asked for.

    The person sees his or her own; a firm the people associated with it on that date; staff everybody.
    """
    allowed = (
        (viewer.hat is Hat.PERSON and viewer.person_id == person_id)
        or (viewer.hat is Hat.FIRM and viewer.may("roster.view") and (viewer.firm_id, True) in set(firms))
        or (viewer.hat is Hat.STAFF and viewer.may("record.view"))
    )
    if not allowed:
        raise errors.NotFound(NO_RECORD)


see_record = Rule(_see_record)


def _see_told(viewer: Actor, told_on: date, on: date) -> None:
    """What a person told here, with no firm, is for the person and the registry. A firm sees it only as of a day on
    which it was told already: so one that the person has left does not learn of a move that reaches back."""
    if viewer.hat is Hat.FIRM and told_on > on:
        raise errors.Forbidden("The firm was left before this was told.")


see_told = Rule(_see_told)


def _see_full_ssn(viewer: Actor, person_id: int) -> None:
    """Only the person and entitled users see more than the last four digits."""
    own = viewer.hat is Hat.PERSON and viewer.person_id == person_id
    if not own and not viewer.may("ssn.view"):
        raise errors.Forbidden(
            "You may see the last four digits only. Your administrator can give you the entitlement "
            "to see full Social Security numbers."
        )


see_full_ssn = Rule(_see_full_ssn)


def _search_record(viewer: Actor) -> None:
    if not (viewer.hat is Hat.STAFF and viewer.may("record.search")):
        raise errors.Forbidden("Only registry staff may search the whole record.")


search_record = Rule(_search_record)


def _see_firm_people(viewer: Actor, firm_id: int) -> None:
    """A firm sees its own people, registry staff those of every firm."""
    own = viewer.hat is Hat.FIRM and viewer.firm_id == firm_id and viewer.may("roster.view")
    if not own and not (viewer.hat is Hat.STAFF and viewer.may("record.view")):
        raise errors.NotFound(NO_FIRM)


see_firm_people = Rule(_see_firm_people)


def _see_record_trail(viewer: Actor) -> None:
    """Captures and the database history of a record are for registry staff."""
    if not (viewer.hat is Hat.STAFF and viewer.may("record.view")):
        raise errors.Forbidden("Only registry staff may see the history of a record.")


see_record_trail = Rule(_see_record_trail)


def _see_imports(viewer: Actor) -> None:
    if not (viewer.hat is Hat.STAFF and viewer.may("imports.view")):
        raise errors.Forbidden("Only registry staff may see import runs.")


see_imports = Rule(_see_imports)


def _compare_person(viewer: Actor) -> None:
    """Whether somebody fits a record is for those of the registry who decide who somebody is."""
    if not (viewer.hat is Hat.STAFF and viewer.may("identity.decide")):
        raise errors.Forbidden("Comparing somebody with the record needs the entitlement to decide who somebody is.")


compare_person = Rule(_compare_person)


NO_REPORT = "There is no such disclosure report or occurrence of this person, or you may not see it."
NO_REQUEST = "There is no such request for registration, or you may not see it."


def _see_request(viewer: Actor, firm_id: int) -> None:
    """The firm that asked sees its requests, registry staff those of every firm."""
    own = viewer.hat is Hat.FIRM and viewer.firm_id == firm_id and viewer.may("roster.view")
    if not own and not (viewer.hat is Hat.STAFF and viewer.may("record.view")):
        raise errors.NotFound(NO_REQUEST)


see_request = Rule(_see_request)


def _work_on_requests(by: Actor) -> None:
    """What a request lacks is noted and struck off by the system, or by staff who decide requests."""
    if by.hat is not Hat.SYSTEM and not (by.hat is Hat.STAFF and by.may("registrations.decide")):
        raise errors.Forbidden("Working on requests for registration needs the entitlement to decide them.")


work_on_requests = Rule(_work_on_requests)


def _match_reports(by: Actor) -> None:
    """A disclosure report is put to its occurrence by staff who review disclosure, or who decide requests."""
    allowed = by.may("disclosure.review") or by.may("registrations.decide")
    if by.hat is not Hat.SYSTEM and not (by.hat is Hat.STAFF and allowed):
        raise errors.Forbidden("Matching disclosure reports needs the entitlement to review disclosure.")


match_reports = Rule(_match_reports)


def _move_request(by: Actor, firm_id: int, to: RequestState) -> None:
    """The firm that asked may withdraw its request; everything else is for the system and for staff who decide."""
    if by.hat is Hat.FIRM:
        if by.firm_id != firm_id:
            raise errors.NotFound(NO_REQUEST)
        if to is not RequestState.WITHDRAWN or not by.may("u4.submit"):
            raise errors.Forbidden("A firm may withdraw its request, with the entitlement to file Form U4.")
        return
    _work_on_requests(by)


move_request = Rule(_move_request)
