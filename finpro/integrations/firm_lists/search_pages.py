"""Pages of the BrokerCheck firm search: hits whose addresses are JSON inside a string."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from finpro.integrations import archives, jsontext, values
from finpro.integrations.firm_lists import rows
from finpro.integrations.shapes import Shape

_firm_row: Callable[..., rows.FirmRow] = rows.FirmRow


def _plain(_pointer: str, *read: object) -> tuple[object, ...]:
    return read


def _address(_pointer: str, *read: str | None) -> rows.Address:
    street1, street2, city, state, country, postal_code = read
    return rows.Address(street1, street2, city, state, country, postal_code)


_ROW = Shape(
    _plain,
    [
        ("firm_source_id", values.identifier),
        ("firm_name", values.text),
        ("ia_firm_name", values.text),
        ("firm_other_names", values.texts),
        ("firm_bd_full_sec_number", values.text),
        ("firm_ia_full_sec_number", values.text),
        ("firm_scope", values.text),
        ("firm_ia_scope", values.text),
        ("firm_disclosure_fl", values.flag),
        ("firm_ia_disclosure_fl", values.flag),
        ("firm_approved_finra_registration_count", values.number),
        ("firm_branches_count", values.number),
    ],
    passed_over=["firm_bd_sec_number", "firm_ia_sec_number", "firm_address_details", "firm_ia_address_details"],
)
_ADDRESS = Shape(
    _address,
    [(key, values.text) for key in ("street1", "street2", "city", "state", "country", "postalCode")],
)
_BRANCH = Shape(
    _address,
    [(key, values.text) for key in ("street1", "street2", "city", "state", "country", "zipCode")],
    passed_over=["latitude", "longitude", "geoLocation"],
)
_DETAILS = frozenset({"officeAddress", "mailingAddress", "businessPhoneNumber", "iaFirmName", "finraLastApprovalDate"})


@dataclass(frozen=True, slots=True)
class _Details:
    office: rows.Address | None = None
    mailing: rows.Address | None = None
    phone: str | None = None


def read_page(
    member: archives.Member, record: archives.Record, numbers: Iterator[int]
) -> Iterator[rows.FirmRow | rows.FirmPage | archives.Problem]:
    """The page itself, then its hits in order."""
    try:
        document = jsontext.parsed(jsontext.decoded(record.data))
        hits = _hits(document)
        total = values.number(_inside(document, "hits").get("total"))
    except values.Malformed as error:
        yield archives.Problem(member.file, member.member, error.pointer, error.reason, record.place)
        return
    yield rows.FirmPage(member.file, member.member, record.place, total, len(hits))
    for index, hit in enumerate(hits):
        at = f"/hits/hits/{index}"
        number = next(numbers)
        try:
            yield _row(hit, at, member, record, number)
        except values.Malformed as error:
            crd = _claimed(hit)
            yield archives.Problem(member.file, member.member, error.pointer, error.reason, record.place, crd)


def _hits(document: Mapping[str, object]) -> list[object]:
    hits = _inside(document, "hits").get("hits")
    if type(hits) is not list:
        raise values.Malformed(f"a list was expected, {values.kind(hits)} was found", "/hits/hits")
    return hits


def _inside(raw: object, *keys: str, at: str = "") -> Mapping[str, object]:
    """The object at the end of a way through objects; raises `Malformed` where the way ends early."""
    found: Mapping[str, object] = raw if type(raw) is dict else {}
    for key in keys:
        at = f"{at}/{key}"
        inner = found.get(key)
        if type(inner) is not dict:
            raise values.Malformed(f"an object was expected, {values.kind(inner)} was found", at)
        found = inner
    return found


def _row(hit: object, at: str, member: archives.Member, record: archives.Record, number: int) -> rows.FirmRow:
    source = _inside(hit, "_source", at=at)
    if "firm_source_id" not in source:
        raise values.Malformed("this is no row of a search for firms: it has no firm_source_id", f"{at}/_source")
    unknown: set[str] = set()
    read = _ROW.one(source, f"{at}/_source", unknown, "")
    crd, name, ia_name, other_names, bd_number, ia_number, *scopes_and_counts = read
    broker = _details(source, "firm_address_details", f"{at}/_source", unknown)
    adviser = _details(source, "firm_ia_address_details", f"{at}/_source", unknown)
    place = (member.file, member.member, record.place, f"{at}/_source", number)
    return _firm_row(
        *place,
        rows.BROKERCHECK,
        None,
        tuple(sorted(unknown)),
        crd,
        name,
        None,
        ia_name,
        other_names,
        bd_number,
        ia_number,
        *scopes_and_counts,
        *(None,) * 6,
        broker.phone,
        adviser.phone,
        broker.office,
        broker.mailing,
        adviser.office,
        adviser.mailing,
        _branches(hit, at, unknown),
    )


def _details(source: Mapping[str, object], key: str, at: str, unknown: set[str]) -> _Details:
    text = source.get(key)
    if text is None or text == "":
        return _Details()
    if type(text) is not str:
        raise values.Malformed(f"JSON inside a text was expected, {values.kind(text)} was found", f"{at}/{key}")
    try:
        raw = jsontext.parsed(text)
        unknown.update(f"{key}/{name[:60]}" for name in raw.keys() - _DETAILS)
        office, mailing = (
            _ADDRESS.one(raw[part], f"/{part}", unknown, f"{key}/") if raw.get(part) is not None else None
            for part in ("officeAddress", "mailingAddress")
        )
        return _Details(office, mailing, values.text(raw.get("businessPhoneNumber")))
    except values.Malformed as error:
        raise values.Malformed(error.reason, f"{at}/{key}{error.pointer}") from None


def _branches(hit: object, at: str, unknown: set[str]) -> tuple[rows.Address, ...]:
    if type(hit) is not dict or hit.get("inner_hits") is None:
        return ()
    way = ("inner_hits", "branchOfficeLocations", "hits")
    found = _inside(hit, *way, at=at).get("hits")
    if found is None:
        return ()
    pointer = f"{at}/{'/'.join(way)}/hits"
    if type(found) is not list:
        raise values.Malformed(f"a list was expected, {values.kind(found)} was found", pointer)
    return tuple(
        _BRANCH.one(_inside(branch, "_source", at=f"{pointer}/{index}"), f"{pointer}/{index}", unknown, "branch/")
        for index, branch in enumerate(found)
    )


def _claimed(hit: object) -> int | None:
    source = hit.get("_source") if type(hit) is dict else None
    try:
        return values.number(source.get("firm_source_id")) if type(source) is dict else None
    except values.Malformed:
        return None
