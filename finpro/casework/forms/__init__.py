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
from finpro.casework.forms.work import WorkForm

__all__ = [
    "AnswerForm",
    "CompareForm",
    "DecisionForm",
    "DeclineForm",
    "FindForm",
    "FirmForm",
    "MessageForm",
    "NoteForm",
    "QueueForm",
    "VouchForm",
    "WorkForm",
    "born",
    "show",
]
