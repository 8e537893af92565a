"""The sandbox bureau's people: invented lives, and what the bureau's file holds of each, partly wrong, partly missing.

Everything follows from a person's key and a seed, so that the same applicant is the same person on every machine and
nothing is stored. Our own record is neither read nor known here: a right answer cannot be looked up in FinPro.

| share | of | what |
|---|---|---|
| 5 % | people | the bureau has no file: it knows neither phone nor past |
| 15 % | people | a thin file of three facts: too little to ask |
| 20 % | facts of a life | are missing from the file |
| 8 % | facts of a life | are wrong in the file |
| 80 % | people with a file | the phone that they give is theirs, as far as the bureau knows |
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from finpro.integrations.identity_bureau.port import Applicant

NO_FILE, THIN, MISSING, WRONG, PHONE_CONFIRMED = 0.05, 0.15, 0.20, 0.08, 0.80
THIN_FACTS = 3


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


_PLACES = _lines("""
    Abilene, Texas
    Bangor, Maine
    Bend, Oregon
    Billings, Montana
    Chattanooga, Tennessee
    Dayton, Ohio
    Duluth, Minnesota
    Erie, Pennsylvania
    Fargo, North Dakota
    Flagstaff, Arizona
    Greenville, South Carolina
    Kalamazoo, Michigan
    Lafayette, Louisiana
    Las Cruces, New Mexico
    Macon, Georgia
    Medford, Oregon
    Peoria, Illinois
    Provo, Utah
    Roanoke, Virginia
    Salina, Kansas
    Spokane, Washington
    Topeka, Kansas
    Waterbury, Connecticut
    Yuma, Arizona
""")
_COUNTIES = _lines("""
    Allegany County, Maryland
    Benton County, Arkansas
    Cass County, Missouri
    Deschutes County, Oregon
    Elkhart County, Indiana
    Fayette County, Kentucky
    Gallatin County, Montana
    Hidalgo County, Texas
    Ingham County, Michigan
    Kanawha County, West Virginia
    Lake County, Ohio
    Marathon County, Wisconsin
    Oneida County, New York
    Pima County, Arizona
    Rutherford County, Tennessee
    Sarpy County, Nebraska
    Tioga County, Pennsylvania
    Utah County, Utah
    Weld County, Colorado
    Yakima County, Washington
""")
_STREETS = _lines("""
    Amberley Road
    Bellwether Lane
    Candlewick Drive
    Dovetail Court
    Elderberry Street
    Foxglove Avenue
    Granary Road
    Hollowell Street
    Ironbridge Way
    Juniper Terrace
    Kingfisher Lane
    Lantern Hill Road
    Millrace Street
    Nutmeg Court
    Oakhollow Drive
    Pepperwood Avenue
    Quarry Bank Road
    Ropewalk Street
    Saltmarsh Lane
    Thistledown Drive
    Upper Orchard Road
    Vinegar Hill Street
    Wheelwright Court
    Yellowhammer Way
""")
_EMPLOYERS = _lines("""
    Ashcombe Paper Works
    Brindle & Oat Bakeries
    Cobblegate Hardware
    Drumlin Freight
    Eastwater Clinics
    Fennimore Tile
    Gantry & Loom Interiors
    Harrowfield Seeds
    Inglenook Insurance Services
    Jessamine Optical
    Kettleburn Coffee
    Lodestar Surveying
    Marlpit Construction
    Northfold Printing
    Ottershaw Boats
    Pennywhistle Toys
    Quillfeather Stationers
    Ruddock Plumbing Supply
    Stillwater Kennels
    Tamarind Catering
""")
_GIVEN = "Alder Briony Casper Dorothea Emrys Fenella Gideon Hollis Isolde Jasper Keziah Leopold Marigold Nestor Ottilie"
_FAMILY = (
    "Applegarth Buckthorn Coppersmith Dunmore Everglade Fairweather Grimshaw Hartwell Inchbald Kestrel Loveday Merrow"
)


def _names(step: int) -> tuple[str, ...]:
    given, family = _GIVEN.split(), _FAMILY.split()
    return tuple(f"{name} {family[(index * step) % len(family)]}" for index, name in enumerate(given))


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that a bureau may know about a life: how it asks, and what it could be."""

    text: str
    pool: tuple[str, ...]


TOPICS: Mapping[str, Topic] = {
    "height": Topic(
        "Which height stands on a driver's license of yours?",
        tuple(f"{inches // 12} ft {inches % 12} in" for inches in range(60, 78)),
    ),
    "license": Topic(
        "Which of these states has given you a driver's license?",
        tuple(sorted({place.rpartition(", ")[2] for place in _PLACES + _COUNTIES})),
    ),
    "acquaintance": Topic("Which of these people do you know?", _names(5)),
    "household": Topic("Which of these people has had the same address as you?", _names(7)),
    "street": Topic("On which of these streets have you lived?", _STREETS),
    "city": Topic("In which of these cities have you lived?", _PLACES),
    "county": Topic("In which of these counties have you had an address?", _COUNTIES),
    "work_city": Topic("In which of these cities have you worked?", _PLACES),
    "employer": Topic("Which of these has employed you?", _EMPLOYERS),
    "phone": Topic(
        "Which of these are the last four digits of a telephone number that you have used?",
        tuple(f"{number:04d}" for number in range(1009, 9990, 373)),
    ),
    "vehicle": Topic(
        "Which of these vehicles has been registered to you?",
        tuple(
            f"{kind}, model year {year}"
            for kind in ("Pickup truck", "Station wagon", "Motorcycle", "Minivan", "Convertible")
            for year in (2009, 2013, 2016, 2019)
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Life:
    """One of the sandbox's people: what is true, and what the bureau holds, a value a topic."""

    true: Mapping[str, str]
    file: Mapping[str, str]
    phone_confirmed: bool

    @property
    def known(self) -> bool:
        """The bureau has a file."""
        return bool(self.file)


def key(applicant: Applicant, seed: str) -> str:
    """Which of the sandbox's people this is: by SSN, else by name and birth date. No way leads back to them."""
    if applicant.ssn:
        told = f"ssn/{applicant.ssn}"
    else:
        told = f"name/{applicant.first.strip()}/{applicant.last.strip()}/{applicant.born_on.isoformat()}".casefold()
    return hashlib.sha256(f"{seed}/{told}".encode()).hexdigest()[:32]


def life(person: str, *, complete: bool = False) -> Life:
    """The person of a key. `complete`: with a file that lacks nothing, for outcomes that are asked for by hand."""
    rng = Random(f"life/{person}")  # noqa: S311 - the same person must come out the same again
    true = {name: rng.choice(topic.pool) for name, topic in TOPICS.items()}
    fullness, phone = rng.random(), rng.random() < PHONE_CONFIRMED
    held = {}
    for name, value in true.items():
        luck, other = rng.random(), rng.choice([item for item in TOPICS[name].pool if item != value])
        if luck >= MISSING or complete:
            held[name] = other if MISSING <= luck < MISSING + WRONG else value
    if complete:
        return Life(true, held, phone_confirmed=True)
    if fullness < NO_FILE:
        return Life(true, {}, phone_confirmed=False)
    if fullness < NO_FILE + THIN:
        held = {name: held[name] for name in rng.sample(sorted(held), min(THIN_FACTS, len(held)))}
    return Life(true, held, phone_confirmed=phone)
