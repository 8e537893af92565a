"""What the record says of somebody who has left, as far as the home address goes, in one query."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from finpro.kernel import errors
from finpro.registry import permissions
from finpro.registry.enums import REQUEST_OPEN, SourceKind
from finpro.registry.policies import address_duty
from finpro.registry.policies.address_duty import Tie
from finpro.registry.policies.filed import Address
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.decisions import Decision
from finpro.rulebook.facts import Registration

# Whether the person `%(person)s` may have the duty to report a new address, whatever the day: registered with FINRA
# once, with no firm that goes on, and nothing told by the person since the last ending.
MAY_OWE = f"""EXISTS (
  SELECT FROM registry_person p WHERE p.id = %(person)s::bigint
    AND EXISTS (SELECT FROM registry_registration r WHERE r.person_id = p.id AND r.regulator = 'FINRA')
    AND NOT EXISTS (SELECT FROM registry_association a WHERE a.person_id = p.id AND a.ends_on IS NULL)
    AND (
      NOT EXISTS (SELECT FROM registry_residence h WHERE h.person_id = p.id AND h.ends_on IS NULL)
      OR NOT EXISTS (
        SELECT FROM registry_source s
        WHERE s.crd = p.crd AND s.kind = '{SourceKind.PERSON.value}' AND s.captured_on > ALL (
          SELECT a.ends_on FROM registry_association a WHERE a.person_id = p.id AND a.ends_on IS NOT NULL
          UNION ALL SELECT r.ends_on FROM registry_registration r
          WHERE r.person_id = p.id AND r.regulator = 'FINRA' AND r.ends_on IS NOT NULL))))"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Home:
    """The address in force. `row` is its key; `own`: the person told it here. Only the month of the start is known
    where `by_month`."""

    row: int
    address: Address
    starts_on: date | None
    by_month: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Leaver:
    """Where somebody stands with the home address on a day.

    `tie`: the firm that would file a new one, as the record knows (a form in preparation is known to filings alone).
    `left_on`: the last day with a firm or with FINRA. `told_on`: the day on which the person last told or confirmed the
    address here. `known_from`: the latest start of any address on record.
    """

    person_id: int
    crd: int
    on: date
    registrations: tuple[Registration, ...]
    tie: Tie | None
    left_on: date | None
    told_on: date | None
    home: Home | None
    known_from: date | None

    @property
    def duty(self) -> Decision:
        """Whether the duty runs, until when, and whether the address may be entered here, with reasons."""
        return address_duty.assess(self.registrations, self.tie, self.on)

    def check_since(self, since: date) -> None:
        """Raises Invalid for a day on which a new address cannot begin."""
        own = self.home is not None and self.home.own and self.home.starts_on == self.known_from
        address_duty.begins_on(since, today=self.on, known_from=self.known_from, own=own)

    @property
    def to_check(self) -> bool:
        """Whether the person is asked where he or she lives now."""
        return address_duty.to_check(self.duty, known=self.home is not None, told_on=self.told_on, left_on=self.left_on)


_FINRA = """
SELECT coalesce(json_agg(json_build_array(
  r.category, coalesce(s.approved, CASE WHEN s.ever OR s.told IS NOT TRUE THEN r.starts_on END), r.ends_on, s.status
) ORDER BY r.id), '[]')
FROM registry_registration r LEFT JOIN LATERAL (
  SELECT min(t.starts_on) FILTER (WHERE t.status = ANY(%(good)s)) AS approved,
    bool_or(t.status = ANY(%(good)s)) AS ever, bool_or(t.status <> '') AS told,
    (array_agg(t.status ORDER BY t.starts_on DESC NULLS LAST, t.id DESC))[1] AS status
  FROM registry_registrationstatus t
  WHERE t.registration_id = r.id AND (t.starts_on IS NULL OR t.starts_on <= %(on)s)
) s ON true
WHERE r.person_id = p.id AND r.regulator = 'FINRA' AND (r.starts_on IS NULL OR r.starts_on <= %(on)s)
"""
_HOME = """
SELECT json_build_array(h.id, h.street1, h.street2, h.city, h.state, h.country, h.postal, h.starts_on,
  h.month_precision, s.kind = %(own)s)
FROM registry_residence h JOIN registry_source s ON s.id = h.source_id
WHERE h.person_id = p.id AND (h.starts_on IS NULL OR h.starts_on <= %(on)s)
  AND (h.ends_on IS NULL OR h.ends_on >= %(on)s)
ORDER BY h.starts_on DESC NULLS LAST, h.id DESC LIMIT 1
"""
_LEAVER = f"""
SELECT p.crd, ({_FINRA}),
  EXISTS (SELECT FROM registry_association a WHERE a.person_id = p.id AND (a.ends_on IS NULL OR a.ends_on >= %(on)s)),
  EXISTS (SELECT FROM registry_registrationrequest q WHERE q.person_id = p.id AND q.state = ANY(%(open)s)),
  greatest(
    (SELECT max(a.ends_on) FROM registry_association a WHERE a.person_id = p.id AND a.ends_on < %(on)s),
    (SELECT max(r.ends_on) FROM registry_registration r
     WHERE r.person_id = p.id AND r.regulator = 'FINRA' AND r.ends_on < %(on)s)),
  (SELECT max(s.captured_on) FROM registry_source s WHERE s.crd = p.crd AND s.kind = %(own)s),
  ({_HOME}), (SELECT max(h.starts_on) FROM registry_residence h WHERE h.person_id = p.id)
FROM registry_person p WHERE p.id = %(person)s
"""  # noqa: S608 - constants above


def leaver_of(person_id: int | None, on: date) -> Leaver:
    """Where the person stands on a day. Raises NotFound for nobody."""
    good = [code for code, status in rulebook.on(on).statuses.items() if status.counts_as_registered]
    with connection.cursor() as cursor:
        cursor.execute(
            _LEAVER,
            {
                "person": person_id,
                "on": on,
                "good": good,
                "open": sorted(state.value for state in REQUEST_OPEN),
                "own": SourceKind.PERSON.value,
            },
        )
        row = cursor.fetchone()
    if row is None or person_id is None:
        raise errors.NotFound(permissions.NO_RECORD)
    crd, finra, associated, asked, left_on, told_on, home, known_from = row
    return Leaver(
        person_id,
        crd,
        on,
        tuple(_registration(*each) for each in finra),
        Tie.FIRM if associated else Tie.REQUEST if asked else None,
        left_on,
        told_on,
        _home(*home) if home else None,
        known_from,
    )


def _registration(category: str, approved: str | None, ended: str | None, status: str | None) -> Registration:
    since, until = _day(approved), _day(ended)
    # An end before the start is a slip of a source; the day on which it ended is what counts here.
    return Registration(
        "FINRA",
        category,
        approved_on=min(since, until) if since and until else since,
        ended_on=until,
        status=status or "",
    )


def _home(
    row: int, street1: str, street2: str, city: str, state: str, country: str, postal: str,
    starts_on: str | None, by_month: bool, own: bool,
) -> Home:  # fmt: skip
    return Home(row, Address(street1, street2, city, state, country, postal), _day(starts_on), by_month, own)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
