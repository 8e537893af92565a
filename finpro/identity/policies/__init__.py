"""What is decided about identity without asking anybody: whose record it is, how often, what a way is worth, when."""

from finpro.identity.policies.levels import LEVELS, level_of
from finpro.identity.policies.matching import Candidate, Match, judge
from finpro.identity.policies.phones import masked
from finpro.identity.policies.stages import stage
from finpro.identity.policies.support import Hours, Open, open_now
from finpro.identity.policies.tries import CODES, QUESTIONS, SENT_TO, WHO, WHO_FROM, WHO_NETWORK, WHO_PERSON

__all__ = [
    "CODES",
    "LEVELS",
    "QUESTIONS",
    "SENT_TO",
    "WHO",
    "WHO_FROM",
    "WHO_NETWORK",
    "WHO_PERSON",
    "Candidate",
    "Hours",
    "Match",
    "Open",
    "judge",
    "level_of",
    "masked",
    "open_now",
    "stage",
]
