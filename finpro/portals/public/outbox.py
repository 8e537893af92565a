"""What the demo's outbox page shows: mails that were written to files instead of being sent, texts and calls."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

from finpro.integrations.sms import sandbox

MOST = 200
# What Django's backend of files writes after each mail.
_END = b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, text or call. `id` names it in its address; `body` is plain text, `html` empty where there is none."""

    id: str
    kind: str
    at: datetime
    to: str
    subject: str
    body: str
    html: str = ""


def list_letters(limit: int = MOST) -> list[Letter]:
    """The newest, newest first."""
    found = [*_mails(limit), *_messages(limit)]
    return sorted(found, key=lambda letter: (letter.at, letter.id), reverse=True)[:limit]


def get_letter(letter_id: str) -> Letter | None:
    """The one with this id, None where there is none among the newest."""
    return next((letter for letter in list_letters() if letter.id == letter_id), None)


def _mails(limit: int) -> Iterator[Letter]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder:
        return
    # The backend's names begin with the moment.
    for path in sorted(Path(folder).glob("*.log"), reverse=True)[:limit]:
        for number, part in enumerate(path.read_bytes().split(_END)):
            if part.strip():
                message = message_from_bytes(part, policy=default)
                yield _mail(f"{path.stem}-{number}", message, path)


def _mail(letter_id: str, message: EmailMessage, path: Path) -> Letter:
    sent = message["Date"]
    at = parsedate_to_datetime(str(sent)) if sent else datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if at.tzinfo is None:  # "-0000": in UTC, from a clock that does not say where it stands
        at = at.replace(tzinfo=UTC)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    return Letter(
        letter_id,
        "Mail",
        at,
        str(message["To"] or ""),
        str(message["Subject"] or ""),
        plain.get_content() if plain else "",
        html.get_content() if html else "",
    )


def _messages(limit: int) -> Iterator[Letter]:
    for number, sent in enumerate(sandbox.list_messages(limit)):
        kind = "Call" if sent.channel == "call" else "Text"
        yield Letter(f"m{sent.sent_at:%Y%m%d%H%M%S%f}-{number}", kind, sent.sent_at, sent.to, "", sent.body)
