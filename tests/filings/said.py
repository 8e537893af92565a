"""What forms may say of somebody, made up by hypothesis in the terms of the record."""

import calendar
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from finpro.registry.policies import filed

FIRM, CRD = 100, 1000001
words = st.sampled_from(["ALDER", "QUILL", "Birch Lane 4", "Hazel & Sons", "O'Fern"])
maybe = st.one_of(st.just(""), words)
flags = st.one_of(st.none(), st.booleans())
days = st.dates(date(2000, 1, 1), date(2026, 11, 1))
questions = st.lists(st.sampled_from(["14A(1)(a)", "14C(4)", "14I(1)(b)", "14M"]), min_size=1, unique=True)


def month_end(day):
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


firsts = days.map(lambda day: day.replace(day=1))


def periods(begun, ended):
    """Months from the one to the other, whichever comes first; open where `ended` is None."""
    first, last = min(begun, ended or begun), max(begun, ended or begun)
    return first.replace(day=1), month_end(last) if ended else None


months = st.builds(periods, days, st.one_of(st.none(), days))
addresses = st.builds(
    filed.Address, street1=words, street2=maybe, city=words, state=st.sampled_from(["NY", ""]), country=st.just("USA"),
    postal=st.sampled_from(["10001", ""]),
)  # fmt: skip
residences = st.builds(lambda home, when: filed.Residence(home, *when), addresses, months)
employments = st.builds(
    lambda employer, kind, investment_related, when: filed.Employment(
        employer, kind, "Clerk", "ALBANY", "NY", "USA", investment_related, *when
    ),
    words,
    st.sampled_from(["EMPLOYMENT", "UNEMPLOYED"]),
    flags,
    months,
)
businesses = st.builds(
    filed.OtherBusiness, name=words, investment_related=flags, address=addresses, nature=words, position_title=maybe,
    starts_on=st.one_of(st.none(), firsts), hours_per_month=st.sampled_from([None, Decimal("12"), Decimal("7.5")]),
    hours_during_trading=st.sampled_from([None, Decimal("2")]), duties=words, by_month=st.just(False),
)  # fmt: skip
offices = st.one_of(
    st.builds(filed.Office, st.just(FIRM), days, registered=st.just(True), branch=st.integers(1, 9999),
              kind=st.sampled_from(["LOCATED_AT", "SUPERVISED_FROM"]), role=st.sampled_from(["", "STAFF"])),
    st.builds(filed.Office, st.just(FIRM), days, registered=st.just(False), kind=st.just("LOCATED_AT"),
              private_residence=flags, residential=flags, address=addresses),
)  # fmt: skip
reports = st.builds(
    lambda named, day, text: filed.Report(
        FIRM, "REG", tuple(named),
        {"date_initiated": {"date": day.isoformat(), "precision": "EXACT"}, "docket": text, "allegations": text},
        "INITIAL", day, text,
    ),
    questions, days, words,
)  # fmt: skip


def many(strategy, most=3):
    """Rows of a list, no two of them alike."""
    return st.lists(strategy, max_size=most, unique_by=str).map(tuple)


def forms():
    """A form of a firm about a person that states something in every section, without requests."""
    return st.builds(
        filed.Filed,
        crd=st.just(CRD),
        firm=st.just(FIRM),
        name=st.builds(filed.LegalName, words, maybe, words, st.sampled_from(["", "JR"])),
        born_on=st.dates(date(1950, 1, 1), date(2000, 1, 1)),
        description=st.builds(
            filed.Description, st.sampled_from(["M", "F"]), st.integers(3, 8), st.integers(0, 11),
            st.integers(50, 600), st.just("BRO"), st.just("HAZ"), st.sampled_from(["", "NY"]), st.just("USA"),
        ),
        association=st.builds(
            filed.Association, st.just(FIRM), days, st.just("REGISTERED"), st.booleans(), st.sampled_from(["", "B7"])
        ),
        offices=many(offices),
        fingerprints=st.builds(filed.Fingerprints, st.just(FIRM), st.just("SUBMITTING"), barcode=st.just("AB12345678")),
        other_firms=st.builds(filed.OtherFirms, st.just(FIRM), st.booleans(), st.booleans(), st.booleans()),
        designations=st.sampled_from([(), ("CFA",), ("CFA", "CFP")]),
        other_names=many(st.builds(filed.OtherName, words, maybe, words)),
        residences=many(residences),
        employments=many(employments),
        other_businesses=many(businesses),
        has_other_business=st.just(True),
        answers=st.dictionaries(st.sampled_from(["14A(1)(a)", "14C(4)", "14I(1)(b)", "14M"]), st.just(True)),
        reports=many(reports),
    ).map(_settled)  # fmt: skip


def _settled(form):
    from dataclasses import replace  # noqa: PLC0415

    return replace(form, has_other_business=bool(form.other_businesses))
