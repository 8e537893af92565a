"""The reader of the IAPD feed, on files rendered for the purpose: no original was at hand."""

import io
import itertools
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from finpro.integrations import archives, iapd
from finpro.integrations.iapd import split
from tests.integrations import brokercheck_samples as samples
from tests.integrations import iapd_render as render

SHARED = Path(__file__).parents[3] / "shared" / "data" / "brokercheck" / "detail"


def read(
    path: Path, limits: archives.Limits = archives.DEFAULT
) -> tuple[list[iapd.FeedIndividual], list[archives.Problem]]:
    people, problems = [], []
    for answer in iapd.read_feed([path], limits=limits):
        if isinstance(answer, archives.Problem):
            problems.append(answer)
        else:
            people.append(answer)
    return people, problems


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def full_person() -> dict[str, Any]:
    return {
        "Info": {
            "lastNm": "Brûlé & Söhne",
            "firstNm": "Ada",
            "midNm": "",
            "sufNm": "Jr.",
            "indvlPK": 700_001,
            "actvAGReg": "Y",
            "link": "https://adviserinfo.example/700001",
        },
        "OthrNms": [{"lastNm": "Elder", "firstNm": "Ada"}],
        "CrntEmps": [
            {
                "orgNm": "EXAMPLE ADVISERS, LLC",
                "orgPK": 501,
                "str1": "1 EXAMPLE WAY",
                "city": "Helena",
                "state": "MT",
                "cntry": "United States",
                "postlCd": "59601",
                "CrntRgstns": [
                    {"regAuth": "MT", "regCat": "RA", "st": "APPROVED", "stDt": "2011-02-03"},
                    {"regAuth": "TX", "regCat": "RA", "st": "APPROVED_RES", "stDt": "2012-02-29"},
                ],
                "BrnchOfLocs": [{"city": "Butte", "state": "MT"}],
            }
        ],
        "Exms": [{"exmCd": "S65", "exmNm": "Uniform Investment Adviser Law Examination", "exmDt": "2010-12-31"}],
        "Dsgntns": [{"dsgntnNm": "Certified Financial Planner"}],
        "PrevRgstns": [
            {
                "orgNm": "OLD EXAMPLE CO.",
                "orgPK": 502,
                "regBeginDt": "2001-03-04",
                "BrnchOfLocs": [{"city": "Boise", "state": "ID"}],
            }
        ],
        "EmpHss": [
            {"fromDt": "02/2011", "orgNm": "EXAMPLE ADVISERS, LLC", "city": "Helena", "state": "MT"},
            {"fromDt": "03/2001", "toDt": "1/2011", "orgNm": "OLD EXAMPLE CO."},
        ],
        "OthrBuss": [{"desc": "Lemonade stand | chess club \ufffd"}],
        "DRPs": [
            {
                "hasRegAction": "N",
                "hasCriminal": "Y",
                "hasBankrupt": "N",
                "hasCivilJudc": "N",
                "hasBond": "N",
                "hasJudgment": "N",
                "hasInvstgn": "N",
                "hasCustComp": "N",
                "hasTermination": "N",
            },
            {"hasRegAction": "Y"},
        ],
    }


def test_a_person_is_read_whole(tmp_path: Path) -> None:
    people, problems = read(write(tmp_path / "f.xml", render.feed([full_person()])))
    assert problems == []
    (found,) = people
    assert (found.crd, found.last_name, found.first_name, found.middle_name, found.name_suffix) == (
        700_001,
        "Brûlé & Söhne",
        "Ada",
        None,
        "Jr.",
    )
    assert (found.active_agent, found.generated_on, found.record) == (True, date(2026, 11, 20), "person 1")
    assert found.other_names == (iapd.OtherName("/OthrNms/0", "Elder", "Ada", None, None),)
    (firm,) = found.current_employments
    assert (firm.firm_crd, firm.firm_name, firm.street1, firm.postal_code) == (
        501,
        "EXAMPLE ADVISERS, LLC",
        "1 EXAMPLE WAY",
        "59601",
    )
    assert firm.registrations[1] == iapd.Registration(
        "/CrntEmps/0/CrntRgstns/1", "TX", "RA", "APPROVED_RES", date(2012, 2, 29)
    )
    assert firm.branches == (iapd.Branch("/CrntEmps/0/BrnchOfLocs/0", None, None, "Butte", "MT", None, None),)
    assert found.exams[0].code == "S65"
    assert found.exams[0].taken_on == date(2010, 12, 31)
    assert found.designations == ("Certified Financial Planner",)
    (earlier,) = found.previous_registrations
    assert (earlier.firm_crd, earlier.begin_on, earlier.end_on, earlier.branches[0].city) == (
        502,
        date(2001, 3, 4),
        None,
        "Boise",
    )
    assert [(spell.from_month, spell.to_month) for spell in found.employment_history] == [
        (date(2011, 2, 1), None),
        (date(2001, 3, 1), date(2011, 1, 1)),
    ]
    assert found.other_business == "Lemonade stand | chess club \ufffd"
    assert [(row.criminal, row.regulatory_action) for row in found.disclosures] == [(True, False), (None, True)]
    assert found.unknown_keys == ()


def test_twenty_members_are_read_in_one_pass_each_person_once(tmp_path: Path) -> None:
    path = render.write_zip(
        tmp_path / "IA_INDVL_Feed_11_20_2026.xml.zip", [render.invented(crd) for crd in range(1, 101)]
    )
    people, problems = read(path)
    assert problems == []
    assert sorted(person.crd for person in people) == list(range(1, 101))
    assert [person.sequence for person in people] == list(range(100))
    assert len({person.member for person in people}) == 20


def test_without_genon_the_day_comes_from_the_name(tmp_path: Path) -> None:
    data = render.feed([full_person()]).replace(b' GenOn="2026-11-20"', b"")
    people, problems = read(write(tmp_path / "IA_INDVL_Feed_11_05_2026.xml", data))
    assert problems == []
    assert people[0].generated_on == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"B\xf6rne", "Börne"),
        (b"B&#246;rne", "Börne"),
        (b"B&#xF6;rne", "Börne"),
        (b"B&ouml;rne", "Börne"),
        (b"B &amp; C", "B & C"),
        (b"B &nosuch; C", "B &nosuch; C"),
        (b"O\x92Fallon", "O\u2019Fallon"),
        (b"B\xef\xbf\xbdrne", "B\ufffdrne"),
    ],
)
def test_characters_are_read_in_each_way_they_are_written(tmp_path: Path, written: bytes, meant: str) -> None:
    data = render.feed([full_person()]).replace("Brûlé &amp; Söhne".encode("iso-8859-1"), written)
    people, problems = read(write(tmp_path / "f.xml", data))
    assert problems == []
    assert people[0].last_name == meant


def test_what_is_not_known_is_named_and_left_out(tmp_path: Path) -> None:
    data = render.feed([full_person()])
    data = data.replace(b"<Info ", b'<Info shoe="44" ').replace(b"</Indvl>", b"<Pets><Pet/></Pets></Indvl>")
    data = data.replace(b"<Exms>", b"<Exms><Quiz/>")
    people, problems = read(write(tmp_path / "f.xml", data))
    assert problems == []
    assert people[0].unknown_keys == ("Exms/Quiz", "Info/shoe", "Pets")
    assert people[0].exams[0].pointer == "/Exms/0"


@pytest.mark.parametrize(
    ("old", "new", "pointer", "reason"),
    [
        (
            b'stDt="2012-02-29"',
            b'stDt="2013-02-29"',
            "/CrntEmps/0/CrntRgstns/1/stDt",
            "the date is impossible: there is no such day",
        ),
        (
            b'fromDt="02/2011"',
            b'fromDt="13/2011"',
            "/EmpHss/0/fromDt",
            "the date is impossible: there is no such day",
        ),
        (
            b'fromDt="02/2011"',
            b'fromDt="Feb 2011"',
            "/EmpHss/0/fromDt",
            "a month (MM/YYYY) was expected, another value was found",
        ),
        (b'actvAGReg="Y"', b'actvAGReg="X"', "/Info/actvAGReg", "Y or N was expected, another value was found"),
        (
            b'indvlPK="700001"',
            b'indvlPK=""',
            "/Info/indvlPK",
            "a CRD number was expected, nothing was found",
        ),
        (b'st="APPROVED_RES" ', b"", "/CrntEmps/0/CrntRgstns/1/st", "a text was expected, nothing was found"),
        (b"<Exms>", b"<Exms/><Exms>", "/Exms", "the element occurs twice"),
        (b"<Info ", b"<Inof ", "/Info", "the person has no Info element"),
        (b"Elder", b"El\x01der", "", "the element is not well-formed XML"),
        (b"Elder", b"El&#0;der", "", "the element is not well-formed XML"),
        (b"Elder", b"El & der", "", "the element is not well-formed XML"),
        (
            b"Elder",
            "Élder".encode(),
            "",
            "the text is in UTF-8 although the feed says ISO-8859-1; convert the feed first",
        ),
        (b"Elder", b"El\x81der", "", "the text is not in the encoding that the feed names"),
    ],
)
def test_a_bad_person_is_a_problem_and_the_next_is_read(
    tmp_path: Path, old: bytes, new: bytes, pointer: str, reason: str
) -> None:
    bad = full_person()
    bad["Info"]["lastNm"] = "Plain"
    data = render.feed([bad, render.invented(2)]).replace(old, new, 1)
    people, problems = read(write(tmp_path / "f.xml", data))
    assert [person.crd for person in people] == [2]
    assert [(problem.pointer, problem.reason, problem.record) for problem in problems] == [
        (pointer, reason, "person 1")
    ]
    assert problems[0].crd in (700_001, None)


def test_a_person_without_an_end_does_not_swallow_the_next(tmp_path: Path) -> None:
    data = render.feed([render.invented(1), render.invented(2), render.invented(3)]).replace(b"</Indvl>", b"", 1)
    people, problems = read(write(tmp_path / "f.xml", data))
    assert [person.crd for person in people] == [2, 3]
    assert [(problem.reason, problem.crd) for problem in problems] == [("the element is not well-formed XML", 1)]


BILLION_LAUGHS = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<IAPDIndividualReport GenOn="2026-11-20"><Indvls><Indvl><Info indvlPK="1" lastNm="&c;"/></Indvl></Indvls>
</IAPDIndividualReport>"""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BILLION_LAUGHS, "the feed declares a document type or entities, which a real one never does; it was refused"),
        (
            render.feed([]).decode().encode("utf-16"),
            "the feed is not in ISO-8859-1 but in UTF-16; convert it first",
        ),
        (
            render.feed([]).replace(b"ISO-8859-1", b"EBCDIC"),
            "the feed names an encoding other than ISO-8859-1, Windows-1252 or UTF-8; convert it first",
        ),
        (b"<html></html>", "this is no IAPD report of individuals: its outer element is missing"),
        (b"", "this is no IAPD report of individuals: its outer element is missing"),
        (
            b'<IAPDFirmSECReport GenOn="2026-03-24"><Firms>' + b"<Firm/>" * 20_000,
            "this is no IAPD report of individuals: no person stands near its start",
        ),
    ],
)
def test_what_is_no_feed_gives_one_problem(tmp_path: Path, data: bytes, reason: str) -> None:
    people, problems = read(write(tmp_path / "f.xml", data))
    assert people == []
    assert [problem.reason for problem in problems] == [reason]


def test_an_entity_declared_inside_a_person_never_expands(tmp_path: Path) -> None:
    data = render.feed([full_person()]).replace(b"<Info ", b'<!DOCTYPE x [<!ENTITY a "ha">]><Info ', 1)
    people, problems = read(write(tmp_path / "f.xml", data))
    assert people == []
    assert problems[0].reason == "the element is not well-formed XML"


def test_an_empty_report_holds_nobody_and_is_no_problem(tmp_path: Path) -> None:
    assert read(write(tmp_path / "f.xml", render.feed([]))) == ([], [])


@pytest.mark.parametrize(
    ("keep", "reason"),
    [
        (0.5, "the feed ends inside a person (cut short)"),
        (0.97, "the feed ends before its closing element (cut short); people may be missing"),
    ],
)
def test_a_feed_that_is_cut_short_is_told(tmp_path: Path, keep: float, reason: str) -> None:
    data = render.feed([render.invented(1), render.invented(2)])
    cut = data[: int(len(data) * keep)] if keep < 0.9 else data[: data.rindex(b"</Indvls>")]
    people, problems = read(write(tmp_path / "f.xml", cut))
    assert [person.crd for person in people] == ([1] if len(people) == 1 else [1, 2] if keep > 0.9 else [])
    assert [problem.reason for problem in problems] == [reason]


def test_a_truncated_zip_gives_the_people_before_the_cut(tmp_path: Path) -> None:
    path = render.write_zip(tmp_path / "f.zip", [render.invented(crd) for crd in range(1, 201)], members=2)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 3 // 4])
    people, problems = read(path)
    assert [person.crd for person in people[:100]] == list(range(1, 101))
    assert problems[0].reason == "the archive is damaged or truncated; what lies before the damage is read"
    assert problems[-1].reason == "the archive ends inside this member (truncated)"


def test_an_oversized_person_is_passed_over_unheld_and_the_next_is_read(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        whole = render.feed([render.invented(1), render.invented(2), render.invented(3)])
        cut = whole.index(b"</Indvl>", whole.index(b'indvlPK="2"'))
        yield whole[:cut]
        yield from [b"x" * 1024 * 1024] * 50
        yield whole[cut:]

    with (tmp_path / "f.xml").open("wb") as target:
        target.writelines(pieces())
    tracemalloc.start()
    try:
        people, problems = read(tmp_path / "f.xml")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [person.crd for person in people] == [1, 3]
    assert [problem.reason for problem in problems] == [
        "the person's element is larger than 20 MB; it was left out unread"
    ]
    assert peak < 100 * 1024 * 1024


def test_memory_does_not_grow_with_the_number_of_people() -> None:
    person = render.feed([render.invented(1)])
    start, end = person.index(b"<Indvl>"), person.index(b"</Indvls>")

    def peak(people: int) -> int:
        pieces = iter([person[:start], *[person[start:end]] * people, person[end:]])

        class Stream(io.RawIOBase):
            def read(self, size: int = -1) -> bytes:
                return b"".join(itertools.islice(pieces, 400))

        tracemalloc.start()
        try:
            found = [type(piece) for piece in split.pieces(Stream(), 20 * 1024 * 1024)]  # type: ignore[arg-type]  # reads
            assert found.count(bytes) == people
            del found
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(40_000) < peak(4_000) * 1.3


def test_people_rendered_from_brokercheck_documents_come_back(tmp_path: Path) -> None:
    document = samples.document(
        registeredStates=[{"state": "Texas", "regScope": "IA", "status": "APPROVED_RES", "regDate": "2/29/2016"}]
    )
    people, problems = read(write(tmp_path / "f.xml", render.feed([render.from_brokercheck(document)])))
    assert problems == []
    (found,) = people
    assert found.crd == 9_000_001
    assert found.current_employments[0].registrations == (
        iapd.Registration("/CrntEmps/0/CrntRgstns/0", "TX", "RA", "APPROVED_RES", date(2016, 2, 29)),
    )
    assert [exam.code for exam in found.exams] == ["S66", "F04", "SIE"]
    assert found.disclosures[0].customer_complaint is True


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared captures are not beside this checkout")
def test_all_shared_captures_come_back_through_the_feed(tmp_path: Path) -> None:
    documents = []
    for path in sorted(SHARED.iterdir()):
        source = json.loads(path.read_text())["hits"]["hits"][0]["_source"]
        documents.append(json.loads(source.get("content") or source["iacontent"]))
    people, problems = read(
        render.write_zip(tmp_path / "f.zip", [render.from_brokercheck(document) for document in documents])
    )
    assert problems == []
    found = {person.crd: person for person in people}
    for document in documents:
        person = found.pop(document["basicInformation"]["individualId"])
        assert person.last_name == document["basicInformation"]["lastName"]
        assert len(person.previous_registrations) == len(document["previousIAEmployments"])
        assert len(person.exams) == sum(document["examsCount"].values())
    assert found == {}


def test_a_zip_renders_as_twenty_members(tmp_path: Path) -> None:
    path = render.write_zip(tmp_path / "f.zip", [])
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert len(archive.namelist()) == 20
