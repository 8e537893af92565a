"""The pages of signing: what the person signs, the firm's panel of signatures, and lists of what waits."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from finpro.accounts.models import User
from finpro.audit import selectors as audit
from finpro.documents import selectors as documents
from finpro.documents.selectors import DocumentPage
from finpro.filings import permissions
from finpro.filings.enums import FilingType, State
from finpro.filings.models import Filing
from finpro.filings.policies import signing as policies
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors.signing.plans import Plan, plan, subject_of
from finpro.filings.selectors.signing.red_line import Line, RedLine, named, red_line
from finpro.kernel import clock, errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry
from finpro.rulebook.forms import loader
from finpro.rulebook.forms.schema import Form
from finpro.signatures import selectors as envelopes
from finpro.signatures.enums import Signer
from finpro.signatures.selectors import EnvelopeView, Step


@dataclass(frozen=True, slots=True)
class Heading:
    """Which filing it is, in words: for whom, by whom, what. `state` is a code of filings.enums.State."""

    id: int
    type: str
    state: str
    person: str
    crd: int
    firm: str
    firm_crd: int

    @property
    def type_label(self) -> str:
        """The type of filing as people read it."""
        return FilingType(self.type).label

    @property
    def state_label(self) -> str:
        """The state as people read it."""
        return State(self.state).label


@dataclass(frozen=True, slots=True)
class SignPage:
    """What the person signs, or has signed. `envelope` is the latest; `prefilled` the name to sign with.

    `waits`: it can be signed now. `steps` is what happened so far, the latest first.
    """

    heading: Heading
    form: Form
    document: Mapping[str, Any]
    envelope: EnvelopeView
    prefilled: str
    waits: bool
    red_line: RedLine
    steps: Sequence[Step]
    papers: Sequence[DocumentPage]

    @property
    def record_changes(self) -> list[Line]:
        """What the form changes of the record; nothing for a form that begins one."""
        return _changes(self.heading, self.red_line)


@dataclass(frozen=True, slots=True)
class Panel:
    """A filing's signatures as the firm sees them. `plan` is what it needs as it stands, with the wish asked for.

    `why_not_…` are the sentences beside what cannot be done now, "" where it can. `envelope` is the live one,
    `earlier` those that ended; `changed` says by their ids, in words, which answers superseded them.
    """

    heading: Heading
    form: Form
    document: Mapping[str, Any]
    plan: Plan
    wish: Wish
    may_be_temporary: bool
    may_be_without_person: bool
    envelope: EnvelopeView | None
    earlier: Sequence[EnvelopeView]
    changed: Mapping[int, Sequence[str]]
    red_line: RedLine
    steps: Sequence[Step]
    papers: Sequence[DocumentPage]
    why_not_send: str
    why_not_sign: str
    signatory: str
    reminded_today: bool

    @property
    def person_name(self) -> str:
        """The person's name as the form gives it."""
        return policies.full_name(self.document)

    @property
    def record_changes(self) -> list[Line]:
        """What the form changes of the record; nothing for a form that begins one."""
        return _changes(self.heading, self.red_line)

    @property
    def waits_for_person(self) -> bool:
        """Whether it is out for the person's signature."""
        return self.heading.state == State.PENDING_REP_SIGNATURE

    @property
    def waits_for_firm(self) -> bool:
        """Whether the person has signed and a signatory has not."""
        return self.heading.state == State.REP_SIGNED

    @property
    def is_draft(self) -> bool:
        """Whether it is still being drafted."""
        return self.heading.state in {State.DRAFT, State.REP_EDITING, State.FIRM_REVIEW}


@dataclass(frozen=True, slots=True)
class ToSign:
    """A form that waits for a person's signature."""

    filing_id: int
    person_id: int
    firm: str
    type: str
    sent_at: datetime
    expires_on: date | None


def get_sign_page(viewer: Actor, filing_id: int) -> SignPage:
    """What was sent to the person for signature last, or else what the firm signed alone.

    Raises NotFound for another's filing, and where nothing was ever frozen.
    """
    filing = _filing(filing_id)
    permissions.see_signing(viewer, filing.firm_id, filing.person_id, filing.state)
    found = envelopes.list_envelopes(viewer, subject_of(filing.pk))
    asked = [one for one in found if one.of(Signer.PERSON)] or found
    if not asked:
        raise errors.NotFound(permissions.NO_DRAFT)
    envelope = asked[0]
    document = json.loads(envelope.content)
    form = loader.get(filing.form, filing.version)
    previous = next((one for one in asked[1:] if _signed_by_person(one)), None)
    return SignPage(
        heading=_heading(filing, clock.today()),
        form=form,
        document=document,
        envelope=envelope,
        prefilled=policies.full_name(document),
        waits=filing.state == State.PENDING_REP_SIGNATURE and envelope.awaits == Signer.PERSON,
        red_line=red_line(form, filing, document, previous),
        steps=envelopes.timeline(viewer, subject_of(filing.pk)),
        papers=documents.list_of(subject_of(filing.pk), kind="sealed"),
    )


def get_panel(viewer: Actor, filing_id: int, wish: Wish, at: datetime) -> Panel:
    """The firm's panel. Raises NotFound for another firm's filing."""
    filing = _filing(filing_id)
    permissions.see_signing(viewer, filing.firm_id, filing.person_id, filing.state)
    subject, form = subject_of(filing.pk), loader.get(filing.form, filing.version)
    needs = plan(filing, wish, at)
    found = envelopes.list_envelopes(viewer, subject)
    live = next((one for one in found if one.live), None)
    document = json.loads(live.content) if live else needs.document
    signed = next((one for one in found if any(block.signature for block in one.blocks)), None)
    changed = policies.touches_disclosure(form, filing.base, document)
    return Panel(
        heading=_heading(filing, legal_date(at)),
        form=form,
        document=document,
        plan=needs,
        wish=wish,
        may_be_temporary=policies.may_be_temporary(filing.type),
        may_be_without_person=filing.type in policies.AMENDS and changed,
        envelope=live,
        earlier=[one for one in found if not one.live],
        changed={one.id: [named(form, pointer) for pointer in one.pointers] for one in found},
        red_line=red_line(form, filing, document, signed),
        steps=envelopes.timeline(viewer, subject),
        papers=documents.list_of(subject),
        why_not_send=permissions.send.why_not(viewer, filing.firm_id) or needs.why_not_send,
        why_not_sign=permissions.sign_for_firm.why_not(viewer, filing.firm_id)
        or ("" if filing.state == State.REP_SIGNED else needs.why_not_sign(on_paper=needs.on_paper)),
        signatory=User.objects.filter(pk=viewer.user_id or 0).values_list("name", flat=True).first() or "",
        reminded_today=reminded_on(subject, legal_date(at)),
    )


def signed_document(filing: Filing) -> dict[str, Any]:
    """The frozen document with the signatures given so far in section 15: what is checked and filed.

    The digest that was signed is that of the document without them.
    """
    document = dict(filing.content or {})
    found = envelopes.signed_blocks(subject_of(filing.pk))
    if found:
        document[policies.SECTION] = {
            key: {"name": name, "date": signed_on.isoformat()} for key, name, signed_on in found
        }
    return document


def frozen_document(viewer: Actor, filing_id: int) -> tuple[Filing, dict[str, Any]]:
    """A filing that the viewer may see, and the document with its signatures. Raises NotFound."""
    filing = _filing(filing_id)
    permissions.see_signing(viewer, filing.firm_id, filing.person_id, filing.state)
    return filing, signed_document(filing)


def list_to_sign(people: Sequence[int]) -> list[ToSign]:
    """What waits for the signatures of these people, the longest first. Three queries whatever the number."""
    waiting = envelopes.list_waiting(people)
    keys = [int(one.subject.partition(":")[2]) for one in waiting]
    types = dict(Filing.objects.filter(pk__in=keys, state=State.PENDING_REP_SIGNATURE).values_list("pk", "type"))
    names = registry.names_of_firms({one.firm_id for one in waiting}, clock.today()) if waiting else {}
    return [
        ToSign(key, one.person_id, names[one.firm_id], types[key], one.sent_at, one.expires_on)
        for key, one in zip(keys, waiting, strict=True)
        if key in types
    ]


def reminded_on(subject: str, day: date) -> bool:
    """Whether the person was reminded of the subject on this legal date."""
    last = audit.list_events(subject=subject, tags=["signature:envelope:reminded"], limit=1)
    return bool(last) and legal_date(last[0].at) == day


def _changes(heading: Heading, compared: RedLine) -> list[Line]:
    if heading.type not in policies.AMENDS:
        return []
    return [line for line in compared.lines if line.kind in {"added", "changed"}]


def _signed_by_person(envelope: EnvelopeView) -> bool:
    return any(block.signature for block in envelope.of(Signer.PERSON))


def _filing(filing_id: int) -> Filing:
    found = Filing.objects.select_related("firm", "person").filter(pk=filing_id).first()
    if found is None:
        raise errors.NotFound(permissions.NO_DRAFT)
    return found


def _heading(filing: Filing, on: date) -> Heading:
    return Heading(
        filing.pk,
        filing.type,
        filing.state,
        registry.legal_names([filing.person_id], on)[filing.person_id],
        filing.person.crd,
        registry.names_of_firms([filing.firm_id], on)[filing.firm_id],
        filing.firm.crd,
    )
