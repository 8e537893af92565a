"""Which key of an outside object holds what, read in one pass that explains itself only when it fails."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from finpro.integrations import values

Made = TypeVar("Made")


class Shape(Generic[Made]):
    """A JSON object: its keys in the order in which `make` takes them, after the pointer.

    `passed_over` are known keys that the record has no use for. `nested` is the key and shape of a list inside.
    """

    def __init__(
        self,
        make: Callable[..., Made],
        fields: Iterable[tuple[str, values.Reader]],
        passed_over: Iterable[str] = (),
        nested: "tuple[str, Shape[Any]] | None" = None,
    ) -> None:
        self.make = make
        self.fields = tuple(fields)
        self.nested = nested
        self.known = frozenset(key for key, _ in self.fields) | frozenset(passed_over)
        if nested:
            self.known |= {nested[0]}

    def one(self, raw: object, pointer: str, unknown: set[str], path: str, *more: object) -> Made:
        """`raw` as `Made`, `more` being its last arguments; raises `Malformed` with the pointer of the first value
        that does not fit. Keys that are not known go into `unknown`, after `path`.
        """
        if type(raw) is not dict:
            raise values.Malformed(f"an object was expected, {values.kind(raw)} was found", pointer)
        if not raw.keys() <= self.known:
            unknown.update(f"{path}{key[:60]}" for key in raw.keys() - self.known)
        get = raw.get
        try:
            read = [reader(get(key)) for key, reader in self.fields]
        except values.Malformed:
            self._explain(raw, pointer)
            raise
        if self.nested:
            key, shape = self.nested
            read.append(shape.many(get(key), f"{pointer}/{key}", unknown, f"{path}{key}/"))
        return self.make(pointer, *read, *more)

    def many(self, raw: object, pointer: str, unknown: set[str], path: str) -> tuple[Made, ...]:
        """A list of them; absent is empty."""
        if not raw and (raw is None or type(raw) is list):
            return ()
        if type(raw) is not list:
            raise values.Malformed(f"a list was expected, {values.kind(raw)} was found", pointer)
        one = self.one
        return tuple([one(item, f"{pointer}/{index}", unknown, path) for index, item in enumerate(raw)])

    def _explain(self, raw: dict[str, object], pointer: str) -> None:
        """Read again field by field, slowly, to say which one it was."""
        for key, reader in self.fields:
            try:
                reader(raw.get(key))
            except values.Malformed as error:
                raise values.Malformed(error.reason, f"{pointer}/{key}{error.pointer}") from None
