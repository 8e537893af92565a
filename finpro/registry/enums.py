"""Codes of the record that are ours. Codes of the field (statuses, exams, categories) live in the rulebook."""

from django.db.models import TextChoices


class SourceKind(TextChoices):
    """What wrote a row."""

    IMPORT = "IMPORT", "Import"
    SIMULATION = "SIMULATION", "Simulation"
    FILING = "FILING", "Filing"
    PERSON = "PERSON", "The person"


class NameKind(TextChoices):
    """A legal name governs; other names are those also used."""

    LEGAL = "LEGAL", "Legal name"
    OTHER = "OTHER", "Other name"


class Side(TextChoices):
    """The side of the industry on which a spell was reported."""

    BROKER = "BC", "Broker-dealer"
    ADVISER = "IA", "Investment adviser"
    UNKNOWN = "", "Not stated"


class RunState(TextChoices):
    """An import run that was interrupted stays RUNNING and is resumed by the same command."""

    RUNNING = "RUNNING", "Running"
    DONE = "DONE", "Done"


class AssociationKind(TextChoices):
    """Why a person is with a firm: registered through it, or an owner or officer who is not."""

    REGISTERED = "REGISTERED", "Registered person"
    OWNER_OFFICER = "OWNER_OFFICER", "Owner or officer, not registered"


class RequestState(TextChoices):
    """How a request for registration stands. The codes are those of the status that the registration has meanwhile."""

    PENDING = "PENDING", "Pending"
    DEFICIENT = "DEFICIENT", "Deficient"
    APPROVED = "APPROVED", "Approved"
    APPROVED_RES = "APPROVED_RES", "Approved with restrictions"
    APPRNT = "APPRNT", "Approved, fingerprints awaited"
    APRSLTS = "APRSLTS", "Approved, result of fingerprints awaited"
    INA_PRNT = "INA_PRNT", "Inactive, fingerprints did not come"
    TEMPREG = "TEMPREG", "Temporary registration"
    DENIED = "DENIED", "Denied"
    REJECTED = "REJECTED", "Returned without a decision"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    ABANDONED = "ABANDONED", "Abandoned"
    PURGED = "PURGED", "Purged"
    T_NOREG = "T_NOREG", "Closed by Form U5, never registered"
    TERMED = "TERMED", "Ended by Form U5"


_R = RequestState
_STAFF, _SYSTEM, _FIRM = "registry staff", "the system", "the firm"
# From, to: who (forms.md 5.2). Every move of a request is one of these; the database refuses the rest.
REQUEST_MOVES: dict[tuple[RequestState, RequestState], str] = {
    (_R.PENDING, _R.APPROVED): f"{_SYSTEM} where nothing is open, or {_STAFF}",
    (_R.PENDING, _R.APPROVED_RES): f"{_STAFF}, limited to a kind of business",
    (_R.PENDING, _R.APPRNT): f"{_SYSTEM} where only the fingerprints are awaited, or {_STAFF}",
    (_R.PENDING, _R.TEMPREG): f"{_STAFF}, while a transfer is reviewed",
    (_R.PENDING, _R.DEFICIENT): f"{_SYSTEM} or {_STAFF}, naming what is missing",
    (_R.PENDING, _R.DENIED): f"{_STAFF}, by formal decision",
    (_R.PENDING, _R.REJECTED): f"{_STAFF} return it without a decision",
    (_R.PENDING, _R.WITHDRAWN): f"{_FIRM} asks for it",
    (_R.PENDING, _R.ABANDONED): f"{_STAFF}, as what was asked for never came",
    (_R.PENDING, _R.T_NOREG): "Form U5",
    (_R.DEFICIENT, _R.PENDING): f"{_SYSTEM} or {_STAFF}, when the last deficiency is cured",
    (_R.DEFICIENT, _R.APPROVED): f"{_SYSTEM} or {_STAFF}, when the last deficiency is cured",
    (_R.DEFICIENT, _R.APPROVED_RES): f"{_STAFF}, limited to a kind of business",
    (_R.DEFICIENT, _R.APPRNT): f"{_SYSTEM} or {_STAFF}, when only the fingerprints are awaited",
    (_R.DEFICIENT, _R.TEMPREG): f"{_STAFF}, while a transfer is reviewed",
    (_R.DEFICIENT, _R.DENIED): f"{_STAFF}, by formal decision",
    (_R.DEFICIENT, _R.REJECTED): f"{_STAFF} return it without a decision",
    (_R.DEFICIENT, _R.WITHDRAWN): f"{_FIRM} asks for it",
    (_R.DEFICIENT, _R.ABANDONED): f"{_STAFF}, as what was asked for never came",
    (_R.DEFICIENT, _R.PURGED): f"{_SYSTEM}, when it was deficient for too long",
    (_R.DEFICIENT, _R.T_NOREG): "Form U5",
    (_R.APPRNT, _R.APRSLTS): f"{_SYSTEM}, when the card is received",
    (_R.APPRNT, _R.APPROVED): f"{_SYSTEM}, when the result is clear",
    (_R.APPRNT, _R.INA_PRNT): f"{_SYSTEM}, when no card came in time",
    (_R.APPRNT, _R.TERMED): "Form U5",
    (_R.APRSLTS, _R.APPROVED): f"{_SYSTEM}, when the result is clear",
    (_R.APRSLTS, _R.DEFICIENT): f"{_SYSTEM} or {_STAFF}, when the result is not clear",
    (_R.APRSLTS, _R.TERMED): "Form U5",
    (_R.INA_PRNT, _R.APRSLTS): f"{_SYSTEM}, when the card is received",
    (_R.INA_PRNT, _R.TERMED): "Form U5",
    (_R.TEMPREG, _R.APPROVED): _STAFF,
    (_R.TEMPREG, _R.DENIED): f"{_STAFF}, by formal decision",
    (_R.TEMPREG, _R.TERMED): "Form U5",
}
# As the reference pages show it.
DIAGRAMS = {"Requests for registration": REQUEST_MOVES}
# The registry, or whoever must cure a deficiency, has something left to do.
REQUEST_OPEN = frozenset({_R.PENDING, _R.DEFICIENT})
# The request ended without a registration, or the registration has ended.
REQUEST_CLOSED = frozenset({_R.DENIED, _R.REJECTED, _R.WITHDRAWN, _R.ABANDONED, _R.PURGED, _R.T_NOREG, _R.TERMED})
