"""The words of outside files as codes of the rulebook."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from finpro.rulebook import lookup as rulebook
from finpro.rulebook import schema


class Unusable(Exception):
    """A record that cannot be written. `pointer` is a JSON Pointer; `reason` holds no personal data."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(reason)
        self.pointer = pointer
        self.reason = reason


class Words:
    """Resolves words, and counts those that the rulebook does not know.

    Without a status, a state or an SRO a registration cannot be placed: an unknown one refuses the record. An unknown
    exam, category, designation, resolution or scope is kept as the source writes it, or as unknown, and counted.
    """

    def __init__(self) -> None:
        self.unknown: Counter[str] = Counter()

    def jurisdiction(self, word: str, pointer: str) -> str:
        """The code of a state, district or territory."""
        code = _jurisdiction(word)
        if code is None:
            raise Unusable(pointer, "unknown state: the rulebook has no jurisdiction of this name")
        return code

    def sro(self, word: str, pointer: str) -> str:
        """The code of a self-regulatory organization."""
        code = _sro(word)
        if code is None:
            raise Unusable(pointer, "unknown SRO: the rulebook has no self-regulatory organization of this name")
        return code

    def status(self, word: str, pointer: str) -> str:
        """The code of a registration status."""
        code = _status(word)
        if code is None:
            raise Unusable(pointer, "unknown status: the rulebook has no registration status of this name")
        return code

    def disclosure_type(self, word: str, pointer: str) -> str:
        """The code of a kind of disclosure."""
        code = _disclosure_type(word)
        if code is None:
            raise Unusable(pointer, "unknown disclosure type: the rulebook has no kind of disclosure of this name")
        return code

    def exam(self, word: str, name: str) -> str:
        """The code of an exam, "" where unknown."""
        return self._counted("exam", word, _exam(word, name))

    def category(self, word: str) -> str:
        """The code of a registration category, "" where unknown."""
        return self._counted("category", word, _category(word))

    def designation(self, word: str) -> str:
        """The code of a designation, "" where unknown."""
        return self._counted("designation", word, _designation(word))

    def resolution(self, word: str) -> str:
        """The code of a resolution, the word itself where unknown."""
        return self._counted("resolution", word, _resolution(word)) or word

    def scope(self, word: str) -> str:
        """The code of a scope, "" where unknown or not given."""
        return self._counted("scope", word, _scope(word)) if word else ""

    def _counted(self, topic: str, word: str, code: str | None) -> str:
        if code is None:
            self.unknown[f"{topic} {word[:60]!r}"] += 1
        return code or ""


def _cached(find: Callable[[str], schema.Entry | None]) -> Callable[[str], str | None]:
    @lru_cache(maxsize=4096)
    def code(word: str) -> str | None:
        found = find(word)
        return None if found is None else found.code

    return code


_jurisdiction = _cached(rulebook.jurisdiction_by_name)
_sro = _cached(rulebook.sro_by_alias)
_status = _cached(rulebook.status_by_alias)
_disclosure_type = _cached(rulebook.disclosure_type_by_alias)
_category = _cached(rulebook.category_by_name)
_designation = _cached(rulebook.designation_by_name)
_resolution = _cached(rulebook.resolution_by_alias)
_scope = _cached(rulebook.scope_by_alias)


@lru_cache(maxsize=4096)
def _exam(word: str, name: str) -> str | None:
    found = rulebook.exam_by_alias(word, name)
    return None if found is None else found.code
