"""Disclosure reports to occurrences: staff say which event a firm's report tells of (forms.md 2.6)."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from finpro.audit import services as audit
from finpro.kernel import clock, errors
from finpro.kernel.actor import Actor
from finpro.registry import models, permissions
from finpro.registry.presenters import filings as _events  # noqa: F401 - says how the events below read

# Occurrences made from reports are numbered apart from those that captures tell of.
_FIRST_ORDINAL = 100
# Never shown with an occurrence: names of customers, and the person's own words (forms.md 1.15).
_NOT_SHOWN = frozenset({"customer_names", "comment"})


def match_report(*, report_id: int, disclosure_id: int | None, by: Actor, at: datetime) -> models.Disclosure:
    """Put a report to an occurrence of the person, or to a new one (`disclosure_id` None); earlier versions go along.

    Matched so already, nothing happens. Raises NotFound for a report or occurrence that the person does not have,
    Invalid where the occurrence is of another kind.
    """
    permissions.match_reports(by)
    report = models.DisclosureReport.objects.select_for_update(of=("self",)).filter(pk=report_id).first()
    if report is None:
        raise errors.NotFound(permissions.NO_REPORT)
    if report.disclosure_id is not None and report.disclosure_id == disclosure_id:
        return models.Disclosure.objects.get(pk=disclosure_id)
    occurrence = _occurrence(report, disclosure_id) if disclosure_id is not None else _new(report)
    for row in _versions(report):
        row.disclosure, row.matched_at, row.matched_by = occurrence, at, by.label
        row.save(update_fields=["disclosure", "matched_at", "matched_by"])
    _tell(occurrence, report)
    audit.record(
        tag="record:report:matched",
        by=by,
        at=at,
        subject=f"report:{report.pk}",
        data={"occurrence": occurrence.pk, "new": int(disclosure_id is None)},
    )
    return occurrence


def unmatch_report(*, report_id: int, by: Actor, at: datetime, reason: str) -> None:
    """Take a report from its occurrence, to be matched anew. Unmatched already, nothing happens. Raises NotFound."""
    permissions.match_reports(by)
    report = models.DisclosureReport.objects.select_for_update(of=("self",)).filter(pk=report_id).first()
    if report is None:
        raise errors.NotFound(permissions.NO_REPORT)
    if report.disclosure_id is None:
        return
    occurrence = report.disclosure_id
    for row in _versions(report):
        row.disclosure = row.matched_at = row.matched_by = None
        row.save(update_fields=["disclosure", "matched_at", "matched_by"])
    audit.record(
        tag="record:report:unmatched",
        by=by,
        at=at,
        subject=f"report:{report.pk}",
        data={"occurrence": occurrence},
        reason=reason,
    )


def _versions(report: models.DisclosureReport) -> list[models.DisclosureReport]:
    """The report and the versions of the same firm that it took the place of."""
    found = [report]
    before = report.made_from
    while before is not None and before.firm_id == report.firm_id:
        found.append(before)
        before = before.made_from
    return found


def _occurrence(report: models.DisclosureReport, disclosure_id: int) -> models.Disclosure:
    found = models.Disclosure.objects.filter(pk=disclosure_id, person=report.person_id).first()
    if found is None:
        raise errors.NotFound(permissions.NO_REPORT)
    if found.type != report.type:
        message = "Choose an occurrence of the same kind as the report"
        raise errors.Invalid(message, [errors.Finding("REPORT_KIND", "error", "/occurrence", message)])
    return found


def _new(report: models.DisclosureReport) -> models.Disclosure:
    alike = models.Disclosure.objects.filter(person=report.person_id, ordinal__gte=_FIRST_ORDINAL)
    last = alike.aggregate(last=Max("ordinal"))["last"]
    return models.Disclosure.objects.create(
        person_id=report.person_id,
        type=report.type,
        event_on=report.event_on,
        docket=report.docket,
        ordinal=_FIRST_ORDINAL if last is None else last + 1,
        starts_on=report.event_on,
        first_seen_on=report.first_seen_on,
        source_id=report.source_id,
    )


def _tell(occurrence: models.Disclosure, report: models.DisclosureReport) -> None:
    """What an occurrence that filings made shows is what the report says; one from captures shows these."""
    if (
        occurrence.source_id != report.source_id
        and models.DisclosureVersion.objects.filter(disclosure=occurrence, source__kind="IMPORT").exists()
    ):
        return
    on = report.starts_on or clock.legal_date(report.matched_at or clock.now())
    detail = _shown(report.page)
    resolution = str(report.page.get("status") or "")
    row = models.DisclosureVersion.objects.filter(disclosure=occurrence, ends_on=None).first()
    if row is None:
        models.DisclosureVersion.objects.create(
            person_id=report.person_id,
            disclosure=occurrence,
            starts_on=on,
            first_seen_on=on,
            source_id=report.source_id,
            resolution=resolution,
            detail=detail,
        )
        return
    row.resolution, row.detail, row.source_id = resolution, detail, report.source_id
    row.save(update_fields=["resolution", "detail", "source"])


def _shown(page: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in page.items() if key not in _NOT_SHOWN and isinstance(value, str | int)}
