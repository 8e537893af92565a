"""A reporting page that is another form's page: what it leaves out of it, and what it says in words of its own.

`like = "CUST"` takes the page of the form that `base` names; the keys, conditions and codes of its questions stay as
they are. `without` lists keys that are left out ("willful_findings", "charges/plea"), `titles` gives groups other
titles, and each `[[reworded]]` with a `key` gives a question another label, help or example.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from finpro.rulebook.forms.schema import Group, Page, Question
from finpro.rulebook.forms.source import Table

KEYS = ("like", "without", "titles", "reworded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The texts that a question has here; what is absent stays as it is lent."""

    key: str
    label: str = ""
    help: str = ""
    example: str = ""


def groups(table: Table, pages: Mapping[str, Page], origins: dict[int, Table]) -> tuple[Group, ...]:
    """The groups of the lent page that `table` names, as `table` has them; every fault is remembered there.

    `origins` learns from which table each question came.
    """
    page = pages.get(str(table.raw["like"]))
    if page is None:
        table.fault("like", f"no page {table.raw['like']!r} is lent by the form of `base`")
        return ()
    lent = _Lent(table, origins)
    made = [
        Group(questions=questions, title=lent.titles.pop(group.title, group.title), intro=group.intro)
        for group in page.groups
        if (questions := lent.questions(group.questions, ""))
    ]
    lent.finish()
    return tuple(made)


class _Lent:
    """One page being taken over. What is said of it is taken away as it is met, so that what is left meets nothing."""

    def __init__(self, table: Table, origins: dict[int, Table]) -> None:
        self.table, self.origins = table, origins
        self.words: dict[str, Table] = {}
        for told in table.tables("reworded"):
            values = told.values(Words)
            if values is not None and self.words.setdefault(values["key"], told) is not told:
                told.fault("key", f"{values['key']!r} is reworded twice")
        without, titles = table.raw.get("without", []), table.raw.get("titles", {})
        if not isinstance(without, list) or not all(isinstance(key, str) for key in without):
            table.fault("without", "`without` is a list of keys")
            without = []
        if not isinstance(titles, dict) or not all(isinstance(title, str) for title in titles.values()):
            table.fault("titles", "`titles` is a table of lent title = title here")
            titles = {}
        self.without: set[str] = set(without)
        self.titles: dict[str, str] = dict(titles)

    def questions(self, found: Sequence[Question], path: str) -> tuple[Question, ...]:
        """The questions of a group or below a question, each with what is below it."""
        made = []
        for question in found:
            key = f"{path}{question.key}"
            if key in self.without:
                self.without.remove(key)
                continue
            told = self.words.pop(key, None)
            below = self.questions(question.questions, f"{key}/")
            texts = {} if told is None else {name: text for name, text in told.raw.items() if name != "key"}
            taken = replace(question, questions=below, **texts)  # type: ignore[arg-type]
            self.origins[id(taken)] = told or self.origins[id(question)]
            made.append(taken)
        return tuple(made)

    def finish(self) -> None:
        """Remember as faults what named nothing."""
        for key, told in self.words.items():
            told.fault("key", f"the lent page has no question {key!r}")
        for key in sorted(self.without):
            self.table.fault("without", f"the lent page has no question {key!r}")
        for title in self.titles:
            self.table.fault("titles", f"the lent page has no group {title!r}")
