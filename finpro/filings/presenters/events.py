"""How the events of filings read."""

from finpro.audit import presenters as audit
from finpro.filings.enums import FilingType

_TYPES = {kind.value: kind.label for kind in FilingType}
_ROWS = {"added": "added", "removed": "removed", "restored": "put back"}

audit.present(
    {
        "filing:draft:created": lambda data: f"A draft of Form U4 was begun: {_TYPES.get(data['type'], data['type'])}.",
        "filing:draft:handed_back": "The person handed the form back to the firm.",
        "filing:draft:reminded": "The person was reminded that the form waits to be filled in.",
        "filing:draft:renewed": "The draft was brought from version {from} of the form to version {to}.",
        "filing:draft:reopened": "The form was made a draft again.",
        "filing:draft:deleted": "The draft was deleted.",
        "filing:draft:expired": "The draft expired, because nobody worked on it.",
        "filing:access:changed": "Sections of the form that are open to the person now: {open}.",
        "filing:answer:saved": "Answers of the form that were saved: {count}.",
        "filing:answers:resealed": "Social Security numbers in {answers} answers were sealed under another key.",
        "filing:row:changed": lambda data: (
            f"An entry of a list of the form was {_ROWS.get(data['what'], data['what'])}."
        ),
        "filing:section:marked": lambda data: (
            "A section of the form was marked as " + ("done." if data["done"] else "not done after all.")
        ),
        "filing:form:submitted": "The form was filed; the receipt is {receipt}.",
        "filing:form:accepted": "The filing with receipt {receipt} was accepted.",
        "filing:form:rejected": lambda data: (
            f"The filing with receipt {data['receipt']} was rejected as a whole: {', '.join(data['rules'])}."
        ),
        "filing:comment:written": "A comment was left on a section of the form.",
        "filing:comment:resolved": "A comment on a section of the form was settled.",
    }
)
