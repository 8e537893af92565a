"""Opening a record for somebody who has none: a CRD number before the first filing (forms.md 1.1)."""

import hashlib
from datetime import date, datetime

from django.db.models import Max

from finpro.audit import services as audit
from finpro.kernel import clock, db, errors
from finpro.kernel.actor import Actor, Hat
from finpro.registry import models
from finpro.registry.enums import NameKind, SourceKind
from finpro.registry.policies import filed, given, ssn
from finpro.registry.presenters import filings as _events  # noqa: F401 - says how the events below read
from finpro.registry.selectors import numbers


def open_record(*, name: filed.LegalName, born_on: date | None, typed_ssn: str, by: Actor, at: datetime) -> int:
    """Give somebody a CRD number and a record that holds the name, the birth date and the SSN; answers the number.

    Everything else comes with the first accepted filing. `typed_ssn` is empty for somebody without one. Raises
    Forbidden for anybody but a firm's user who drafts forms, Invalid for no name or a number that cannot be one,
    Refusal where the SSN belongs to somebody on record: his or her CRD number is the one to use. The CRD number comes
    from a range that no import brings (policies.given).
    """
    if by.hat is not Hat.FIRM or not by.may("u4.draft"):
        raise errors.Forbidden("Opening a record needs the entitlement to draft Form U4. Ask your administrator.")
    if not name.first.strip() or not name.last.strip():
        message = "Enter the first and the last name"
        raise errors.Invalid(message, [errors.Finding("U4-GEN-01", "error", "/last_name", message)])
    digits = ssn.typed(typed_ssn) if typed_ssn else ""
    db.advisory_lock("registry:crd")
    if digits and models.Person.objects.filter(ssn_lookup=ssn.lookup(digits, numbers.keys())).exists():
        raise errors.Refusal(
            "Somebody with this Social Security number is on record. Nothing was opened. Use the person’s CRD number; "
            "the registry can help to find it.",
            "U4-GEN-03",
        )
    on = clock.legal_date(at)
    crd = _next_number(on)
    source = models.Source.objects.create(
        kind=SourceKind.FILING,
        service="OPENED",
        file=by.label,
        captured_on=on,
        crd=crd,
        digest=hashlib.sha256(f"opened/{crd}".encode()).digest(),
    )
    person = models.Person.objects.create(crd=crd, date_of_birth=born_on, source=source)
    if digits:
        person.ssn_sealed, person.ssn_lookup = ssn.seal(digits, numbers.keys()), ssn.lookup(digits, numbers.keys())
        person.save(update_fields=["ssn_sealed", "ssn_lookup"])
    parts = {"first": name.first, "middle": name.middle, "last": name.last, "suffix": name.suffix}
    models.PersonName.objects.create(
        person=person,
        kind=NameKind.LEGAL,
        starts_on=on,
        first_seen_on=on,
        source=source,
        full=" ".join(part for part in parts.values() if part).upper(),
        **parts,
    )
    audit.record(tag="record:person:opened", by=by, at=at, subject=f"crd:{crd}")
    return crd


def _next_number(on: date) -> int:
    own = given.numbers(on)
    known = models.Person.objects.filter(crd__range=(own.start, own.stop - 1))
    number = given.following(known.aggregate(last=Max("crd"))["last"], on)
    if number is None:
        raise errors.Refusal(
            "This installation has no CRD number left to give. Nothing was opened. Tell the registry; it can widen the "
            "range of numbers.",
            "U4-GEN-03",
        )
    return number
