"""One person's element of the feed as a `FeedIndividual`."""

import html.entities
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

from finpro.integrations import values
from finpro.integrations.iapd import feed
from finpro.integrations.shapes import Made, Shape

_C1 = re.compile(rb"[\x80-\x9f]")
_REPLACEMENT = b"\xef\xbf\xbd"
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CRD = re.compile(rb'\sindvlPK="(\d{1,12})"')

_ADDRESS = (
    ("str1", values.text),
    ("str2", values.text),
    ("city", values.text),
    ("state", values.text),
    ("cntry", values.text),
    ("postlCd", values.text),
)
_NAMES = (("lastNm", values.text), ("firstNm", values.text), ("midNm", values.text), ("sufNm", values.text))


def _plain(_pointer: str, *read: object) -> tuple[object, ...]:
    return read


def _only(_pointer: str, read: str) -> str:
    return read


_INFO: Shape[tuple[object, ...]] = Shape(
    _plain,
    [("indvlPK", values.identifier), *_NAMES, ("actvAGReg", values.flag), ("link", values.text)],
)
_OTHER_NAME = Shape(feed.OtherName, _NAMES)
_EMPLOYMENT = Shape(feed.CurrentEmployment, [("orgPK", values.identifier), ("orgNm", values.text), *_ADDRESS])
_REGISTRATION = Shape(
    feed.Registration,
    [
        ("regAuth", values.required_text),
        ("regCat", values.required_text),
        ("st", values.required_text),
        ("stDt", values.day),
    ],
)
_BRANCH = Shape(feed.Branch, _ADDRESS)
_EXAM = Shape(feed.Exam, [("exmCd", values.required_text), ("exmNm", values.text), ("exmDt", values.day)])
_DESIGNATION = Shape(_only, [("dsgntnNm", values.required_text)])
_PREVIOUS = Shape(
    feed.PreviousRegistration,
    [
        ("orgPK", values.identifier),
        ("orgNm", values.text),
        ("regBeginDt", values.day),
        ("regEndDt", values.day),
    ],
)
_HISTORY = Shape(
    feed.EmploymentHistory,
    [
        ("orgNm", values.text),
        ("fromDt", values.month),
        ("toDt", values.month),
        ("city", values.text),
        ("state", values.text),
    ],
)
_BUSINESS = Shape(_only, [("desc", values.text)])
_FLAGS = Shape(
    feed.DisclosureFlags,
    [
        ("hasRegAction", values.flag),
        ("hasCriminal", values.flag),
        ("hasBankrupt", values.flag),
        ("hasCivilJudc", values.flag),
        ("hasBond", values.flag),
        ("hasJudgment", values.flag),
        ("hasInvstgn", values.flag),
        ("hasCustComp", values.flag),
        ("hasTermination", values.flag),
    ],
)
_CONTAINERS = frozenset({"OthrNms", "CrntEmps", "Exms", "Dsgntns", "PrevRgstns", "EmpHss", "OthrBuss", "DRPs"})

# Shapes hand over lists of values in the order of the fields; a test compares order and types with the class.
_individual: Callable[..., feed.FeedIndividual] = feed.FeedIndividual


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a person stands: see `feed.FeedIndividual`."""

    file: str
    member: str
    record: str
    sequence: int
    generated_on: date | None


def claimed_crd(raw: bytes) -> int | None:
    """The CRD number that an element claims, for the rejects file, whatever else is wrong with it."""
    match = _CRD.search(raw)
    return int(match[1]) if match else None


def individual(raw: bytes, encoding: str, origin: Origin) -> feed.FeedIndividual:
    """The element as typed values; raises `values.Malformed` at the first value that does not fit."""
    try:
        # the text starts at the person's own tag, so neither a document type nor an entity declaration can precede it
        element = ElementTree.fromstring(_named_entities(_decoded(raw, encoding)))  # noqa: S314
    except ElementTree.ParseError:
        raise values.Malformed("the element is not well-formed XML") from None
    unknown: set[str] = set()
    children: dict[str, ElementTree.Element] = {}
    for child in element:
        if child.tag in children:
            raise values.Malformed("the element occurs twice", f"/{_short(child.tag)}")
        children[child.tag] = child
    info = children.pop("Info", None)
    if info is None:
        raise values.Malformed("the person has no Info element", "/Info")
    unknown.update(_short(tag) for tag in children if tag not in _CONTAINERS)
    get = children.get
    business = _many(get("OthrBuss"), "OthrBus", _BUSINESS, "/OthrBuss", unknown)
    read = (
        *_INFO.one(info.attrib, "/Info", unknown, "Info/"),
        _many(get("OthrNms"), "OthrNm", _OTHER_NAME, "/OthrNms", unknown),
        tuple(_employments(get("CrntEmps"), unknown)),
        _many(get("Exms"), "Exm", _EXAM, "/Exms", unknown),
        _many(get("Dsgntns"), "Dsgntn", _DESIGNATION, "/Dsgntns", unknown),
        tuple(_previous(get("PrevRgstns"), unknown)),
        _many(get("EmpHss"), "EmpHs", _HISTORY, "/EmpHss", unknown),
        "\n".join(text for text in business if text) or None,
        _many(get("DRPs"), "DRP", _FLAGS, "/DRPs", unknown),
    )
    place = (origin.file, origin.member, origin.record, origin.sequence, origin.generated_on)
    return _individual(*place, tuple(sorted(unknown)), *read)


def _decoded(raw: bytes, encoding: str) -> str:
    """ISO-8859-1, with the Windows characters that such files hold in the range of the C1 controls."""
    if raw.isascii():
        return raw.decode("ascii")
    try:
        if encoding == "utf-8":
            return raw.decode("utf-8")
        raw = raw.replace(_REPLACEMENT, b"&#65533;")
        if not raw.isascii() and _is_utf8(raw):
            raise values.Malformed("the text is in UTF-8 although the feed says ISO-8859-1; convert the feed first")
        return raw.decode("cp1252" if _C1.search(raw) else "iso-8859-1")
    except UnicodeDecodeError:
        raise values.Malformed("the text is not in the encoding that the feed names") from None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _named_entities(text: str) -> str:
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _entity(match: re.Match[str]) -> str:
    """HTML's names as numbers; a name that nobody knows stays as it was written."""
    name = match[1]
    if name in _XML_ENTITIES:
        return match[0]
    code = html.entities.name2codepoint.get(name)
    return f"&#{code};" if code is not None else f"&amp;{name};"


def _children(container: ElementTree.Element | None, tag: str, unknown: set[str]) -> Iterator[ElementTree.Element]:
    if container is None:
        return
    for child in container:
        if child.tag == tag:
            yield child
        else:
            unknown.add(f"{container.tag}/{_short(child.tag)}")


def _many(
    container: ElementTree.Element | None, tag: str, shape: Shape[Made], pointer: str, unknown: set[str]
) -> tuple[Made, ...]:
    if container is None or not len(container):
        return ()
    children = enumerate(_children(container, tag, unknown))
    return tuple([shape.one(child.attrib, f"{pointer}/{index}", unknown, f"{tag}/") for index, child in children])


def _employments(container: ElementTree.Element | None, unknown: set[str]) -> Iterator[feed.CurrentEmployment]:
    for index, element in enumerate(_children(container, "CrntEmp", unknown)):
        at = f"/CrntEmps/{index}"
        parts = _parts(element, ("CrntRgstns", "BrnchOfLocs"), unknown)
        registrations = _many(parts.get("CrntRgstns"), "CrntRgstn", _REGISTRATION, f"{at}/CrntRgstns", unknown)
        branches = _many(parts.get("BrnchOfLocs"), "BrnchOfLoc", _BRANCH, f"{at}/BrnchOfLocs", unknown)
        yield _EMPLOYMENT.one(element.attrib, at, unknown, "CrntEmp/", registrations, branches)


def _previous(container: ElementTree.Element | None, unknown: set[str]) -> Iterator[feed.PreviousRegistration]:
    for index, element in enumerate(_children(container, "PrevRgstn", unknown)):
        at = f"/PrevRgstns/{index}"
        parts = _parts(element, ("BrnchOfLocs",), unknown)
        branches = _many(parts.get("BrnchOfLocs"), "BrnchOfLoc", _BRANCH, f"{at}/BrnchOfLocs", unknown)
        yield _PREVIOUS.one(element.attrib, at, unknown, "PrevRgstn/", branches)


def _parts(element: ElementTree.Element, known: tuple[str, ...], unknown: set[str]) -> dict[str, ElementTree.Element]:
    parts = {child.tag: child for child in element}
    unknown.update(f"{element.tag}/{_short(tag)}" for tag in parts if tag not in known)
    return parts


def _short(tag: str) -> str:
    return tag[:60]
