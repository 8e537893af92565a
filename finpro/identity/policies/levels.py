"""What a way of proving identity is worth."""

from finpro.identity.enums import Method

# Codes of the rulebook's assurance levels, the strongest first.
LEVELS: dict[Method, str] = {
    Method.PASSCODE: "BUREAU",
    Method.QUESTIONS: "BUREAU",
    Method.STAFF: "REGISTRY",
    Method.VOUCHED: "FIRM",
    Method.GIVEN: "GIVEN",
}


def level_of(method: Method) -> str:
    """The assurance level of a method."""
    return LEVELS[method]
