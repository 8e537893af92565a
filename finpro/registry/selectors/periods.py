"""The SQL of "in force on a date" that the lists share; the date is always the parameter `on`."""


def known(table: str) -> str:
    """The row had begun by the date, or its beginning is not stated."""
    return f"({table}.starts_on IS NULL OR {table}.starts_on <= %(on)s)"


def in_force(table: str) -> str:
    """The row held on the date."""
    return f"{known(table)} AND ({table}.ends_on IS NULL OR {table}.ends_on >= %(on)s)"


def legal_name(person: str) -> str:
    """The legal name on the date, else the latest one known by then, of the person in `person` ("l.person_id").

    Columns first, middle, last, suffix.
    """
    return (
        "SELECT n.first, n.middle, n.last, n.suffix FROM registry_personname n "  # noqa: S608 - a column's name
        f"WHERE n.person_id = {person} AND n.kind = 'LEGAL' AND {known('n')} "
        "ORDER BY (n.ends_on IS NULL OR n.ends_on >= %(on)s) DESC, n.starts_on DESC NULLS LAST, n.id LIMIT 1"
    )


def firm_name(firm: str) -> str:
    """The name of a firm on the date, else the latest one known, as a scalar expression."""
    return (
        "(SELECT n.name FROM registry_firmname n "  # noqa: S608 - a column's name
        f"WHERE n.firm_id = {firm} AND n.is_main "
        f"ORDER BY ({in_force('n')}) DESC, n.ends_on DESC NULLS FIRST, n.starts_on DESC NULLS LAST, n.id LIMIT 1)"
    )


def listed(first: str, middle: str, last: str, suffix: str) -> str:
    """A name as lists show it: "Last, First Middle Suffix", with what is missing left out."""
    given = " ".join(part for part in (first, middle, suffix) if part)
    return ", ".join(part for part in (last, given) if part)
