"""Rules that can be enforced or asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, ParamSpec

from finpro.kernel import errors

P = ParamSpec("P")


@dataclass(frozen=True)
class Rule(Generic[P]):
    """A rule that is enforced by calling it, or asked by `ok` and `why_not`.

    The wrapped check raises `errors.Refusal` or `errors.Forbidden`, or returns.
    """

    check: Callable[P, None]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        self.check(*args, **kwargs)

    def why_not(self, *args: P.args, **kwargs: P.kwargs) -> str | None:
        """The sentence of the refusal, or None where the rule lets it pass."""
        try:
            self.check(*args, **kwargs)
        except (errors.Refusal, errors.Forbidden) as refusal:
            return refusal.message
        return None

    def ok(self, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether the rule lets it pass."""
        return self.why_not(*args, **kwargs) is None
