"""Style sheet, script and typeface as the web server hands them out: each under a name that holds its fingerprint."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from finpro.config.env import ConfigurationError

_STAMP = ".collected-from"


def collect() -> bool:
    """Copy what `npm run build` made to STATIC_ROOT, named and compressed; False where that is done already.

    Raises ConfigurationError where nothing is built: without it no page can be drawn.
    """
    built = [path for folder in settings.STATICFILES_DIRS for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    if not built:
        raise ConfigurationError(
            "The style sheet and the script are not built. Nothing was started. Run make setup, or npm run build."
        )
    digest = hashlib.sha256()
    for path in built:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    stamp, mark = Path(settings.STATIC_ROOT) / _STAMP, digest.hexdigest()
    if stamp.exists() and stamp.read_text() == mark:
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    # Written last: what was cut off is done again.
    stamp.write_text(mark)
    return True
