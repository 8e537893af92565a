"""Writes IAPD feed files for tests, from BrokerCheck-shaped documents or from plain dicts.

No original feed was at hand: the element tree is the one that the reader expects, and what
BrokerCheck documents do not hold (designations, history by month, other business) comes from the caller.
"""

import random
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

STATES = {
    "Arizona": "AZ",
    "California": "CA",
    "Colorado": "CO",
    "Florida": "FL",
    "Hawaii": "HI",
    "Illinois": "IL",
    "Massachusetts": "MA",
    "New Hampshire": "NH",
    "New York": "NY",
    "Texas": "TX",
    "Washington": "WA",
}
_SERIES = {"Series 65": "S65", "Series 66": "S66", "Series 63": "S63", "Series 7": "S7", "SIE": "SIE"}


def element(tag: str, attributes: Mapping[str, object] = {}, children: str = "") -> str:
    """One element; attributes that are None are left out."""
    shown = "".join(f" {name}={quoteattr(str(value))}" for name, value in attributes.items() if value is not None)
    return f"<{tag}{shown}>{children}</{tag}>" if children else f"<{tag}{shown}/>"


def person(individual: Mapping[str, Any]) -> str:
    """The `Indvl` of a dict whose keys are the feed's own:

    `Info` attributes; lists of attributes under `OthrNms`, `Exms`, `Dsgntns`, `EmpHss`, `OthrBuss`, `DRPs`;
    `CrntEmps` and `PrevRgstns` likewise, with lists `CrntRgstns` and `BrnchOfLocs` inside each item.
    """

    def many(container: str, tag: str) -> str:
        return element(container, {}, "".join(element(tag, item) for item in individual.get(container, ())))

    current = "".join(_nested("CrntEmp", item, True) for item in individual.get("CrntEmps", ()))
    previous = "".join(_nested("PrevRgstn", item, False) for item in individual.get("PrevRgstns", ()))
    parts = [
        element("Info", individual["Info"]),
        many("OthrNms", "OthrNm"),
        element("CrntEmps", {}, current),
        many("Exms", "Exm"),
        many("Dsgntns", "Dsgntn"),
        element("PrevRgstns", {}, previous),
        many("EmpHss", "EmpHs"),
        many("OthrBuss", "OthrBus"),
        many("DRPs", "DRP"),
    ]
    return element("Indvl", {}, "\n".join(parts))


def _nested(tag: str, item: Mapping[str, Any], registrations: bool) -> str:
    attributes = {name: value for name, value in item.items() if not isinstance(value, list | tuple)}
    inside = "".join(element("CrntRgstn", row) for row in item.get("CrntRgstns", ()))
    branches = element("BrnchOfLocs", {}, "".join(element("BrnchOfLoc", row) for row in item.get("BrnchOfLocs", ())))
    return element(tag, attributes, (element("CrntRgstns", {}, inside) if registrations else "") + branches)


def from_brokercheck(document: Mapping[str, Any], states: Mapping[str, str] = STATES) -> dict[str, Any]:
    """A person for `person()` out of a BrokerCheck or IAPD document (the inner one).

    That document does not say with which firm a state registration is: the first adviser firm gets them all.
    States missing in `states` go in by their first two letters.
    """
    basic = document["basicInformation"]
    adviser = [row for row in document["registeredStates"] if row["regScope"] == "IA"]
    current = [_current(item) for item in document.get("currentIAEmployments", ())]
    if current:
        current[0]["CrntRgstns"] = [
            {
                "regAuth": states.get(row["state"], row["state"][:2].upper()),
                "regCat": "RA",
                "st": row["status"],
                "stDt": _iso(row["regDate"]),
            }
            for row in adviser
        ]
    exams = [*document["stateExamCategory"], *document["principalExamCategory"], *document["productExamCategory"]]
    return {
        "Info": {
            "lastNm": basic["lastName"],
            "firstNm": basic["firstName"],
            "midNm": basic.get("middleName"),
            "sufNm": basic.get("nameSuffix"),
            "indvlPK": basic["individualId"],
            "actvAGReg": "Y" if document.get("currentEmployments") else "N",
            "link": f"https://adviserinfo.example/individual/summary/{basic['individualId']}",
        },
        "OthrNms": [_name(name) for name in basic.get("otherNames", ())],
        "CrntEmps": current,
        "Exms": [
            {
                "exmCd": _SERIES.get(row["examCategory"], row["examCategory"].replace("Series ", "S")),
                "exmNm": row["examName"],
                "exmDt": _iso(row["examTakenDate"]),
            }
            for row in exams
        ],
        "PrevRgstns": [
            {
                "orgNm": item["firmName"],
                "orgPK": item["firmId"],
                "regBeginDt": _iso(item["registrationBeginDate"]),
                "regEndDt": _iso(item["registrationEndDate"]),
                "BrnchOfLocs": [{"city": item.get("city"), "state": item.get("state")}],
            }
            for item in document.get("previousIAEmployments", ())
        ],
        "EmpHss": [
            {
                "fromDt": _month(item["registrationBeginDate"]),
                "toDt": _month(item["registrationEndDate"]) if item.get("registrationEndDate") else None,
                "orgNm": item["firmName"],
                "city": item.get("city"),
                "state": item.get("state"),
            }
            for item in [*document.get("currentIAEmployments", ()), *document.get("previousIAEmployments", ())]
        ],
        "DRPs": [_flags(document["disclosures"])] if document.get("disclosures") else [],
    }


def _current(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "orgNm": item["firmName"],
        "orgPK": item["firmId"],
        "CrntRgstns": [],
        "BrnchOfLocs": [
            {
                "str1": branch.get("street1"),
                "str2": branch.get("street2"),
                "city": branch["city"],
                "state": branch["state"],
                "cntry": branch.get("country"),
                "postlCd": branch.get("zipCode"),
            }
            for branch in item.get("branchOfficeLocations", ())
        ],
    }


def _name(name: str) -> dict[str, str | None]:
    first, _, rest = name.partition(" ")
    middle, _, last = rest.partition(" ")
    return {"lastNm": last or middle, "firstNm": first, "midNm": middle if last and middle else None}


def _flags(events: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    kinds = {event["disclosureType"] for event in events}
    return {
        "hasRegAction": "Y" if "Regulatory" in kinds else "N",
        "hasCriminal": "Y" if "Criminal" in kinds else "N",
        "hasBankrupt": "Y" if "Financial" in kinds else "N",
        "hasCivilJudc": "N",
        "hasBond": "N",
        "hasJudgment": "N",
        "hasInvstgn": "N",
        "hasCustComp": "Y" if "Customer Dispute" in kinds else "N",
        "hasTermination": "Y" if "Employment Separation After Allegations" in kinds else "N",
    }


def _read(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()


def _iso(text: str) -> str:
    return _read(text).isoformat()


def _month(text: str) -> str:
    return _read(text).strftime("%m/%Y")


def feed(people: Iterable[Mapping[str, Any]], *, generated: str = "2026-11-20") -> bytes:
    """One member: the XML of the people, in ISO-8859-1, other characters as numeric entities."""
    inside = "\n".join(person(one) for one in people)
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n'
        f'<IAPDIndividualReport GenOn="{generated}">\n<Indvls>\n{inside}\n</Indvls>\n</IAPDIndividualReport>\n'
    )
    return text.encode("iso-8859-1", "xmlcharrefreplace")


def write_zip(path: Path, people: Sequence[Mapping[str, Any]], *, members: int = 20) -> Path:
    """A feed as it is published: a zip of `members` files, people dealt out in runs of equal length."""
    size = -(-len(people) // members) if people else 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for index in range(members):
            archive.writestr(f"IA_Indvl_Feeds{index + 1}.xml", feed(people[index * size : (index + 1) * size]))
    return path


def invented(crd: int, seed: int = 0) -> dict[str, Any]:
    """An invented person of average size; the same number and seed give the same person."""
    dice = random.Random(f"{seed}:{crd}")
    firm = dice.randrange(100_000, 180_000)
    city, state = dice.choice([("Denver", "CO"), ("Concord", "NH"), ("Honolulu", "HI"), ("Seattle", "WA")])
    begin = date(dice.randrange(1995, 2024), dice.randrange(1, 13), dice.randrange(1, 28))
    return {
        "Info": {
            "lastNm": dice.choice(["Ashdown", "Börne", "Castille", "Dorset", "O'Fallon", "Émile & Fils"]),
            "firstNm": dice.choice(["Ada", "Bo", "Cleo", "Dag"]),
            "midNm": dice.choice([None, "Q", "Wren"]),
            "indvlPK": crd,
            "actvAGReg": dice.choice("YN"),
            "link": f"https://adviserinfo.example/individual/summary/{crd}",
        },
        "OthrNms": [{"lastNm": "Elder", "firstNm": "Ada"}] if dice.random() < 0.4 else [],
        "CrntEmps": [
            {
                "orgNm": f"INVENTED ADVISERS {firm}, LLC",
                "orgPK": firm,
                "str1": "1 EXAMPLE STREET",
                "city": city,
                "state": state,
                "cntry": "United States",
                "postlCd": "80202",
                "CrntRgstns": [
                    {"regAuth": code, "regCat": "RA", "st": "APPROVED", "stDt": begin.isoformat()}
                    for code in dice.sample(["CO", "NH", "HI", "WA", "TX"], dice.randrange(1, 4))
                ],
                "BrnchOfLocs": [{"str1": "2 SAMPLE AVENUE", "city": city, "state": state, "postlCd": "80202"}],
            }
        ],
        "Exms": [
            {"exmCd": "S65", "exmNm": "Uniform Investment Adviser Law Examination", "exmDt": begin.isoformat()},
            {"exmCd": "S7", "exmNm": "General Securities Representative Examination", "exmDt": begin.isoformat()},
        ],
        "Dsgntns": [{"dsgntnNm": "Certified Financial Planner"}] if dice.random() < 0.2 else [],
        "PrevRgstns": [
            {
                "orgNm": "FORMER EXAMPLE CO.",
                "orgPK": firm + 1,
                "regBeginDt": "1994-02-03",
                "regEndDt": "1994-12-30",
                "BrnchOfLocs": [{"city": "BOISE", "state": "ID"}],
            }
        ],
        "EmpHss": [
            {"fromDt": begin.strftime("%m/%Y"), "orgNm": f"INVENTED ADVISERS {firm}, LLC", "city": city},
            {"fromDt": "02/1994", "toDt": "12/1994", "orgNm": "FORMER EXAMPLE CO.", "city": "BOISE", "state": "ID"},
        ],
        "OthrBuss": [{"desc": "Owner of a lemonade stand | Treasurer of a chess club"}] if dice.random() < 0.3 else [],
        "DRPs": [],
    }
