"""Who acts, for whom, with which entitlements: a frozen value passed to every verb and selector."""

from dataclasses import dataclass, field
from enum import StrEnum


class Hat(StrEnum):
    """The side on which somebody acts. One human may own several hats and wears one at a time."""

    ANONYMOUS = "anonymous"
    ACCOUNT = "account"  # signed in, bound to no record, firm or staff role
    PERSON = "person"
    FIRM = "firm"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """`person_id` is set under the PERSON hat, `firm_id` under the FIRM hat; ids are database keys of registry.
    `firm_crd` is the firm's CRD number, by which audit rows name it.

    `label` names the actor in audit rows; it never holds a person's name or e-mail address.
    """

    hat: Hat
    label: str
    user_id: int | None = None
    person_id: int | None = None
    firm_id: int | None = None
    entitlements: frozenset[str] = field(default_factory=frozenset)
    firm_crd: int | None = None

    def may(self, entitlement: str) -> bool:
        """Whether the actor holds the entitlement."""
        return entitlement in self.entitlements


ANONYMOUS = Actor(Hat.ANONYMOUS, "anonymous")


def account(user_id: int) -> Actor:
    """The account's owner, acting for himself or herself alone."""
    return Actor(Hat.ACCOUNT, f"account:{user_id}", user_id)


def system(name: str) -> Actor:
    """The system itself at work, for example `system("import")`."""
    return Actor(Hat.SYSTEM, f"system:{name}")
