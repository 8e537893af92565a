"""What free text should not hold, and what only looks like it."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.filings.policies import sensitive
from finpro.rulebook import lookup as rulebook

WORDS = rulebook.on(date(2026, 11, 22)).constants["health_words"].value


def hits(text):
    return [(text[span.start : span.end], span.kind) for span in sensitive.scan(text, WORDS)]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("His number is 123-45-6789.", ("123-45-6789", "ssn")),
        ("His number is 123 45 6789, he said", ("123 45 6789", "ssn")),
        ("SSN:123456789", ("123456789", "ssn")),
        ("(123-45-6789)", ("123-45-6789", "ssn")),
        ("in that case 123-45-6789", ("123-45-6789", "ssn")),
        ("ITIN 912-70-1234", ("912-70-1234", "tax_id")),
        ("the firm, 12-3456789, paid", ("12-3456789", "tax_id")),
        ("EIN: 123456780", ("123456780", "tax_id")),
        ("tax id no. 973456780", ("973456780", "tax_id")),
        ("card 4111 1111 1111 1111 was used", ("4111 1111 1111 1111", "card")),
        ("card 4111-1111-1111-1111", ("4111-1111-1111-1111", "card")),
        ("5500005555555559", ("5500005555555559", "card")),
        ("amex 378282246310005", ("378282246310005", "card")),
        ("account number 00123456", ("00123456", "account")),
        ("Acct. #AB-1234567", ("AB-1234567", "account")),
        ("account no. 9876543210", ("9876543210", "account")),
        ("routing number: 021000021", ("021000021", "account")),
        ("wired to DE89 3704 0044 0532 0130 00 in May", ("DE89 3704 0044 0532 0130 00", "account")),
        ("DOB: 01/05/1980", ("01/05/1980", "birth_date")),
        ("date of birth 1980-01-05", ("1980-01-05", "birth_date")),
        ("The customer, born on January 5, 1980, lost", ("January 5, 1980", "birth_date")),
        ("born 5 January 1980", ("5 January 1980", "birth_date")),
        ("She was diagnosed with nothing", ("diagnosed", "health")),
        ("He has HIV", ("HIV", "health")),
        ("after chemotherapy", ("chemotherapy", "health")),
    ],
)
def test_hits(text, hit):
    assert hits(text) == [hit]


@pytest.mark.parametrize(
    "text",
    [
        "Call (212) 555-0142 or 212-555-0142 or +1 212 555 0142",
        "CRD number 123456789",
        "CRD# 6123456",
        "CRD no. 123456789",
        "Docket No. 123-45-6789",
        "docket 123456789",
        "case number 123-45-6789",
        "FINRA Case #2019061234501",
        "FINRA Arbitration No. 08-01234",
        "NASD arbitration number 99-12-3456",
        "SEC File No. 3-12345",
        "File No. 801-12345",
        "000-12-3456",
        "666-12-3456",
        "900-12-3456",
        "999-49-4321",
        "123-00-4567",
        "123-45-0000",
        "ZIP 12345-6789",
        "XXX-XX-6789",
        "On 05/01/2019 and on 2019-05-01 the customer complained.",
        "The complaint of May 18, 2009, was settled for $15,000.00",
        "He was born in Texas and joined on 05/01/2001",
        "The account was opened on 05/01/2019",
        "Several accounts of 120 customers in 2019",
        "account 2019-05-01",
        "4111 1111 1111 1112",
        "1234567890123456",
        "2008012345601",
        "damages of $1,234,567.89",
        "He aids charities",
        "",
    ],
)
def test_near_misses(text):
    assert hits(text) == []


def test_a_masked_text_is_as_long_and_hits_nothing_there():
    text = "John, DOB 01/05/1980, SSN 123-45-6789, card 4111 1111 1111 1111, diagnosed, account no. 00123456."
    spans = sensitive.scan(text, WORDS)
    assert [span.kind for span in spans] == ["birth_date", "ssn", "card", "health", "account"]
    masked = text
    for span in spans:
        masked = sensitive.mask(masked, span)
    assert masked == (
        "John, DOB XX/XX/XXXX, SSN XXX-XX-XXXX, card XXXX XXXX XXXX XXXX, XXXXXXXXX, account no. XXXXXXXX."
    )
    assert hits(masked) == []


def test_without_health_words_only_numbers_and_dates_are_looked_for():
    assert sensitive.scan("diagnosed") == ()


@given(st.text(alphabet="0123456789- .:#/ABbornDOBSN", max_size=200))
def test_spans_lie_in_the_text_in_order_apart(text):
    spans = sensitive.scan(text, WORDS)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert span.said
        assert not sensitive.mask(text, span)[span.start : span.end].strip("X- .:#/")
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize("piece", ["1", "1-", "account ", "born on ", "DE89 ", "12-", "jan ", "a/c no "])
def test_a_long_hostile_text_is_read_in_the_time_of_its_length(piece):
    assert sensitive.scan(piece * (20_000 // len(piece)), WORDS) == ()
