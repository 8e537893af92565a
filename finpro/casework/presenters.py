"""How the events of this domain read, and the steps of a case in words."""

from finpro.audit import presenters as audit
from finpro.casework.enums import Decision, Outcome
from finpro.rulebook import lookup as rulebook

_DECISIONS = {decision.value: decision.label.lower() for decision in Decision}
_OUTCOMES = {outcome.value: outcome.label.lower() for outcome in Outcome}

audit.present(
    {
        "case:case:opened": "Support case {case} was opened.",
        "case:case:settled": "Support case {case} settled itself.",
        "case:case:taken": "Support case {case} was taken up by the registry.",
        "case:case:given_back": "Support case {case} was given back to the queue.",
        "case:case:noted": "The registry wrote a note in support case {case}.",
        "case:case:asked": "The registry asked something in support case {case}.",
        "case:case:answered": "Support case {case} was answered.",
        "case:case:decided": lambda data: (
            f"Support case {data['case']} was decided: {_OUTCOMES.get(data['outcome'], data['outcome'])}."
        ),
        "case:account:searched": "The registry looked for an account by e-mail address.",
        "case:account:unlocked": "The registry opened the account to its password again.",
        "vouch:request:asked": "A firm was asked to vouch for the account's owner.",
        "vouch:request:withdrawn": "The request to a firm to vouch was taken back.",
        "vouch:request:given": "A firm vouched for the account's owner.",
        "vouch:request:declined": lambda data: (
            f"A firm did not vouch for the account's owner: {rulebook.label('case_reasons', data['reason'])}."
        ),
        "work:item:taken": "The registry took up work on the record ({work}).",
        "work:item:given_back": "The registry put work on the record back into the queue ({work}).",
        "work:item:assigned": "The registry gave work on the record to one of its staff ({work}).",
        "work:item:noted": "The registry wrote a note about work on the record ({work}).",
        "work:point:ticked": lambda data: (
            f"A point was {'ticked' if data['done'] else 'taken back'} ({data['work']}): {data['point']}."
        ),
        "work:request:decided": lambda data: (
            f"The registry decided a request for registration: {_DECISIONS.get(data['decision'], data['decision'])}."
        ),
        "work:request:cured": "What a request for registration lacked was closed ({work}).",
        "work:request:withdrawn": "A request for registration was withdrawn by the firm.",
        "work:disclosure:reviewed": "The registry reviewed the disclosure of a request ({work}).",
        "work:report:matched": "The registry matched a disclosure report to occurrence {occurrence}.",
        "work:report:unmatched": "The registry undid the match of a disclosure report ({work}).",
        "work:letter:sent": "The registry sent letter {letter} about a request for registration.",
        "work:letter:answered": "The firm answered letter {letter} of the registry.",
        "work:letter:closed": "Letter {letter} of the registry was closed.",
        "vouch:firm:vouched": "The firm vouched for a person.",
    }
)

# What a line of a case's history says: to the registry, and to the person ("" where it is not for the person).
STEPS: dict[str, tuple[str, str]] = {
    "opened": ("Opened", "Your case was opened"),
    "taken": ("Taken", "The registry began to work on it"),
    "taken_over": ("Taken over", ""),
    "given_back": ("Given back", ""),
    "noted": ("Note", ""),
    "asked": ("Asked the person", "The registry asked you"),
    "answered": ("The person answered", "You answered"),
    "granted": ("Granted", "Decided: granted"),
    "refused": ("Refused", "Decided: refused"),
    "settled_itself": ("What it waited for came about by itself", "Settled, nothing is left to do"),
}

# What a line of the history of work on the record says.
WORK_STEPS: dict[str, str] = {
    "taken": "Taken",
    "taken_over": "Taken over",
    "assigned": "Assigned",
    "given_back": "Given back",
    "noted": "Note",
    "ticked": "Ticked",
    "unticked": "Tick taken back",
    **{decision.lower(): f"Decided: {decision.label.lower()}" for decision in Decision},
    "cured": "Closed what was missing",
    "reviewed": "Reviewed the disclosure",
    "letter": "Sent a letter",
    "letter_accepted": "Accepted the answer to a letter",
    "letter_taken_back": "Took a letter back",
    "deficient": "Marked deficient",
    "matched": "Matched to an occurrence",
    "unmatched": "Match undone",
}
