"""Social Security numbers that are typed in drafts, sealed anew when the keys are changed."""

from datetime import datetime

from finpro.audit import services as audit
from finpro.filings.models import Answer
from finpro.filings.policies import sealed
from finpro.kernel import vault
from finpro.kernel.actor import Actor


def reseal(*, after: int, count: int, by: Actor, at: datetime) -> tuple[int, int]:
    """Seal again, under the first key of the ring, the numbers of the next `count` answers with a key above `after`.
    Answers the last key looked at (0 when there are none left) and how many were sealed.

    What was answered, when and by whom stays as it is, so that nobody who is writing meets a conflict. Raises Refusal
    where a number's key is no longer in the ring; nothing of the batch is changed then.
    """
    ring = vault.ring()
    first = next(iter(ring))
    rows = list(
        Answer.objects.select_for_update()
        .filter(pk__gt=after, sealed__isnull=False)
        .order_by("pk")
        .only("pk", "sealed")[:count]
    )
    changed = []
    for row in rows:
        kept = bytes(row.sealed or b"")
        digits = sealed.unseal(kept, ring)
        if vault.sealed_by(kept) != first:
            row.sealed = sealed.seal(digits, ring)
            changed.append(row)
    if changed:
        Answer.objects.bulk_update(changed, ["sealed"])
        audit.record(
            tag="filing:answers:resealed",
            by=by,
            at=at,
            subject="filings",
            data={"answers": len(changed), "through": changed[-1].pk},
        )
    return (rows[-1].pk if rows else 0), len(changed)
