"""The reference page of a form counts what it holds and names every question, list, type and block."""

from finpro.rulebook.forms import loader, show

U4 = loader.get("u4", "2009-05")
PAGE = show.reference("u4")


def count(what: str) -> int:
    (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| {what} |")]
    return int(line.split("|")[2])


def test_it_counts() -> None:
    assert (count("sections"), count("disclosure questions")) == (15, 57)
    assert (count("disclosure reporting pages"), count("signature blocks")) == (9, 7)
    assert count("code lists of the form") == len(U4.lists)
    assert count("fields of BOND") == len(U4.page("BOND").questions)
    assert count("groups") == sum(len(section.groups) for section in U4.sections)


def rows(title: str) -> dict[str, str]:
    """The lines of the table under a title, by the key they begin with."""
    part = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return {line.split("|")[1].strip(" `"): line for line in part.splitlines() if line.startswith("| `")}


def test_it_says_when_a_question_is_asked_and_must_be_answered() -> None:
    general = rows("1. General information")
    assert "| yes | `isRegisteredLocation: true` |" in general["offices/branchCrdNumber"]
    assert "| when `/filing/type: INITIAL\\|RELICENSE\\|DUAL` |" in general["employment_date"]
    assert "| from the record |" in general["firm_name"]
    assert "one of `country: USA\\|CAN`, `country: !*`" in general["offices/state"]
    assert "| at least 1 |" in rows("6. Registration with affiliated firms")["firms"]
    assert "| yes_no |" in rows("13. Other business")["has_other_business"]


def test_it_names_everything() -> None:
    disclosure = rows("14. Disclosure questions")
    for question in U4.section("disclosure").questions:
        assert f"| {question.official} | yes_no |" in disclosure[question.key]
    assert set(U4.lists) <= set(rows("Code lists"))
    for page in U4.pages:
        assert {question.key for question in page.questions} <= set(rows(f"{page.type}: {page.title}"))
    for block in U4.blocks:
        assert f"| {block.key} |" in PAGE
    for kind in U4.types:
        assert f"**{kind.code}**" in PAGE
