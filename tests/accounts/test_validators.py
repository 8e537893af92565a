"""An operator's own list of breached passwords."""

import gzip

import pytest
from django.core.exceptions import ValidationError

from finpro.accounts.adapters.validators import NotKnown

LIST = "Correct Horse Battery\nüber alle maßen\r\nplain and simple\n"


@pytest.mark.parametrize("packed", [False, True])
def test_a_list_is_read_plain_or_gzipped_whatever_its_case(tmp_path, packed):
    path = tmp_path / "list"
    path.write_bytes(gzip.compress(LIST.encode()) if packed else LIST.encode())
    rule = NotKnown(str(path))
    for known in ("correct horse battery", "CORRECT horse BATTERY", "Über alle Maßen", "plain and simple"):
        with pytest.raises(ValidationError, match="breach of another site"):
            rule.validate(known)
    assert rule.validate("correct horse battery staple") is None


def test_a_list_in_another_encoding_still_serves(tmp_path):
    path = tmp_path / "list"
    path.write_bytes("caf\xe9 au lait\nplain and simple\n".encode("latin-1"))
    with pytest.raises(ValidationError):
        NotKnown(str(path)).validate("plain and simple")
