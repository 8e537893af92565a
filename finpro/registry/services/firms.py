"""Captures of firms into the record: each firm whole or not at all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import DatabaseError, connection, transaction

from finpro.kernel import db
from finpro.registry import models
from finpro.registry.policies import fold, kinds
from finpro.registry.policies.captures import Sealed
from finpro.registry.policies.rows import Row
from finpro.registry.services import captures as people
from finpro.registry.services import places, refusals, writing
from finpro.registry.services.captures import Outcome, Refused
from finpro.registry.services.tables import FIRM_TABLES, Ids

_FIELDS = ("bd_sec_number", "ia_sec_number", "bc_scope", "ia_scope")


def record_firms(*, captures: Sequence[Sealed], run: int | None) -> Outcome:
    """Write captures of firms, inside the caller's transaction; the event is that of the batch (`advance`).

    A stub is completed; of several captures the latest governs and earlier names and addresses become history. A firm
    that the database refuses is left out whole and comes back in `refused`.
    """
    outcome = Outcome()
    writing.check_at_once()
    firms = _firms(captures, outcome)
    if not _attempt(firms, run, outcome):
        for firm in firms:
            _attempt([firm], run, outcome)
    return outcome


def _firms(captures: Sequence[Sealed], outcome: Outcome) -> list[people.Batched]:
    crds = sorted({item.capture.crd for item in captures})
    keys = dict(models.Firm.objects.filter(crd__in=crds).values_list("crd", "pk"))
    return people.batched(captures, keys, people.held(list(keys), firms=True), outcome)


def _attempt(firms: Sequence[people.Batched], run: int | None, outcome: Outcome) -> bool:
    if not firms:
        return True
    try:
        with transaction.atomic():
            rows = _write(firms, run)
    except DatabaseError as error:
        if len(firms) > 1:
            return False
        reason = refusals.reason(error)
        outcome.refused += [Refused(item.capture, "", reason) for item in firms[0].fresh]
        return True
    outcome.rows += rows
    outcome.captures += sum(len(firm.fresh) for firm in firms)
    outcome.new += sum(firm.key is None for firm in firms)
    outcome.amended += sum(firm.key is not None for firm in firms)
    return True


def _write(firms: Sequence[people.Batched], run: int | None) -> writing.Written:
    sources = people.store(firms, run)
    fresh = [index for index, firm in enumerate(firms) if firm.key is None]
    keys = dict(zip(fresh, db.reserve_ids(models.Firm, len(fresh)), strict=True))
    db.copy_rows(
        models.Firm,
        ("id", "crd", "is_stub", "bd_sec_number", "ia_sec_number", "bc_scope", "ia_scope", "source_id"),
        [(keys[i], firms[i].crd, True, "", "", "", "", sources[i][0][1]) for i in fresh],
    )
    owners = [keys[index] if firm.key is None else firm.key for index, firm in enumerate(firms)]
    targets = []
    fields: list[tuple[int, Mapping[str, str], int]] = []
    for firm, owner, found in zip(firms, owners, sources, strict=True):
        chain = firm.chain(found)
        origins = [key for _, key in chain]
        rows = fold.fold([capture for capture, _ in chain])
        targets += [(owner, row, origins) for row in rows if row.kind != kinds.FIRM_FIELD]
        fields.append((owner, _now(rows), origins[-1]))
    _complete(fields)
    places.branches([(s.capture, key) for found in sources for s, key in found], _numbers(firms, owners))
    return writing.write(FIRM_TABLES, targets, known=owners, ids=Ids({}, {}, {}))


def _numbers(firms: Sequence[people.Batched], owners: Sequence[int]) -> dict[int, int]:
    return {firm.crd: owner for firm, owner in zip(firms, owners, strict=True)}


def _now(rows: Sequence[Row]) -> dict[str, str]:
    """The firm's own columns as they stand."""
    return {row.key[0]: row.value[0] for row in rows if row.kind == kinds.FIRM_FIELD and row.ends_on is None}


def _complete(fields: Sequence[tuple[int, Mapping[str, str], int]]) -> None:
    """Set the firms' own columns where they differ; a firm that a list names is no stub."""
    columns: dict[str, list[str]] = defaultdict(list)
    for _, values, _ in fields:
        for name in _FIELDS:
            columns[name].append(values.get(name, ""))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_firm f SET is_stub = false, bd_sec_number = v.bd, ia_sec_number = v.ia,"
            " bc_scope = v.bc_scope, ia_scope = v.ia_scope, source_id = v.source"
            " FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])"
            " AS v(id, bd, ia, bc_scope, ia_scope, source)"
            " WHERE f.id = v.id AND (f.is_stub, f.bd_sec_number, f.ia_sec_number, f.bc_scope, f.ia_scope)"
            " IS DISTINCT FROM (false, v.bd, v.ia, v.bc_scope, v.ia_scope)",
            [[key for key, _, _ in fields], *(columns[name] for name in _FIELDS), [source for _, _, source in fields]],
        )


def firms_missing(crds: Sequence[int]) -> dict[int, str]:
    """Of these firms, those that the record lacks or knows only as stubs, and which of the two."""
    known = dict(models.Firm.objects.filter(crd__in=crds).values_list("crd", "is_stub"))
    missing = {}
    for crd in crds:
        if crd not in known:
            missing[crd] = "this firm is not in the record"
        elif known[crd]:
            missing[crd] = "this firm is in the record only as a stub"
    return missing
