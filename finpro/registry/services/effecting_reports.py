"""Writing what a form discloses: answers of the person, and reports of the firm."""

from finpro.kernel import errors
from finpro.registry import models
from finpro.registry.policies import filed
from finpro.registry.services.effecting import Effect


def answer(effect: Effect, change: filed.Answer) -> None:
    """Let an answer hold from now on, whichever firm filed it."""
    effect.state(models.DisclosureAnswer, {"question": change.question}, {"answer": change.answer})


def report(effect: Effect, change: filed.Report) -> None:
    """Add the firm's version of an event, in place of the firm's own earlier one. It stays with the occurrence that its
    origin is matched to; the same thing said again changes nothing."""
    firm = effect.firm(change.firm)
    origin = effect.row(models.DisclosureReport, change.row) if change.row is not None else None
    before = _own(origin, firm)
    said = {"questions": list(change.questions), "page": dict(change.page), "archived": change.closing}
    if before is not None and all(getattr(before, name) == value for name, value in said.items()):
        return
    made = effect.add(
        models.DisclosureReport,
        effect.on,
        firm=firm,
        type=change.type,
        response=change.response,
        event_on=change.event_on,
        docket=change.docket,
        made_from=before or origin,
        **said,
    )
    if origin is not None and origin.disclosure_id is not None:
        made.disclosure_id, made.matched_at, made.matched_by = origin.disclosure_id, effect.at, effect.by
        made.save(update_fields=["disclosure", "matched_at", "matched_by"])
    if before is not None:
        before.replaced = True
        before.ends_on = max(before.starts_on or effect.on, effect.on)
        before.save(update_fields=["replaced", "ends_on"])
    effect.reports.append(made.pk)


def _own(origin: models.DisclosureReport | None, firm: models.Firm) -> models.DisclosureReport | None:
    """The firm's latest version of the event of `origin`."""
    if origin is None:
        return None
    if origin.firm_id == firm.pk:
        if origin.replaced:
            raise errors.Refusal(
                "A later version of a disclosure report that this form names is on record. Nothing was changed. "
                "Open the draft again to see what differs.",
                "U4-FRM-02",
            )
        return origin
    rows = models.DisclosureReport.objects.filter(person=origin.person_id, firm=firm, replaced=False)
    follows = rows.filter(made_from=origin).order_by("-id").first()
    if follows is None and origin.disclosure_id is not None:
        follows = rows.filter(disclosure=origin.disclosure_id).order_by("-id").first()
    return follows


def archived(effect: Effect, change: filed.Archived) -> None:
    """Keep a report on which no answer rests any more; the occurrence stays."""
    row = effect.row(models.DisclosureReport, change.row)
    if not row.archived:
        effect.rows += 1
        row.archived = True
        row.save(update_fields=["archived"])
