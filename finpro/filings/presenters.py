"""How the events of filings read."""

from finpro.audit import presenters as audit
from finpro.filings.enums import FilingType

_ROWS = {"added": "added", "removed": "removed", "restored": "put back"}

audit.present(
    {
        "filing:draft:created": lambda data: f"A draft of Form U4 was begun: {FilingType(data['type']).label}.",
        "filing:draft:handed_back": "The person handed the form back to the firm.",
        "filing:draft:reopened": "The form was made a draft again.",
        "filing:draft:deleted": "The draft was deleted.",
        "filing:draft:expired": "The draft expired, because nobody worked on it.",
        "filing:access:changed": lambda data: (
            f"The form was opened to the person: {_sections(data['sections'])}."
            if data["sections"]
            else "The form was closed to the person."
        ),
        "filing:answer:saved": lambda data: _answers(data["paths"]),
        "filing:row:changed": lambda data: f"An entry of a list of the form was {_ROWS[data['what']]}.",
        "filing:section:marked": lambda data: (
            f"A section of the form was marked as {'done' if data['done'] else 'not done'}."
        ),
        "filing:comment:written": "A comment was left on a section of the form.",
        "filing:comment:resolved": "A comment on a section of the form was settled.",
    }
)


def _answers(paths: list[str]) -> str:
    return "An answer of the form was saved." if len(paths) == 1 else f"{len(paths)} answers of the form were saved."


def _sections(keys: list[str]) -> str:
    return "1 section" if len(keys) == 1 else f"{len(keys)} sections"
