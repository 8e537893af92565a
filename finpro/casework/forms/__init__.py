"""What people type about the registry's work."""

from finpro.casework.forms.cases import (
    AnswerForm,
    CompareForm,
    DecisionForm,
    DeclineForm,
    FindForm,
    FirmForm,
    MessageForm,
    NoteForm,
    QueueForm,
    VouchForm,
    born,
    show,
)
from finpro.casework.forms.reports import MatchForm, UnmatchForm
from finpro.casework.forms.requests import (
    ChooseLetterForm,
    CureForm,
    DecideForm,
    LetterAnswerForm,
    LetterForm,
    ReviewForm,
)
from finpro.casework.forms.work import WorkForm

__all__ = [
    "AnswerForm",
    "ChooseLetterForm",
    "CompareForm",
    "CureForm",
    "DecideForm",
    "DecisionForm",
    "DeclineForm",
    "FindForm",
    "FirmForm",
    "LetterAnswerForm",
    "LetterForm",
    "MatchForm",
    "MessageForm",
    "NoteForm",
    "QueueForm",
    "ReviewForm",
    "UnmatchForm",
    "VouchForm",
    "WorkForm",
    "born",
    "show",
]
