"""Envelopes with their blocks and signatures, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from finpro.accounts.models import User
from finpro.audit import presenters
from finpro.audit import selectors as audit
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.signatures import permissions, policies
from finpro.signatures.enums import LIVE, Method, Signer, State
from finpro.signatures.models import Block, Envelope, Signature

MOST = 100  # steps of one document's timeline


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature as it is shown. `digest` is the document's at that moment; `scan` the key of the stored paper."""

    name: str
    prefilled: str
    method: str
    signed_on: date
    at: datetime
    digest: str
    statement_version: str
    statement_digest: str
    shown_by: str
    shown_at: datetime | None
    address: str
    user_agent: str
    scan: UUID | None
    note: str
    account_id: int


@dataclass(frozen=True, slots=True)
class BlockView:
    """A signature that is asked for, and the one given, if any. `turn`: it may be signed now."""

    key: str
    title: str
    signer: str
    statement: str
    version: str
    digest: str
    turn: bool
    signature: SignatureView | None


@dataclass(frozen=True, slots=True)
class EnvelopeView:
    """A frozen document. `content` is its canonical JSON as text; `state` a code of signatures.enums.State."""

    id: int
    subject: str
    version: str
    content: str
    digest: str
    state: str
    person_id: int
    firm_id: int
    sent_at: datetime
    sent_by: str
    expires_on: date | None
    reminders: int
    ended_at: datetime | None
    reason: str
    pointers: tuple[str, ...]
    blocks: tuple[BlockView, ...]

    @property
    def live(self) -> bool:
        """Whether it may be signed, or its signatures count."""
        return self.state in LIVE

    @property
    def awaits(self) -> str:
        """Whose signature is next: a code of Signer, "" where none is."""
        return next((block.signer for block in self.blocks if block.turn), "") if self.state == State.SENT else ""

    def of(self, signer: str) -> tuple[BlockView, ...]:
        """The blocks of one signer."""
        return tuple(block for block in self.blocks if block.signer == signer)


@dataclass(frozen=True, slots=True)
class Open:
    """An envelope that waits for a person."""

    id: int
    subject: str
    person_id: int
    firm_id: int
    sent_at: datetime
    expires_on: date | None
    reminders: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a document on its way to being signed: what, when, and who as the viewer may read it."""

    at: datetime
    tag: str
    sentence: str
    who: str
    data: Mapping[str, Any]


def get_envelope(viewer: Actor, envelope_id: int) -> EnvelopeView:
    """One envelope. Raises NotFound for one that is not the viewer's."""
    row = Envelope.objects.filter(pk=envelope_id).first()
    if row is None:
        raise errors.NotFound(permissions.NO_ENVELOPE)
    permissions.see(viewer, row.person_id, row.firm_id)
    return _views([row])[0]


def live_envelope(viewer: Actor, subject: str) -> EnvelopeView | None:
    """The one envelope of the subject that may be signed or is signed; None where there is none."""
    row = Envelope.objects.filter(subject=subject, state__in=LIVE).first()
    if row is None:
        return None
    permissions.see(viewer, row.person_id, row.firm_id)
    return _views([row])[0]


def list_envelopes(viewer: Actor, subject: str) -> list[EnvelopeView]:
    """Every envelope of the subject, the latest first, in three queries. Raises NotFound where they are not the
    viewer's."""
    rows = list(Envelope.objects.filter(subject=subject).order_by("-id"))
    for row in rows:
        permissions.see(viewer, row.person_id, row.firm_id)
    return _views(rows)


# Whether anything was sent to the person `%(person)s` that is not settled.
SENT_TO_ONE = f"""EXISTS (
  SELECT FROM signatures_envelope WHERE person_id = %(person)s::bigint AND state = '{State.SENT.value}'
)"""


def list_waiting(people: Sequence[int]) -> list[Open]:
    """What waits for the signatures of these people, the longest first; one query."""
    return _open(person__in=list(people))


def list_late(sent_before: datetime) -> list[Open]:
    """What was sent before the instant and still waits for the person: to be reminded of, or to expire."""
    return _open(sent_at__lt=sent_before)


def _open(**where: Any) -> list[Open]:
    unsigned = Block.objects.filter(signer=Signer.PERSON, signature=None).values("envelope_id")
    rows = Envelope.objects.filter(state=State.SENT, pk__in=unsigned, **where).order_by("sent_at", "id")
    fields = ("id", "subject", "person_id", "firm_id", "sent_at", "expires_on", "reminders")
    return [Open(*row) for row in rows.values_list(*fields)]


def state_of(envelope_id: int) -> str:
    """The state of an envelope now, "" where there is none: for mails, which are asked again before they are sent."""
    return Envelope.objects.filter(pk=envelope_id).values_list("state", flat=True).first() or ""


def expiry_of(envelope_id: int) -> date | None:
    """The person's last day to sign an envelope; None where the person is not asked."""
    return Envelope.objects.filter(pk=envelope_id).values_list("expires_on", flat=True).first()


def signed_blocks(subject: str) -> list[tuple[str, str, date]]:
    """Key, name and date of every signature that counts for the subject, in the order of signing."""
    rows = Signature.objects.filter(block__envelope__subject=subject, block__envelope__state__in=sorted(LIVE))
    return list(rows.order_by("block__order", "block__key").values_list("block__key", "name", "signed_on"))


def subject_of_digest(digest: str) -> str:
    """The subject of the document with this fingerprint that everybody signed; "" where none has it."""
    rows = Envelope.objects.filter(digest=digest, state=State.SIGNED).order_by("-id")
    return rows.values_list("subject", flat=True).first() or ""


def electronic_blocks(subject: str) -> dict[str, str]:
    """The digest that was signed here, by block, of every electronic signature that counts for the subject."""
    rows = Signature.objects.filter(
        block__envelope__subject=subject, block__envelope__state__in=sorted(LIVE), method=Method.ELECTRONIC
    )
    return dict(rows.order_by("block__key").values_list("block__key", "digest"))


def latest_envelopes(subjects: Sequence[str]) -> dict[str, tuple[str, str]]:
    """State and digest of the latest envelope of each subject that has one; one query."""
    rows = Envelope.objects.filter(subject__in=list(subjects)).order_by("subject", "-id").distinct("subject")
    return {subject: (state, digest) for subject, state, digest in rows.values_list("subject", "state", "digest")}


def timeline(viewer: Actor, subject: str) -> list[Step]:
    """What happened to the subject's signatures, the latest first, from the trail: at most a hundred steps.

    The firm and the registry read names of those who acted, the person reads sides alone.
    """
    tags = [tag for tag in presenters.tags() if tag.startswith("signature:")]
    rows = audit.list_events(subject=subject, tags=tags, limit=MOST)
    named = viewer.hat in {Hat.FIRM, Hat.STAFF}
    keys = {int(row.actor.removeprefix("account:")) for row in rows if row.actor.startswith("account:")}
    names = dict(User.objects.filter(pk__in=keys).values_list("id", "name")) if named else {}
    return [Step(row.at, row.tag, presenters.sentence(row.tag, row.data), _who(row, names), row.data) for row in rows]


def _who(row: audit.Happened, names: Mapping[int, str]) -> str:
    kind, _, key = row.actor.partition(":")
    if kind == "account" and (name := names.get(int(key), "")):
        return name
    return {
        Hat.PERSON: "The person",
        Hat.FIRM: "The firm",
        Hat.STAFF: "Registry staff",
    }.get(Hat(row.hat), "The system")


def _views(rows: Sequence[Envelope]) -> list[EnvelopeView]:
    """Each with its blocks and signatures: two queries, however many there are."""
    blocks: dict[int, list[Block]] = {row.pk: [] for row in rows}
    for block in Block.objects.filter(envelope__in=rows).order_by("envelope_id", "order", "key", "id"):
        blocks[block.envelope_id].append(block)
    given = {one.block_id: one for one in Signature.objects.filter(block__envelope__in=rows)}
    return [_view(row, blocks[row.pk], given) for row in rows]


def _view(row: Envelope, blocks: Sequence[Block], signatures: Mapping[int, Signature]) -> EnvelopeView:
    signed = {block.key for block in blocks if block.pk in signatures}
    turn = policies.turn([(block.key, block.order) for block in blocks], signed) if row.state == State.SENT else ()
    return EnvelopeView(
        row.pk,
        row.subject,
        row.version,
        row.content,
        row.digest,
        row.state,
        row.person_id,
        row.firm_id,
        row.sent_at,
        row.sent_by,
        row.expires_on,
        row.reminders,
        row.ended_at,
        row.reason,
        tuple(row.pointers),
        tuple(_block(block, signatures.get(block.pk), block.key in turn) for block in blocks),
    )


def _block(block: Block, given: Signature | None, turn: bool) -> BlockView:
    return BlockView(
        block.key,
        block.title,
        block.signer,
        block.statement,
        block.version,
        block.digest,
        turn,
        _signature(given) if given else None,
    )


def _signature(row: Signature) -> SignatureView:
    return SignatureView(
        row.name,
        row.prefilled,
        row.method,
        row.signed_on,
        row.at,
        row.digest,
        row.statement_version,
        row.statement_digest,
        row.shown_by,
        row.shown_at,
        row.address or "",
        row.user_agent,
        row.scan,
        row.note,
        row.account_id,
    )
