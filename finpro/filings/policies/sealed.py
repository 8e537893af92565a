"""Social Security numbers that are typed in a draft: sealed for their column until the record takes them."""

from finpro.kernel import vault

COLUMN = "filings_answer.sealed"


def seal(digits: str, ring: vault.Ring) -> bytes:
    """Nine digits sealed under the first key of the ring; never twice the same bytes."""
    return vault.seal(digits.encode(), COLUMN, ring)


def unseal(sealed: bytes, ring: vault.Ring) -> str:
    """The nine digits. Raises Refusal where the ring lacks the key, or the bytes are not what was sealed."""
    return vault.unseal(sealed, COLUMN, ring).decode()
