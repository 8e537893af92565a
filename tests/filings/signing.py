"""A complete form of the desk's person, ready to be sent for signature, for tests of signing."""

from datetime import date

from finpro.filings import services as filings
from finpro.filings.enums import FilingType
from finpro.filings.models import Filing
from finpro.filings.policies.changes import changes
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors import prefill
from finpro.filings.services import signing
from finpro.filings.services.signing import Given
from finpro.firms import services as firms
from finpro.firms.enums import Audience
from finpro.kernel.actor import system
from finpro.kernel.clock import legal_date
from finpro.registry import services as registry
from finpro.signatures.models import Envelope
from finpro.signatures.policies import Shown
from tests.filings import desk
from tests.forms import documents, pages

BY = system("tests")
NAME = documents.NAME
PLAIN = Wish()


def electronic(place, at, *, audience=Audience.EMPLOYEE, value=True, on=date(2026, 11, 23)):
    """The firm turns electronic signatures on."""
    firms.set_e_signature(
        firm_id=place.firm.pk,
        audience=audience,
        value=value,
        effective_from=on,
        why="",
        by=BY,
        at=at,
    )


def complete(place, at, *, made=documents.initial, base=None):
    """A draft with everything answered; `base` makes what it was made from."""
    whole = made(firm_crd=place.firm.crd, individual_crd=place.person.crd)
    whole.pop("signatures", None)
    filing = desk.draft(place, at, base=whole, kind=FilingType(whole["filing"]["type"]))
    if base is not None:
        Filing.objects.filter(pk=filing.pk).update(base=base(firm_crd=place.firm.crd, individual_crd=place.person.crd))
    return Filing.objects.get(pk=filing.pk)


def amendment(place, at):
    """A draft of an amendment that changes disclosure, of somebody whose first form stands on the record."""
    base = on_record(place, at)
    changed = {"disclosure": base["disclosure"] | {"14M": True}, "drps": [pages.make("JUDG_OPEN", id="n1")]}
    return complete(place, at, made=lambda **_crds: base | changed, base=lambda **_crds: base)


def on_record(place, at):
    """The document that the record gives once a first form of the firm about the person was accepted."""
    crds = {"firm_crd": place.firm.crd, "individual_crd": place.person.crd}
    stood = prefill.document(place.person.pk, place.firm.pk, FilingType.INITIAL, legal_date(at))
    source = registry.FilingSource(subject="filing:0", form="U4", receipt="FIRST", crd=place.person.crd,
                                   firm_crd=place.firm.crd, filed_on=legal_date(at))  # fmt: skip
    made = changes(documents.initial(**crds), stood, FilingType.INITIAL)
    registry.apply(changes=made, source=source, by=BY, at=at)
    return prefill.document(place.person.pk, place.firm.pk, FilingType.AMENDMENT, legal_date(at))


def send(filing, place, at, *, wish=PLAIN):
    """Sent for signature by the filer."""
    return signing.send(filing_id=filing.pk, wish=wish, by=place.filer, at=at)


def shown(at):
    """Shown by a passkey just now."""
    return Shown("passkey", at, "192.0.2.7", "A browser")


def given(name=NAME, *, consent=True, **more):
    """What is typed to sign."""
    return Given(name, consent, **more)


def sign(filing, place, at, **options):
    """The person signs the live envelope."""
    return signing.sign_as_person(
        filing_id=filing.pk,
        envelope_id=envelope(filing).pk,
        given=given(**options),
        shown=shown(at),
        by=place.human,
        at=at,
    )


def countersign(filing, place, at, *, wish=PLAIN, paper=None, by=None, **options):
    """A signatory of the firm signs."""
    return signing.sign_for_firm(
        filing_id=filing.pk,
        wish=wish,
        paper=paper,
        given=given("Finn Filer", **options),
        shown=shown(at),
        by=by or place.filer,
        at=at,
    )


def envelope(filing):
    """The latest envelope of a filing."""
    return filing_envelopes(filing).first()


def filing_envelopes(filing):
    """Every envelope, the latest first."""
    return Envelope.objects.filter(subject=f"filing:{filing.pk}").order_by("-id")


def edit(filing, place, at, path="/general/firm_billing_code", value="X9"):
    """The filer writes an answer over whatever stands there."""
    found = filing.answers.filter(path=path).first()
    change = filings.Change(path, value, found.version if found else 0)
    return filings.save(filing_id=filing.pk, changes=[change], by=place.filer, at=at)
