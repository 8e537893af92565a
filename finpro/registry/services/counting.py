"""What the record holds of each person, counted as the sources count."""

from collections.abc import Mapping, Sequence

from django.db import connection

from finpro.registry.policies import counters

_LIVE = "(t.ends_on IS NULL OR t.ends_on >= {day})"
_QUERY = f"""
SELECT a.place, r.sros, r.finra, r.states, r.adviser_states, e.state, e.principal, e.product, s.current
FROM unnest(%s::bigint[], %s::date[]) WITH ORDINALITY AS a(crd, day, place)
JOIN registry_person p ON p.crd = a.crd
CROSS JOIN LATERAL (
    SELECT count(DISTINCT regulator) FILTER (WHERE category NOT IN ('AG', 'RA')) AS sros,
           count(DISTINCT regulator) FILTER (WHERE category NOT IN ('AG', 'RA') AND regulator = 'FINRA') AS finra,
           count(DISTINCT regulator) FILTER (WHERE category = 'AG') AS states,
           count(DISTINCT regulator) FILTER (WHERE category = 'RA') AS adviser_states
    FROM registry_registration t WHERE t.person_id = p.id AND {_LIVE.format(day="a.day")}
) r
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE "group" = 'state') AS state,
           count(*) FILTER (WHERE "group" = 'principal') AS principal,
           count(*) FILTER (WHERE "group" = 'product') AS product
    FROM registry_examresult t WHERE t.person_id = p.id AND {_LIVE.format(day="a.day")}
) e
CROSS JOIN LATERAL (
    SELECT count(*) AS current FROM registry_employmentspell t
    WHERE t.person_id = p.id AND (t.ends_on IS NULL OR t.ends_on > a.day
        OR (t.end_observed AND t.ends_on = a.day))
) s
"""  # noqa: S608 - constants only


def held(expected: Sequence[counters.Expectation]) -> list[Mapping[str, int]]:
    """For each expectation, every one of `counters.NAMES` as the database holds it on that day. A person who is not on
    the record holds nothing."""
    found: list[Mapping[str, int]] = [dict.fromkeys(counters.NAMES, 0) for _ in expected]
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [[e.crd for e in expected], [e.day for e in expected]])
        for place, *counts in cursor.fetchall():
            found[place - 1] = dict(zip(counters.NAMES, counts, strict=True))
    return found


def differences(expected: Sequence[counters.Expectation]) -> list[counters.Difference]:
    """Every count that the database does not meet."""
    if not expected:
        return []
    there = held(expected)
    return [item for e, counts in zip(expected, there, strict=True) for item in counters.compare(e, counts)]
