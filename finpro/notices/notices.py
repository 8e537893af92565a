"""What a notice is: a class in the domain that sends it, found again by its tag when the mail is due."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.template.loader import render_to_string


class Notice(ABC):
    """One kind of mail. Made anew from its row when it is sent, so everything it says is true at that moment.

    `tag` has three parts and never changes (`account:device:new`); its bodies are the templates
    `notices/account_device_new.txt` and `.html`. `audience` says in words who gets it and why, and stands in the mail.
    `heading` is the mail's subject: plain, without personal data. `recipient` is text such as `account:12`.

    `when` says when it goes out. `setting` names the setting of a firm without which it is never sent, and `optional`
    whether its reader may switch it off; most are about safety or duties, so neither.
    """

    tag: ClassVar[str]
    audience: ClassVar[str]
    heading: ClassVar[str]
    when: ClassVar[str] = "At once"
    setting: ClassVar[str] = ""
    optional: ClassVar[bool] = False

    def __init__(self, recipient: str, data: Mapping[str, Any]) -> None:
        self.recipient = recipient
        self.data = data

    @abstractmethod
    def address(self) -> str | None:
        """The recipient's e-mail address now; None when there is none any more, and the mail is dropped."""

    @abstractmethod
    def still_wanted(self) -> bool:
        """Asked again just before sending: whether what the mail says still holds and still matters."""

    @abstractmethod
    def context(self) -> Mapping[str, Any]:
        """What the templates show."""

    @classmethod
    @abstractmethod
    def sample(cls) -> Mapping[str, Any]:
        """A context with invented data, for the reference pages and for the test that every template renders."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it is sent."""

    subject: str
    text: str
    html: str


Kind = TypeVar("Kind", bound=type[Notice])
_kinds: dict[str, type[Notice]] = {}


def register(kind: Kind) -> Kind:
    """Class decorator: the outbox finds the class by its tag. Raises ValueError for a tag that is taken."""
    if _kinds.setdefault(kind.tag, kind) is not kind:
        raise ValueError(f"Two notices have the tag {kind.tag}.")
    return kind


def forget(kind: type[Notice]) -> None:
    """Take a class out again; tests declare their own."""
    del _kinds[kind.tag]


def find(tag: str) -> type[Notice] | None:
    """The class of a tag; None when the program no longer has it."""
    return _kinds.get(tag)


def kinds() -> list[type[Notice]]:
    """Every class, by tag."""
    return [_kinds[tag] for tag in sorted(_kinds)]


def templates(kind: type[Notice]) -> tuple[str, str]:
    """The names of the text and the HTML template."""
    name = f"notices/{kind.tag.replace(':', '_')}"
    return f"{name}.txt", f"{name}.html"


def sample(kind: type[Notice]) -> Mail:
    """The mail as its sample fills it in, with a code that no mail has."""
    return write(kind, kind.sample(), code="00000000")


def write(kind: type[Notice], context: Mapping[str, Any], *, code: str) -> Mail:
    """The mail in words. `code` stands in it, so that the reader can look it up on the site instead of trusting a link.

    Raises jinja2.TemplateError for a template that is missing or asks for what the context does not have.
    """
    ours = settings.FINPRO
    values = {
        **context,
        "heading": kind.heading,
        "audience": kind.audience,
        "code": code,
        "brand": ours["brand"],
        "operator": ours["operator"],
        "site": ours["base_url"],
        "support_phone": ours["support_phone"],
        "support_hours": ours["support_hours"],
    }
    text, html = (render_to_string(name, values) for name in templates(kind))
    return Mail(f"{kind.heading} ({code})", text, html)
